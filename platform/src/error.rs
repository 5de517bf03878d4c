//! Errors of use cases.
//!
//! Which one to use: [`Error::Invalid`] if the user can correct the form; [`Error::Refused`] if a right is missing and
//! the user may know; [`Error::NotFound`] if the object does not exist, or must be indistinguishable from one that does
//! not exist; [`Error::Busy`] if a later retry may succeed (busy database, full disk,
//! file store that does not answer); [`Error::CoOwnerDown`] if a co-owner does not answer;
//! [`Error::Unexpected`] for the rest, which only the operators can solve: logged once, at the edge, never shown.

use domain::{
    problem::{FieldProblem, Problem, Problems},
    rights::Denial,
};

use crate::{
    db::dialect::{self, Transient},
    disk,
};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the form has {} problem(s)", .0.len())]
    Invalid(Problems),
    #[error("refused: {0}")]
    Refused(Denial),
    #[error("not found")]
    NotFound,
    #[error("busy, retry in {retry_after_seconds} s")]
    Busy { retry_after_seconds: u32 },
    #[error("{what} does not answer")]
    CoOwnerDown { what: String },
    #[error("{0:#}")]
    Unexpected(#[source] anyhow::Error),
}

impl Error {
    /// Creates an error with one problem of a field; an empty name means the whole form.
    pub fn invalid(field: &str, problem: Problem) -> Self {
        Error::Invalid(vec![FieldProblem { field: field.to_owned(), problem }])
    }

    /// Converts to `anyhow::Error`: the unexpected cause alone if there is one, so that it is not printed twice.
    pub fn into_anyhow(self) -> anyhow::Error {
        match self {
            Error::Unexpected(error) => error,
            error => error.into(),
        }
    }
}

/// A code read from the database that this version does not know.
#[derive(Debug, thiserror::Error)]
#[error("unknown code {0:?}")]
pub struct UnknownCode(pub String);

/// Delay before a retry when the database is busy, in seconds.
const BUSY_RETRY_SECONDS: u32 = 5;

/// Delay before a retry when an administrator must make room on the disk, in seconds.
const UNWRITABLE_RETRY_SECONDS: u32 = 60;

/// Delay before a retry when the file store cannot be used, in seconds.
const STORE_RETRY_SECONDS: u32 = 30;

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Error::Invalid(problems)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match dialect::transient(&error) {
            Some(Transient::Busy) => {
                tracing::warn!(%error, "database busy");
                Error::Busy { retry_after_seconds: BUSY_RETRY_SECONDS }
            }
            Some(Transient::Unwritable) => unwritable(&error),
            None => Error::Unexpected(anyhow::Error::new(error).context("database")),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<sqlx::Error>() {
            Ok(error) => error.into(),
            Err(error) => match error.downcast_ref::<std::io::Error>() {
                Some(cause) if disk::is_unwritable(cause) => unwritable(&error),
                _ if error.is::<object_store::Error>() => store_down(&error),
                _ => Error::Unexpected(error),
            },
        }
    }
}

/// Logs that the disk is full or read-only. Returns an error that asks to retry when an administrator has made room.
fn unwritable(error: &dyn std::fmt::Display) -> Error {
    tracing::error!(%error, "the disk is full or read-only");
    Error::Busy { retry_after_seconds: UNWRITABLE_RETRY_SECONDS }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Error::NotFound,
            error => anyhow::Error::new(error).context("the file store").into(),
        }
    }
}

/// Logs that the file store cannot be used. Returns an error that asks to retry: a bucket that does not answer or refuses
/// the portal will do so again once an administrator or its provider has repaired it.
fn store_down(error: &anyhow::Error) -> Error {
    tracing::error!(error = %format_args!("{error:#}"), "the file store cannot be used");
    Error::Busy { retry_after_seconds: STORE_RETRY_SECONDS }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        anyhow::Error::from(error).into()
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
