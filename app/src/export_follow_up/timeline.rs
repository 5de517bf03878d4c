use backend::{directory::offices::Office, export_follow_up::FoundExport};
use domain::{calendar::french_date, export_follow_up::ExportStage, path};
use leptos::prelude::*;

use crate::ui::Step;

/// Stages of the declaration in order, each with its day and its customs office, or as still to come.
pub fn timeline(found: &FoundExport) -> impl IntoView + use<> {
    let last = found.path.last().stage;
    let stages = found.path.shown_stages().map(|stage| item(found, stage, last)).collect_view();
    view! { <ol class="timeline">{stages}</ol> }
}

fn item(found: &FoundExport, stage: ExportStage, last: ExportStage) -> impl IntoView + use<> {
    let (step, state) = (found.path.step(stage), state(stage, last));
    let marker = (state == Step::Current).then_some("step");
    let date = match step {
        Some(step) => {
            let day = step.day;
            view! { <p class="timeline__date"><time datetime=day.to_string()>{french_date(day)}</time></p> }
                .into_any()
        }
        None if stage < last => view! { <p class="timeline__date">"Date non communiquée"</p> }.into_any(),
        None => view! { <p class="timeline__date">"Pas encore"</p> }.into_any(),
    };
    let office = step.and_then(|step| step.office.as_deref()).map(|code| {
        view! { <p class="timeline__detail">{office(code, &found.offices)}</p> }
    });
    view! {
        <li class=state.class() aria-current=marker>
            <p class="timeline__title">{stage.label()}</p>
            {date}
            {office}
        </li>
    }
}

fn state(stage: ExportStage, last: ExportStage) -> Step {
    match stage.cmp(&last) {
        std::cmp::Ordering::Less => Step::Done,
        std::cmp::Ordering::Equal => Step::Current,
        std::cmp::Ordering::Greater => Step::Todo,
    }
}

/// Link to the office in the directory, or its code alone if the directory does not have it.
pub fn office(code: &str, known: &[Office]) -> AnyView {
    match known.iter().find(|office| office.code == code) {
        Some(office) => {
            let (address, name) = (path::office(code), office.name.clone());
            view! { <a href=address>{name}</a> }.into_any()
        }
        None => format!("Bureau {code}").into_any(),
    }
}
