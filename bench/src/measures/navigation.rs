//! Soft navigation compared to loads by the browser, as on a slow phone.

use anyhow::Result;
use domain::path;

use super::browser::{self, Kind, Measure};
use super::{figure, milliseconds};
use crate::client::Browser;
use crate::environment::Environment;
use crate::report::{Figure, Goal};
use crate::scenario;
use crate::statistics::median;

/// The page with the links.
const FROM: &str = path::PROFILE;
/// The pages that the links lead to.
const PAGES: [(&str, &str); 7] = [
    ("dashboard of 100 rows", path::DASHBOARD),
    ("questions", path::QUESTIONS),
    ("new question", path::NEW_QUESTION),
    ("notifications", path::NOTIFICATIONS),
    ("mandats", path::MANDATS),
    ("company choice", path::COMPANIES),
    ("help", path::HELP),
];
/// Questions in the list of questions: a page of it.
const QUESTIONS: usize = 20;

pub async fn measure(environment: &Environment, person: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    for draft in scenario::drafts(person, QUESTIONS).await? {
        scenario::send(person, &draft).await?;
    }
    let measure = |path: &str, full| Measure {
        origin: environment.origin(),
        cookie: person.cookie_header(),
        path: path.to_owned(),
        kind: Kind::Navigation { from: FROM, full },
    };
    let measures: Vec<Measure> =
        PAGES.iter().flat_map(|(_, path)| [measure(path, false), measure(path, true)]).collect();
    let times = browser::run(environment, &measures, rounds).await?;
    let pairs = PAGES.iter().zip(times.chunks_exact(2));
    Ok(pairs.map(|((name, _), times)| compared(name, &times[0], &times[1])).collect())
}

fn compared(page: &str, soft: &[f64], full: &[f64]) -> Figure {
    figure(
        format!("soft navigation, slow phone, {page}"),
        milliseconds(median(soft.iter().copied())),
        format!("full load: {}", milliseconds(median(full.iter().copied()))),
        median(soft.iter().zip(full).map(|(soft, full)| soft / full)),
        Some(Goal::AtMost(1.0)),
    )
}
