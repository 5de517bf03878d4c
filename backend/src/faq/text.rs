//! The text of a version.

use sqlx::FromRow;

/// Everything that is written in a version.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Text {
    /// Code of its theme.
    pub theme: String,
    pub question: String,
    /// See `domain::rich_text`.
    pub answer: String,
    /// Other words that people use, for searches only.
    pub keywords: String,
    /// Identifiers of related entries, separated by spaces.
    pub related: String,
    /// Service in charge.
    pub owner: String,
    /// Day by which it is to be reviewed: « 2026-11-30 ».
    pub review_by: String,
}
