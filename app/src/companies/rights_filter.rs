//! Filter of the lists of rights: a form that works without scripts, and its query string.

use backend::companies::RightsFilter;
use domain::{
    co_owner::CoOwner,
    path,
    rights::{Droit, Teleservice},
};
use leptos::prelude::*;

use crate::page::PageRequest;

/// Maximum length of the company search text, in characters.
const MAX_SEARCH: usize = 100;

pub(super) fn filter(request: &PageRequest) -> RightsFilter {
    let code = |name: &str| request.query(name).unwrap_or_default().to_owned();
    RightsFilter {
        company: code("entreprise").trim().chars().take(MAX_SEARCH).collect(),
        co_owner: CoOwner::from_code(&code("administration")),
        teleservice: Teleservice::from_code(&code("teleservice")),
        droit: Droit::from_code(&code("droit")),
    }
}

/// Query string of the filter, ending with `&` so that parameters can be appended:
/// `entreprise=…&administration=…&`.
pub(super) fn query(filter: &RightsFilter) -> String {
    let parts = [
        ("entreprise", filter.company.as_str()),
        ("administration", filter.co_owner.map_or("", CoOwner::code)),
        ("teleservice", filter.teleservice.map_or("", Teleservice::code)),
        ("droit", filter.droit.map_or("", Droit::code)),
    ];
    let set = parts.iter().filter(|(_, value)| !value.is_empty());
    set.map(|(name, value)| format!("{name}={}&", path::encode(value))).collect()
}

/// Fields common to every list of rights.
pub(super) fn fields(filter: &RightsFilter) -> impl IntoView + use<> {
    let co_owners = CoOwner::ALL.map(|one| (one.code(), one.label().to_owned()));
    let teleservices = Teleservice::ALL.map(|one| (one.code(), one.label().to_owned()));
    let droits = Droit::ALL.map(|one| (one.code(), one.label().to_owned()));
    view! {
        <div class="field">
            <label class="field__label" for="entreprise">"Entreprise (nom, SIREN ou SIRET)"</label>
            <input
                class="control"
                type="search"
                id="entreprise"
                name="entreprise"
                maxlength="100"
                autocomplete="off"
                value=filter.company.clone()
            />
        </div>
        {list("administration", "Administration", "Toutes", filter.co_owner.map(CoOwner::code), &co_owners)}
        {list("teleservice", "Téléservice", "Tous", filter.teleservice.map(Teleservice::code), &teleservices)}
        {list("droit", "Droit", "Tous", filter.droit.map(Droit::code), &droits)}
    }
}

/// Drop-down list. `all`: label of the empty value.
pub(super) fn list(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    chosen: Option<&'static str>,
    options: &[(&'static str, String)],
) -> impl IntoView + use<> {
    let options = options
        .iter()
        .map(|(value, label)| {
            let selected = chosen == Some(*value);
            view! { <option value=*value selected=selected>{label.clone()}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            <select class="control" id=name name=name>
                <option value="">{all}</option>
                {options}
            </select>
        </div>
    }
}
