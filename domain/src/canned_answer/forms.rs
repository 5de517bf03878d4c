//! The form of a canned answer.

use super::{template::unknown_variable, variable::Variable};
use crate::{
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind, checked},
    problem::{FieldProblem, Problem, Problems},
};

/// Value of the scope of a canned answer that only its author uses; others are codes of services.
pub const PERSONAL: &str = "-";

/// Maximum number of canned answers of a service.
pub const MAX_OF_SERVICE: usize = 100;
/// Maximum number of canned answers of one agent.
pub const MAX_OF_AGENT: usize = 50;

/// Maximum number of characters of a title.
const MAX_TITLE: usize = 80;
/// Maximum number of characters of a text, as of an answer.
const MAX_TEXT: usize = 4000;

/// A canned answer, as its form describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CannedAnswer {
    pub title: String,
    pub text: String,
    /// Identifiers of the motifs for which it is offered; empty for all.
    pub motifs: Vec<String>,
}

/// Returns the form of a canned answer. `services`: those of the agent, for a new one; its scope never changes. `motifs`:
/// identifiers and titles of all.
pub fn form(services: Option<&[ChoiceOption]>, motifs: &[ChoiceOption]) -> FormDefinition {
    let scope = services.map(|services| {
        let personal = ChoiceOption::new(PERSONAL, "Vous seul");
        let options = services.iter().cloned().chain([personal]).collect();
        FieldDefinition::new("portee", "Utilisée par", Kind::Choice { options })
            .mandatory()
            .hint("Les agents d’un service utilisent et modifient ensemble ses réponses préparées.")
    });
    let names = Variable::ALL.map(|one| format!("{{{}}}", one.name())).join(", ");
    let hint = format!(
        "Variables\u{a0}: {names}. Entre doubles crochets, ce qui est à compléter avant l’envoi\u{a0}: [[date de dépôt]]."
    );
    let texts = [
        FieldDefinition::new("titre", "Titre", Kind::ShortText { max: MAX_TITLE })
            .mandatory()
            .hint("Lu par les agents seulement."),
        FieldDefinition::new("texte", "Texte", Kind::LongText { max: MAX_TEXT }).mandatory().hint(&hint),
    ];
    let motifs = motifs
        .iter()
        .map(|motif| FieldDefinition::new(&motif_field(&motif.value), &motif.label, Kind::Checkbox));
    FormDefinition::new("reponse-preparee", scope.into_iter().chain(texts).chain(motifs).collect())
}

/// Name of the checkbox of a motif.
fn motif_field(motif: &str) -> String {
    format!("motif_{motif}")
}

/// Reads the form.
///
/// # Errors
/// Its problems; [`Problem::UnknownVariable`] on the text.
pub fn read(form: &FormDefinition, answers: &Answers) -> Result<CannedAnswer, Problems> {
    let answers = checked(form, answers, &())?;
    let text = answers.text("texte");
    if let Some(variable) = unknown_variable(text) {
        let problem = Problem::UnknownVariable { variable: variable.to_owned() };
        return Err(vec![FieldProblem { field: "texte".to_owned(), problem }]);
    }
    let motifs = form.fields.iter().filter(|field| !answers.text(&field.name).is_empty());
    let motifs = motifs.filter_map(|field| field.name.strip_prefix("motif_")).map(str::to_owned);
    Ok(CannedAnswer {
        title: answers.text("titre").to_owned(),
        text: text.to_owned(),
        motifs: motifs.collect(),
    })
}

/// Returns the answers that fill the form with a canned answer.
pub fn form_answers(canned: &CannedAnswer) -> Answers {
    let mut answers = Answers::from_iter([("titre", &canned.title), ("texte", &canned.text)]);
    for motif in &canned.motifs {
        answers.set(motif_field(motif), "oui");
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn motifs() -> Vec<ChoiceOption> {
        vec![ChoiceOption::new("caution-depot", "Déposer"), ChoiceOption::new("mandat", "Mandat")]
    }

    #[test]
    fn answers_fill_the_form_that_gives_them() {
        let canned = CannedAnswer {
            title: "Accord".to_owned(),
            text: "Bonjour,\n{objet}\u{a0}: accordé le [[date]].".to_owned(),
            motifs: vec!["mandat".to_owned()],
        };
        let form = form(None, &motifs());
        assert_eq!(read(&form, &form_answers(&canned)), Ok(canned));
    }

    #[test]
    fn unknown_variable_is_refused_on_the_text() {
        let services = [ChoiceOption::new("RR-1", "Recette")];
        let form = form(Some(&services), &motifs());
        let mut answers = Answers::from_iter([("portee", PERSONAL), ("titre", "x"), ("texte", "{client}")]);
        let refused = read(&form, &answers).expect_err("no such variable");
        assert_eq!(refused[0].field, "texte");
        assert!(refused[0].problem.to_string().contains("{client}"), "{}", refused[0].problem);
        answers.set("texte", "{entreprise}");
        answers.set("portee", "RR-2");
        assert_eq!(read(&form, &answers).expect_err("another service")[0].field, "portee");
        answers.set("portee", "RR-1");
        assert!(read(&form, &answers).expect("a canned answer").motifs.is_empty());
    }
}
