//! What was asked of a passkey: kept here, never in the browser, for one answer of the same session.

use domain::{factor_forms::PASSKEY_ANSWER, form::Answers, problem::Problem};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::types::Json;
use uuid::Uuid;

use super::QUESTION_LIFE;
use crate::{Error, Portal, change};

/// What an answer is for; it is worth nothing for anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Enrolment,
    /// Of an account that is known: after the password, or as a fresh proof.
    Second,
    /// Of nobody in particular.
    Alone,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Purpose::Enrolment => "ajout",
            Purpose::Second => "facteur",
            Purpose::Alone => "seule",
        }
    }
}

/// Keeps what was asked, in place of what the session asked before for the same purpose.
pub(super) async fn keep<S: Serialize + Sync>(
    portal: &Portal,
    session: Uuid,
    purpose: Purpose,
    account: Option<Uuid>,
    state: &S,
) -> Result<(), Error> {
    let state = serde_json::to_value(state)?;
    let end = portal.clock.now() + QUESTION_LIFE;
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO passkey_question (session_id, purpose, account_id, state, expires_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (session_id, purpose) DO UPDATE
             SET account_id = excluded.account_id, state = excluded.state, expires_at = excluded.expires_at",
        )
        .bind(session)
        .bind(purpose.code())
        .bind(account)
        .bind(Json(&state))
        .bind(end)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Takes what was asked: the statement that deletes it decides who answers, however many arrive at once.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ExpiredPasskeyQuestion`] when nothing (or somebody else) was asked, too long ago, or
/// when it was answered already.
pub(super) async fn take<S: DeserializeOwned>(
    portal: &Portal,
    session: Uuid,
    purpose: Purpose,
    account: Option<Uuid>,
) -> Result<S, Error> {
    let now = portal.clock.now();
    let taken: Option<(Option<Uuid>, Json<serde_json::Value>)> = change!(portal.db, |c| {
        sqlx::query_as(
            "DELETE FROM passkey_question WHERE session_id = $1 AND purpose = $2 AND expires_at > $3
             RETURNING account_id, state",
        )
        .bind(session)
        .bind(purpose.code())
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    match taken {
        Some((asked, Json(state))) if asked == account => Ok(serde_json::from_value(state)?),
        _ => Err(Error::invalid("", Problem::ExpiredPasskeyQuestion)),
    }
}

/// What the browser sent under [`PASSKEY_ANSWER`].
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NoPasskeyAnswer`], [`Problem::WrongPasskey`] when it cannot be read.
pub(super) fn read<A: DeserializeOwned>(typed: &str) -> Result<A, Error> {
    if typed.trim().is_empty() {
        return Err(Error::invalid("", Problem::NoPasskeyAnswer));
    }
    serde_json::from_str(typed).map_err(|_| Error::invalid("", Problem::WrongPasskey))
}

/// The answer among those of a form.
pub(super) fn of(answers: &Answers) -> &str {
    answers.raw(PASSKEY_ANSWER)
}
