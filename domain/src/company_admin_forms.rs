//! Form with which an « administrateur général de l'entreprise » delegates the role (004, Habilitation).

use crate::form::{FieldDefinition, FormDefinition, Kind};

/// Delegation of the role: recipient and optional last day.
pub fn delegation() -> FormDefinition {
    let recipient = FieldDefinition::new(
        "identifiant",
        "Identifiant ou adresse de courriel de la personne",
        Kind::ShortText { max: crate::email::MAX_LENGTH },
    )
    .mandatory()
    .hint("Ceux de son compte Prodouane. Elle devra accepter.")
    .autocomplete("off");
    let end = FieldDefinition::new("fin", "Dernier jour", Kind::Date).hint(
        "Facultatif\u{a0}: sans date, la délégation dure jusqu’à ce que l’un de vous deux y mette fin.",
    );
    FormDefinition::new("deleguer-role", vec![recipient, end])
}
