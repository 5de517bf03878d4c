//! Filter of the lists of rights: a form that works without scripts, and its query string.

use backend::companies::RightsFilter;
use domain::{
    co_owner::CoOwner,
    path,
    problem::Problem,
    rights::{Droit, Teleservice},
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::page::{PageRequest, search_detail};

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

/// Field of a day. `typed`: text of the query, shown again with its problem if it is not a date.
pub(super) fn day(
    name: &'static str,
    label: &'static str,
    day: Option<Date>,
    typed: &str,
) -> impl IntoView + use<> {
    let value = day.map_or_else(|| typed.to_owned(), |day| day.to_string());
    let problem = (day.is_none() && !typed.is_empty())
        .then(|| Problem::NotADate { label: label.to_owned() }.to_string());
    let (hint, error) = (format!("{name}-aide"), format!("{name}-erreur"));
    let described = format!("{hint} {error}");
    let invalid = problem.is_some().then_some("true");
    view! {
        <div class=if problem.is_some() { "field field--error" } else { "field" }>
            <label class="field__label" for=name>{label}</label>
            <p class="field__hint" id=hint>"Par exemple 22/11/2026."</p>
            <input class="control" type="date" id=name name=name value=value aria-describedby=described aria-invalid=invalid/>
            <p class="field__error" id=error hidden=problem.is_none()>{problem.clone()}</p>
        </div>
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
