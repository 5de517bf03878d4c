/// Form field of the problems of a file without slot.
const FILE_FIELD: &str = "fichier";

/// Returns the form field of the problems of a file in this slot.
pub fn field_of(slot: &str) -> &str {
    if slot.is_empty() { FILE_FIELD } else { slot }
}
