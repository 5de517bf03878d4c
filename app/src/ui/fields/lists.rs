//! Answers that come from the company's own lists, and the list of countries.

use domain::country;
use leptos::prelude::*;

use super::asked::Asked;
use super::choice::{id_of, select};
use super::frame;
use super::lines::{COMPANY_NUMBER, IBAN, text};

/// So many boxes and more scroll in their own frame.
const LONG_LIST: usize = 8;

/// An establishment of the company; the only one there is, is already chosen.
pub fn siret(mut asked: Asked) -> AnyView {
    let sirets = asked.lists.sirets.clone();
    match sirets.as_slice() {
        [] => text(asked, COMPANY_NUMBER),
        [(only, _)] => {
            if asked.value().is_empty() {
                asked.answers.set(asked.name.clone(), only.clone());
            }
            select(&asked, sirets)
        }
        _ => select(&asked, sirets),
    }
}

pub fn mandat(asked: Asked) -> AnyView {
    let mandats = asked.lists.mandats.clone();
    if mandats.is_empty() { text(asked, IBAN) } else { select(&asked, mandats) }
}

pub fn countries(asked: Asked) -> AnyView {
    let countries =
        country::all().iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    select(&asked, countries)
}

/// Créances of the SIREN to tick, and a line for one that the list does not hold.
pub fn creances(mut asked: Asked, max: usize) -> AnyView {
    if max > 1 {
        asked.explain(format!("Jusqu’à {max} créances."));
    }
    let known = asked.lists.creances.clone();
    let typed: Vec<String> = asked
        .answers
        .all(&asked.name)
        .iter()
        .filter(|answer| !answer.trim().is_empty() && known.iter().all(|(value, _)| value != *answer))
        .cloned()
        .collect();
    // Of several typed references the last one is in the line again, the others are ticked: none is lost.
    let (other, kept) = typed.split_last().map_or(("", &[][..]), |(last, kept)| (last.as_str(), kept));
    let boxes: Vec<(String, String)> =
        known.into_iter().chain(kept.iter().map(|value| (value.clone(), value.clone()))).collect();
    let other_id = if boxes.is_empty() { asked.name.clone() } else { format!("{}-autre", asked.name) };
    let class = if boxes.len() > LONG_LIST { "options options--scroll" } else { "options" };
    let list = (!boxes.is_empty()).then(|| {
        let boxes =
            boxes.into_iter().enumerate().map(|(rank, option)| creance(&asked, rank, option)).collect_view();
        view! { <div class=class>{boxes}</div> }
    });
    let label = if list.is_some() { "Autre référence" } else { "Référence" };
    let controls = view! {
        {list}
        <div class="option--other">
            <label class="field__part" for=other_id.clone()>{label}</label>
            <input
                class="control control--medium control--figures"
                type="text"
                id=other_id
                name=asked.name.clone()
                value=other.to_owned()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=asked.error_id()
                aria-invalid=asked.invalid()
            />
        </div>
    };
    frame::group(&asked, false, controls)
}

fn creance(asked: &Asked, rank: usize, (value, label): (String, String)) -> impl IntoView + use<> {
    view! {
        <label class="option">
            <input
                type="checkbox"
                id=id_of(&asked.name, rank)
                name=asked.name.clone()
                checked=asked.has(&value)
                value=value
                aria-describedby=asked.error_id()
                aria-invalid=asked.invalid()
            />
            <span>{label}</span>
        </label>
    }
}
