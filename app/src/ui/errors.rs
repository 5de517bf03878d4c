use domain::problem::Problems;
use leptos::prelude::*;

use super::notice::{Notice, NoticeKind};

/// Lists the problems of a form with links to their fields. Always rendered, hidden while empty, so that scripts can
/// fill it. If not empty, it takes the focus when the page opens, with scripts or without. It is no live region: a screen
/// reader would read it twice.
#[component]
pub fn ErrorSummary(problems: Problems) -> impl IntoView {
    let of_fields = problems.iter().any(|found| !found.field.is_empty());
    let title = match problems.len() {
        0 => String::new(),
        // The form is valid, but the request failed.
        _ if !of_fields => "Votre demande n’a pas abouti".to_owned(),
        1 => "Une réponse est à corriger".to_owned(),
        number => format!("{number} réponses sont à corriger"),
    };
    let none = problems.is_empty();
    let lines = problems
        .into_iter()
        .map(|found| {
            let sentence = found.problem.to_string();
            if found.field.is_empty() {
                view! { <li>{sentence}</li> }.into_any()
            } else {
                view! { <li><a href=format!("#{}", found.field)>{sentence}</a></li> }.into_any()
            }
        })
        .collect_view();
    view! {
        <div class="error-summary" tabindex="-1" autofocus=!none data-error-summary hidden=none>
            <h2 data-error-summary-title data-visible="">{title}</h2>
            <ul data-error-summary-list>{lines}</ul>
        </div>
    }
}

/// Returns the sentence of a field's first problem.
pub fn sentence_for(field: &str, problems: &Problems) -> Option<String> {
    problems.iter().find(|found| found.field == field).map(|found| found.problem.to_string())
}

/// The problems of a form without fields; renders nothing if there are none.
#[component]
pub fn ProblemNotice(problems: Problems) -> impl IntoView {
    (!problems.is_empty()).then(|| {
        let sentences =
            problems.iter().map(|found| view! { <p>{found.problem.to_string()}</p> }).collect_view();
        view! { <Notice kind=NoticeKind::Error live=true>{sentences}</Notice> }
    })
}

#[component]
pub fn MandatoryNote() -> impl IntoView {
    view! {
        <p class="muted small">"Les champs marqués d’un astérisque (*) sont obligatoires."</p>
    }
}
