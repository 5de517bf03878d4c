use super::kind::CaseKind;
use crate::form::{ChoiceOption, FieldDefinition, FormDefinition, Kind};

/// Maximum number of characters of a description, a message or a note.
pub const MAX_TEXT: usize = 4000;

/// A new case. `has_account`: the answer arrives on the portal too, else by mail only.
pub fn open(has_account: bool) -> FormDefinition {
    let hint =
        "Ce que vous faisiez, ce qui s’est affiché, à quelle heure. N’indiquez jamais de mot de passe.";
    let mut fields = request(CaseKind::Technical, hint, has_account);
    fields.push(
        FieldDefinition::new("diagnostic", "Référence d’un auto-contrôle", Kind::ShortText { max: 20 })
            .hint("Si vous avez contrôlé votre accès, par exemple 7F3K-9M2T."),
    );
    FormDefinition::new("saisir-assistance", fields)
}

/// A request about regulations to Infos Douane Service; see [`open`].
pub fn open_regulation(has_account: bool) -> FormDefinition {
    let hint = "La marchandise, les pays de départ et d’arrivée, et ce que vous voulez savoir.";
    FormDefinition::new("ecrire-infos-douane", request(CaseKind::Regulation, hint, has_account))
}

/// Fields of every request. `hint`: what the description says.
fn request(kind: CaseKind, hint: &str, has_account: bool) -> Vec<FieldDefinition> {
    let options = kind
        .subjects()
        .iter()
        .map(|(group, code, label)| ChoiceOption::new(*code, format!("{group}\u{a0}: {label}")));
    let email =
        FieldDefinition::new("email", "Adresse de courriel", Kind::Email).mandatory().autocomplete("email");
    let email = match has_account {
        true => email,
        false => email.hint("Un lien y sera envoyé pour confirmer votre demande."),
    };
    vec![
        FieldDefinition::new("sujet", "Votre demande porte sur", Kind::Choice { options: options.collect() })
            .mandatory(),
        FieldDefinition::new("description", "Description", Kind::LongText { max: MAX_TEXT })
            .mandatory()
            .hint(hint),
        FieldDefinition::new("nom", "Prénom et nom", Kind::PersonName { max: 80 })
            .mandatory()
            .autocomplete("name"),
        email,
        FieldDefinition::new("entreprise", "Entreprise", Kind::ShortText { max: 120 })
            .hint("Nom et numéro SIREN, si votre demande concerne une entreprise.")
            .autocomplete("organization"),
    ]
}

/// Access to a case without an account.
pub fn lookup() -> FormDefinition {
    let fields = vec![
        reference_field(),
        FieldDefinition::new("cle", "Clé", Kind::ShortText { max: 60 })
            .mandatory()
            .hint("Les 16 caractères affichés à l’ouverture du dossier et envoyés par courriel."),
    ];
    FormDefinition::new("suivre-dossier", fields)
}

/// Reference of a case: shown again after a refusal, unlike its key.
pub fn reference_field() -> FieldDefinition {
    FieldDefinition::new("reference", "Référence", Kind::ShortText { max: 40 })
        .mandatory()
        .hint("Elle commence par A, par exemple A-7F3K-9M2T.")
}

/// A further message of the person.
pub fn follow_up() -> FormDefinition {
    message("completer-dossier", "Votre message")
}

/// An answer of the adviser. `motifs`: those with which they may propose to ask a customs service; without any, the form does
/// not offer it.
pub fn answer(motifs: Vec<ChoiceOption>) -> FormDefinition {
    let mut form = message("repondre-dossier", "Votre réponse");
    if !motifs.is_empty() {
        let kind = Kind::Choice { options: motifs };
        let label = "Proposer de poser la question à un service des douanes";
        let hint = "Facultatif\u{a0}: le motif de la question, que la personne complète et envoie elle-même.";
        form.fields.push(FieldDefinition::new("proposition", label, kind).hint(hint));
    }
    form
}

/// An internal note.
pub fn note() -> FormDefinition {
    // Another name than the field of the answer, which is on the same page.
    let text = FieldDefinition::new("note", "Note interne", Kind::LongText { max: MAX_TEXT }).mandatory();
    FormDefinition::new("noter-dossier", vec![text])
}

fn message(form: &str, label: &str) -> FormDefinition {
    let text = FieldDefinition::new("message", label, Kind::LongText { max: MAX_TEXT }).mandatory();
    FormDefinition::new(form, vec![text])
}
