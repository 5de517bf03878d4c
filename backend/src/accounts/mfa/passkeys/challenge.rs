//! State of a WebAuthn challenge, stored on the server: one response, in the same session, for the same purpose.

use domain::problem::Problem;
use platform::{Error, change, execute};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::types::Json;

use super::relying_party::CHALLENGE_VALIDITY;
use crate::{
    Portal,
    accounts::sessions::Owner,
    id::{AccountId, SessionId, StaffId},
};

/// Asked of the browser. The portal requires that the user was verified, but a browser that is asked to require it reports a
/// passkey without PIN as cancelled, so that nobody could say what to do.
pub(super) const USER_VERIFICATION: &str = "preferred";

/// Purpose of a challenge, whose response is invalid for any other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Enrolment,
    /// Second factor of a known person, at sign-in or re-authentication.
    SecondFactor,
    /// Sign-in of whichever account the passkey belongs to.
    Passwordless,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Purpose::Enrolment => "ajout",
            Purpose::SecondFactor => "facteur",
            Purpose::Passwordless => "seule",
        }
    }
}

/// Stores the state of a challenge, in place of the session's earlier one for this purpose.
pub(super) async fn store<S: Serialize + Sync>(
    portal: &Portal,
    session: SessionId,
    purpose: Purpose,
    owner: Option<Owner>,
    state: &S,
) -> Result<(), Error> {
    let state = serde_json::to_value(state)?;
    let (account, member) = owner.map_or((None, None), Owner::columns);
    let expires_at = portal.clock.now() + CHALLENGE_VALIDITY;
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO passkey_challenge (session_id, purpose, account_id, staff_id, state, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (session_id, purpose) DO UPDATE
             SET account_id = excluded.account_id, staff_id = excluded.staff_id, state = excluded.state,
                 expires_at = excluded.expires_at",
        )
        .bind(session)
        .bind(purpose.code())
        .bind(account)
        .bind(member)
        .bind(Json(&state))
        .bind(expires_at)
    )?;
    Ok(())
}

/// Deletes a challenge and returns its state; of concurrent responses, one gets it.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ExpiredChallenge`] if the session has no such challenge for `owner`, or it expired
/// or was answered before.
pub(super) async fn take<S: DeserializeOwned>(
    portal: &Portal,
    session: SessionId,
    purpose: Purpose,
    owner: Option<Owner>,
) -> Result<S, Error> {
    let now = portal.clock.now();
    let taken: Option<(Option<AccountId>, Option<StaffId>, Json<serde_json::Value>)> =
        change!(portal.db, |c| {
            sqlx::query_as(
                "DELETE FROM passkey_challenge WHERE session_id = $1 AND purpose = $2 AND expires_at > $3
             RETURNING account_id, staff_id, state",
            )
            .bind(session)
            .bind(purpose.code())
            .bind(now)
            .fetch_optional(c)
            .await
        })?;
    match taken {
        Some((account, member, Json(state))) if Owner::of_columns(account, member) == owner => {
            Ok(serde_json::from_value(state)?)
        }
        _ => Err(Error::invalid("", Problem::ExpiredChallenge)),
    }
}

/// Formats the options of a request for the browser.
pub(super) fn request_options(options: &impl Serialize) -> Result<String, Error> {
    let mut options = serde_json::to_value(options)?;
    options["userVerification"] = USER_VERIFICATION.into();
    Ok(options.to_string())
}

/// Parses the response that the browser sent under [`PASSKEY_RESPONSE`](domain::mfa_forms::PASSKEY_RESPONSE).
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::NoPasskeyResponse`] if it is empty, [`Problem::WrongPasskey`] if it is malformed.
pub(super) fn parse_response<R: DeserializeOwned>(typed: &str) -> Result<R, Error> {
    if typed.trim().is_empty() {
        return Err(Error::invalid("", Problem::NoPasskeyResponse));
    }
    serde_json::from_str(typed).map_err(|_| Error::invalid("", Problem::WrongPasskey))
}
