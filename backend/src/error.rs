//! What a use case can answer instead of doing what was asked.
//!
//! Which one to use: [`Error::Invalid`] when the person can correct something in the form; [`Error::Refused`] when
//! a right is missing and the person may know; [`Error::NotFound`] when the object does not exist *for them* (another
//! company's, a confidential one); [`Error::Busy`] when trying again later will do; [`Error::PartnerDown`] when a
//! co-owner does not answer; [`Error::Unexpected`] for everything nobody can act upon but the team: logged once, at
//! the edge, never shown.

use domain::{
    problem::{FieldProblem, Problem, Problems},
    rights::Denial,
};

use crate::db::dialect;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the form has {} problem(s)", .0.len())]
    Invalid(Problems),
    #[error("refused: {0}")]
    Refused(Denial),
    #[error("not found")]
    NotFound,
    #[error("busy, try again in {retry_after_seconds} s")]
    Busy { retry_after_seconds: u32 },
    #[error("{what} does not answer")]
    PartnerDown { what: String },
    #[error("{0:#}")]
    Unexpected(#[source] anyhow::Error),
}

impl Error {
    /// One problem, on one field; an empty name concerns the whole form.
    pub fn invalid(field: &str, problem: Problem) -> Self {
        Error::Invalid(vec![FieldProblem { field: field.to_owned(), problem }])
    }
}

/// How long a visitor is asked to wait when the database is busy or full.
const BUSY_RETRY_SECONDS: u32 = 5;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if dialect::is_passing(&error) {
            tracing::warn!(%error, "the database is busy");
            return Error::Busy { retry_after_seconds: BUSY_RETRY_SECONDS };
        }
        Error::Unexpected(anyhow::Error::new(error).context("database"))
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<sqlx::Error>() {
            Ok(error) => error.into(),
            Err(error) => Error::Unexpected(error),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Unexpected(error.into())
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::Unexpected(anyhow::Error::new(error).context("template"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Unexpected(anyhow::Error::new(error).context("JSON"))
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Error::Unexpected(anyhow::Error::new(error).context("task"))
    }
}
