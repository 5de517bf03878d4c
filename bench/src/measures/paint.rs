//! First paint, and a form sent at the first paint, of a first visit as on a slow phone; compared to the same pages
//! without scripts.

use anyhow::Result;
use domain::path;

use super::baseline::Baseline;
use super::browser::{self, Kind, Measure};
use super::{figure, milliseconds};
use crate::baselines::plain_site::OPINION_FORM;
use crate::client::Browser;
use crate::environment::Environment;
use crate::report::Figure;
use crate::statistics::median;

/// Upper limit of rounds: the portal accepts 30 opinions an hour from a network.
const MAX_ROUNDS: u32 = 30;
/// Answers to the form of an opinion.
const FIELDS: [(&str, &str); 2] =
    [("satisfaction", "satisfait"), ("commentaire", "Envoyé dès le premier affichage.")];
pub async fn measure(environment: &Environment, person: &mut Browser, rounds: u32) -> Result<Vec<Figure>> {
    let peer = Baseline::without_scripts(environment, person).await?;
    let (portal, peer) = (environment.origin(), format!("http://{}", peer.address));
    let paint = |origin: &str| Measure {
        origin: origin.to_owned(),
        cookie: person.cookie_header(),
        path: path::DASHBOARD.to_owned(),
        kind: Kind::Paint,
    };
    let submit = |origin: &str| Measure {
        origin: origin.to_owned(),
        cookie: String::new(),
        path: path::OPINION.to_owned(),
        kind: Kind::Submit { form: OPINION_FORM, fields: FIELDS.to_vec(), result: path::OPINION_SENT },
    };
    let measures = [paint(&portal), paint(&peer), submit(&portal), submit(&peer)];
    let times = browser::run(environment, &measures, rounds.min(MAX_ROUNDS)).await?;
    Ok(vec![
        compared("first paint, slow phone, dashboard of 100 rows", &times[0], &times[1]),
        compared("form sent at first paint, slow phone, until its result is painted", &times[2], &times[3]),
    ])
}

fn compared(measure: &str, portal: &[f64], peer: &[f64]) -> Figure {
    figure(
        measure,
        milliseconds(median(portal.iter().copied())),
        format!("without scripts: {}", milliseconds(median(peer.iter().copied()))),
        median(portal.iter().zip(peer).map(|(portal, peer)| portal / peer)),
        None,
    )
}
