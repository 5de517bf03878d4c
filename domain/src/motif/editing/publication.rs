use crate::{
    faq_forms,
    form::{FieldDefinition, FormDefinition, Kind},
};

/// Publication of a version: now, or at a date, with what it changes.
pub fn publication() -> FormDefinition {
    let note = FieldDefinition::new("note", "Ce qui change et pourquoi", Kind::ShortText { max: 300 })
        .mandatory()
        .hint("Pour l’historique du motif, lu par les administrateurs.");
    let fields = [note].into_iter().chain(faq_forms::publication().fields).collect();
    FormDefinition::new("publier-motif", fields)
}
