//! Forms of a call.

use domain::{
    calendar::{french_date, french_time, french_weekday},
    form::{ChoiceOption, FieldDefinition, FormDefinition, Kind},
    phone::Phone,
};

use crate::appointments::Slot;

/// Name of the answer with the slot.
pub const SLOT: &str = "creneau";

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
            slot_field(slots),
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
    FormDefinition::new("deplacer-rappel", vec![slot_field(slots)])
}

fn slot_field(slots: &[Slot]) -> FieldDefinition {
    let options = slots.iter().map(|slot| ChoiceOption::new(slot_value(slot), slot_label(slot))).collect();
    FieldDefinition::new(SLOT, "Jour et heure (heure de Paris)", Kind::Choice { options }).mandatory()
}

/// Returns the label of a subject; empty for an unknown one.
pub(super) fn subject_label(code: &str) -> &'static str {
    SUBJECTS.iter().find(|(value, _)| *value == code).map_or("", |(_, label)| label)
}

/// Value of a slot in forms and links: « 2026-12-01T09:00 », Paris time.
pub fn slot_value(slot: &Slot) -> String {
    slot.begins.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Formats a slot: « mardi 1er décembre 2026, de 9 h à 9 h 30 ».
pub fn slot_label(slot: &Slot) -> String {
    let day = slot.begins.date();
    let (from, to) = (french_time(slot.begins.time()), french_time(slot.to.paris_time().time()));
    [french_weekday(day), " ", &french_date(day), ", de ", &from, " à ", &to].concat()
}

/// Formats a stored phone as people read it: « +33 6 12 34 56 78 ».
pub(super) fn shown_phone(stored: &str) -> String {
    Phone::parse(stored).map_or_else(|_| stored.to_owned(), |phone| phone.shown())
}
