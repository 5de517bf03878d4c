//! Text fields of an upload, which precede its files.

use axum::extract::multipart::Field;

use super::failure::Failure;

/// Limit for the value of a text field: paths, names and numbers are short.
const MAX_FIELD_BYTES: usize = 2048;

#[derive(Default)]
pub struct Fields {
    /// Path of the form's page.
    pub page: String,
    /// Tag of the person whose page it was.
    pub person: String,
    /// Company that the page showed.
    pub siren: String,
    /// Slot of the form for which the file is meant.
    pub slot: String,
    /// Secret of a case; empty for the owner of its account.
    pub secret: String,
}

/// Reads the value of a text field.
pub async fn read_text(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| Failure::of_part(&error, ""))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_FIELD_BYTES {
            return Err(Failure::NotAnUpload);
        }
    }
    String::from_utf8(bytes).map_err(|_| Failure::NotAnUpload)
}
