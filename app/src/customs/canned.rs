//! The part of the form of an answer that inserts a canned answer.

use backend::customs::canned_answers::{CANNED, CannedAnswer, Scope};
use domain::{
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind},
    path,
    problem::Problems,
};
use leptos::prelude::*;

use crate::ui::*;

/// Value of the button that inserts it.
pub const INSERT: &str = "inserer";

/// Renders the list of the canned answers for a question, with the button. It stays below the main buttons, so that the Enter key sends
/// the answer. Returns `None` without any.
pub fn insertion(offered: &[CannedAnswer], problems: &Problems) -> Option<AnyView> {
    if offered.is_empty() {
        return None;
    }
    let options = offered.iter().map(|one| ChoiceOption::new(one.id.to_string(), label(one))).collect();
    let field = FieldDefinition::new(CANNED, "Réponse préparée", Kind::Choice { options })
        .hint("Son texte s’ajoute à la suite du vôtre, que le brouillon garde.");
    let problems: Problems = problems.iter().filter(|found| found.field == CANNED).cloned().collect();
    let is_open = !problems.is_empty();
    let definition = FormDefinition::new("modele", vec![field]);
    let view = view! {
        <details class="disclosure" open=is_open>
            <summary>"Partir d’une réponse préparée"</summary>
            <div>
                <FormFields definition answers=Answers::default() problems/>
                <p class="cluster">
                    <Submit name="action" value=INSERT variant=Variant::Secondary unchecked=true>"Insérer dans ma réponse"</Submit>
                    <a href=path::CANNED_ANSWERS>"Gérer les réponses préparées"</a>
                </p>
            </div>
        </details>
    };
    Some(view.into_any())
}

fn label(canned: &CannedAnswer) -> String {
    match canned.scope {
        Scope::Service { .. } => canned.content.title.clone(),
        Scope::Agent(_) => format!("{} (à vous)", canned.content.title),
    }
}
