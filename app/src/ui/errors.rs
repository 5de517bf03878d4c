use domain::problem::Problems;
use leptos::prelude::*;

/// Lists the problems of a form with links to their fields. Always rendered, hidden while empty, so that scripts can
/// fill it. If not empty, it takes the focus when the page opens, with scripts or without.
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
        <div class="error-summary" role="alert" tabindex="-1" autofocus=!none data-error-summary hidden=none>
            <h2 data-error-summary-title>{title}</h2>
            <ul data-error-summary-list>{lines}</ul>
        </div>
    }
}

/// The message under an invalid field. `aria-describedby` refers to it even while it is empty.
#[component]
pub fn FieldError(#[prop(into)] field: String, problems: Problems) -> impl IntoView {
    let sentence = sentence_for(&field, &problems);
    let none = sentence.is_none();
    view! { <p class="field__error" id=format!("{field}-erreur") hidden=none>{sentence}</p> }
}

/// Returns the sentence of a field's first problem.
pub(super) fn sentence_for(field: &str, problems: &Problems) -> Option<String> {
    problems.iter().find(|found| found.field == field).map(|found| found.problem.to_string())
}

#[component]
pub fn MandatoryNote() -> impl IntoView {
    view! {
        <p class="muted small">"Les champs marqués d’un astérisque (*) sont obligatoires."</p>
    }
}
