//! Filter of the lists of rights: a form that works without scripts, and its query string.

use backend::companies::RightsFilter;
use domain::{
    co_owner::CoOwner,
    path,
    rights::{Droit, Teleservice},
};
use leptos::prelude::*;

use crate::{
    page::{PageRequest, search_detail},
    ui::filter_list,
};

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

/// The filters in words, for the title of the page.
pub(super) fn detail(filter: &RightsFilter) -> Vec<String> {
    let labels = [
        filter.co_owner.map(CoOwner::label),
        filter.teleservice.map(Teleservice::label),
        filter.droit.map(Droit::label),
    ];
    search_detail(&filter.company)
        .into_iter()
        .chain(labels.into_iter().flatten().map(str::to_owned))
        .collect()
}

/// Fields common to every list of rights.
pub(super) fn fields(filter: &RightsFilter) -> impl IntoView + use<> {
    let co_owners = CoOwner::ALL.map(|one| (one.code(), one.label()));
    let teleservices = Teleservice::ALL.map(|one| (one.code(), one.label()));
    let droits = Droit::ALL.map(|one| (one.code(), one.label()));
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
        {filter_list("administration", "Administration", "Toutes", filter.co_owner.map(CoOwner::code), &co_owners)}
        {filter_list("teleservice", "Téléservice", "Tous", filter.teleservice.map(Teleservice::code), &teleservices)}
        {filter_list("droit", "Droit", "Tous", filter.droit.map(Droit::code), &droits)}
    }
}
