//! Fields of the filters of lists: forms that work without scripts.

use domain::{path, problem::Problem};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{ButtonLink, Submit, Variant};

/// Search above a list of questions. `state`: the tab in which it searches; `all`: address of that tab without search.
pub fn search_form(
    action: &'static str,
    label: &'static str,
    search: &str,
    state: Option<&'static str>,
    all: String,
) -> impl IntoView + use<> {
    let state = state.map(|code| view! { <input type="hidden" name="etat" value=code/> });
    let clear_button = (!search.is_empty()).then(|| {
        view! { <ButtonLink href=all variant=Variant::Quiet>"Effacer la recherche"</ButtonLink> }
    });
    view! {
        <form class="cluster" role="search" method="get" action=action>
            {state}
            <div class="field">
                <label class="field__label" for="recherche">{label}</label>
                <input class="control" type="search" id="recherche" name="recherche" maxlength="120" value=search.to_owned()/>
            </div>
            <Submit variant=Variant::Secondary>"Rechercher"</Submit>
            {clear_button}
        </form>
    }
}

/// Says for which words others were taken, and offers words of the texts. `search`: as typed; `address`: of a search for
/// these words.
pub fn search_corrections(
    search: &str,
    corrected: Option<String>,
    suggestions: Vec<String>,
    address: fn(String) -> String,
) -> impl IntoView + use<> {
    let corrected = corrected.map(|words| {
        view! { <p>"Recherche faite avec\u{a0}: «\u{a0}" <strong>{words}</strong> "\u{a0}»."</p> }
    });
    let link = |word: String| {
        let address = address(path::encode(&completed(search, &word)));
        view! { <li><a href=address>{word}</a></li> }
    };
    let suggestions = (!suggestions.is_empty()).then(|| {
        let links = suggestions.into_iter().map(link).collect_view();
        view! {
            <nav aria-label="Mots proches"><ul class="cluster">{links}</ul></nav>
        }
    });
    (corrected, suggestions)
}

/// The search with its last word replaced.
fn completed(search: &str, word: &str) -> String {
    match search.trim_end().rsplit_once(char::is_whitespace) {
        Some((before, _)) => format!("{before} {word}"),
        None => word.to_owned(),
    }
}

/// Field of a day. `typed`: text of the query, shown again with its problem if it is not a date.
pub fn filter_day(
    name: &'static str,
    label: &'static str,
    day: Option<Date>,
    typed: &str,
) -> impl IntoView + use<> {
    let value = day.map_or_else(|| typed.to_owned(), |day| day.to_string());
    let problem = (day.is_none() && !typed.is_empty()).then(|| Problem::NotADate { label: label.to_owned() });
    filter_checked(name, label, ("date", "Par exemple 22/11/2026."), value, problem)
}

/// Field of a month. `value`: as typed, with its problem, or in words.
pub fn filter_month(
    name: &'static str,
    label: &'static str,
    value: String,
    problem: Option<Problem>,
) -> impl IntoView + use<> {
    filter_checked(name, label, ("text", "Par exemple novembre 2026, ou 11/2026."), value, problem)
}

/// Field with an example and the problem of its value. `kind`: type of the field.
fn filter_checked(
    name: &'static str,
    label: &'static str,
    (kind, example): (&'static str, &'static str),
    value: String,
    problem: Option<Problem>,
) -> impl IntoView + use<> {
    let (hint, error) = (format!("{name}-aide"), format!("{name}-erreur"));
    let described = format!("{hint} {error}");
    let invalid = problem.is_some().then_some("true");
    view! {
        <div class=if problem.is_some() { "field field--error" } else { "field" }>
            <label class="field__label" for=name>{label}</label>
            <p class="field__hint" id=hint>{example}</p>
            <input class="control" type=kind id=name name=name value=value aria-describedby=described aria-invalid=invalid/>
            <p class="field__error" id=error hidden=problem.is_none()>{problem.as_ref().map(ToString::to_string)}</p>
        </div>
    }
}

/// Field of a short text.
pub fn filter_text(name: &'static str, label: &'static str, value: &str) -> impl IntoView + use<> {
    let value = value.to_owned();
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            <input class="control" type="text" id=name name=name value=value autocomplete="off" maxlength="60"/>
        </div>
    }
}

/// Field of a SIRET, where there are too many for a list. `problem`: what is wrong with the typed value.
pub fn filter_siret(name: &'static str, value: &str, problem: Option<Problem>) -> impl IntoView + use<> {
    let (value, error) = (value.to_owned(), format!("{name}-erreur"));
    let invalid = problem.is_some().then_some("true");
    view! {
        <div class=if problem.is_some() { "field field--error" } else { "field" }>
            <label class="field__label" for=name>"Établissement (SIRET)"</label>
            <input class="control" type="text" id=name name=name value=value inputmode="numeric" autocomplete="off"
                maxlength="20" aria-describedby=error.clone() aria-invalid=invalid/>
            <p class="field__error" id=error hidden=problem.is_none()>{problem.as_ref().map(ToString::to_string)}</p>
        </div>
    }
}

/// Drop-down list. `all`: label of the empty value.
pub fn filter_list<V: AsRef<str>, L: AsRef<str>>(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    chosen: Option<&str>,
    options: &[(V, L)],
) -> impl IntoView + use<V, L> {
    drop_down(name, label, Some(all), chosen, options)
}

/// Drop-down list without an empty value: one of the options is always chosen.
pub fn choice_list<V: AsRef<str>, L: AsRef<str>>(
    name: &'static str,
    label: &'static str,
    chosen: &str,
    options: &[(V, L)],
) -> impl IntoView + use<V, L> {
    drop_down(name, label, None, Some(chosen), options)
}

fn drop_down<V: AsRef<str>, L: AsRef<str>>(
    name: &'static str,
    label: &'static str,
    all: Option<&'static str>,
    chosen: Option<&str>,
    options: &[(V, L)],
) -> impl IntoView + use<V, L> {
    let options = options
        .iter()
        .map(|(value, label)| {
            let (value, label) = (value.as_ref().to_owned(), label.as_ref().to_owned());
            let selected = chosen == Some(value.as_str());
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            <select class="control" id=name name=name>
                {all.map(|all| view! { <option value="">{all}</option> })}
                {options}
            </select>
        </div>
    }
}
