use crate::form::{FieldDefinition, FormDefinition, Kind};

/// Name of the only field.
pub const MRN: &str = "mrn";

/// Longest text that may hold an MRN with the spaces and labels copied with it.
const MAX_LENGTH: usize = 60;

/// Form of the public follow-up. The MRN itself is read by [`Mrn::parse`](crate::mrn::Mrn::parse).
pub fn follow_up_form() -> FormDefinition {
    let mrn = FieldDefinition::new(MRN, "MRN de la déclaration", Kind::ShortText { max: MAX_LENGTH })
        .mandatory()
        .hint("18 caractères, imprimés sur la déclaration. Exemple\u{a0}: 26FR000012345678A4. Les espaces et les minuscules sont acceptées.");
    FormDefinition::new("suivi-export", vec![mrn])
}
