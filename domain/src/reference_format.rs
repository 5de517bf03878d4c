//! Formats of the references that people copy from customs documents.

use serde::{Deserialize, Serialize};

/// Format of a reference copied from a customs document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceFormat {
    /// Reference of a TRIGO credit.
    CreditTrigo,
    /// MRN (18 characters) or a declaration number.
    Declaration,
    /// Excise number: `FR` and 11 characters.
    Accise,
    /// Reference of an act of cautionnement or a removal credit: up to 35 letters, digits, `-`, `/`.
    Libre,
}
