//! Forms of a call.

use domain::{
    appointments::{Slot, slot_field},
    form::{ChoiceOption, FieldDefinition, FormDefinition, Kind},
    phone::Phone,
};

/// Names the clock of the slots.
const HOUR: &str = "heure de Paris";

/// Maximum length of the details, in characters.
pub const MAX_DETAILS: usize = 500;

/// Subjects of a call, for the adviser who calls.
const SUBJECTS: [(&str, &str); 5] = [
    ("connexion", "Compte et connexion"),
    ("droits", "Rattachement et habilitations"),
    ("paiements", "Tableau de bord et paiements"),
    ("messagerie", "Messagerie et téléservices"),
    ("autre", "Autre sujet"),
];

/// Returns the form that books a call at one of these slots.
pub fn form(slots: &[Slot]) -> FormDefinition {
    let subjects = SUBJECTS.map(|(value, label)| ChoiceOption::new(value, label)).to_vec();
    FormDefinition::new(
        "rappel",
        vec![
            slot_field(slots, HOUR),
            FieldDefinition::new("nom", "Nom et prénom", Kind::PersonName { max: 120 })
                .mandatory()
                .autocomplete("name"),
            FieldDefinition::new("telephone", "Téléphone auquel vous appeler", Kind::Phone)
                .mandatory()
                .hint("10 chiffres, ou avec l’indicatif du pays. Exemple\u{a0}: 01\u{a0}23\u{a0}45\u{a0}67\u{a0}89.")
                .autocomplete("tel"),
            FieldDefinition::new("email", "Adresse de courriel", Kind::Email)
                .mandatory()
                .hint("Pour la confirmation, et le lien qui permet de déplacer ou d’annuler l’appel.")
                .autocomplete("email"),
            FieldDefinition::new("sujet", "Sujet", Kind::Choice { options: subjects }).mandatory(),
            FieldDefinition::new("precisions", "Précisions", Kind::LongText { max: MAX_DETAILS })
                .hint("Ce que vous cherchiez à faire, et le message affiché. N’indiquez jamais votre mot de passe."),
        ],
    )
}

/// Returns the form that moves a call to one of these slots.
pub fn change_form(slots: &[Slot]) -> FormDefinition {
    FormDefinition::new("deplacer-rappel", vec![slot_field(slots, HOUR)])
}

/// Returns the label of a subject; empty for an unknown one.
pub(super) fn subject_label(code: &str) -> &'static str {
    SUBJECTS.iter().find(|(value, _)| *value == code).map_or("", |(_, label)| label)
}

/// Formats a stored phone as people read it: « +33 6 12 34 56 78 ».
pub(super) fn shown_phone(stored: &str) -> String {
    Phone::parse(stored).map_or_else(|_| stored.to_owned(), |phone| phone.shown())
}
