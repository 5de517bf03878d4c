//! 6-digit codes sent by mail or SMS, for accounts and agents: stored hashed, valid for minutes, few attempts, one use.

use domain::mfa::SecondFactor;
use platform::{
    Error, change,
    db::{Duration, Tx},
    execute, execute_tx, mail, secret,
    sms::{self, Message},
    throttle,
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{
    Portal,
    accounts::{account::Account, letters::CodeLetter, mfa::FactorState},
    id::{AccountId, SessionId},
};

/// Purpose of a code, which is invalid for any other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    Mail,
    Sms,
    /// Confirms that this number receives messages.
    Number(&'a str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    Right,
    Wrong {
        /// Attempts left for this code.
        left: i64,
    },
    /// Too old, too many attempts, used, or never sent.
    Expired,
}

/// Generates the code of a session, in place of the earlier one. The caller puts it into the message only.
pub async fn issue(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    purpose: Purpose<'_>,
) -> Result<String, Error> {
    let now = portal.clock.now();
    let code = secret::six_digits();
    execute_tx!(tx, sqlx::query(
            "INSERT INTO sign_in_code (session_id, code_hash, sent_at, expires_at, attempts)
             VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (session_id) DO UPDATE SET code_hash = excluded.code_hash, sent_at = excluded.sent_at,
                    expires_at = excluded.expires_at, attempts = 0",
        )
        .bind(session)
        .bind(hash(session, purpose, &code))
        .bind(now)
        .bind(now + validity(portal)))?;
    Ok(code)
}

/// Compares a typed code. Counts the attempt before the comparison; consumes a correct code.
pub async fn check(
    portal: &Portal,
    session: SessionId,
    purpose: Purpose<'_>,
    typed: &str,
) -> Result<CodeCheck, Error> {
    let now = portal.clock.now();
    let limit = portal.config.sign_in.code_tries;
    let tried: Option<(Vec<u8>, i64)> = change!(portal.db, |c| {
        sqlx::query_as(
            "UPDATE sign_in_code SET attempts = attempts + 1
             WHERE session_id = $1 AND expires_at > $2 AND attempts < $3 RETURNING code_hash, attempts",
        )
        .bind(session)
        .bind(now)
        .bind(limit)
        .fetch_optional(c)
        .await
    })?;
    let Some((stored, attempts)) = tried else { return Ok(CodeCheck::Expired) };
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if !bool::from(stored.ct_eq(&hash(session, purpose, &digits))) {
        return Ok(CodeCheck::Wrong { left: limit - attempts });
    }
    let used = execute!(
        portal.db,
        sqlx::query("DELETE FROM sign_in_code WHERE session_id = $1 AND code_hash = $2")
            .bind(session)
            .bind(&stored)
    )?;
    Ok(if used == 1 { CodeCheck::Right } else { CodeCheck::Expired })
}

/// Limits the codes sent for one account within the window of the sign-in.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub(crate) async fn limit(portal: &Portal, account: AccountId) -> Result<(), Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("codes:{account}");
    throttle::allow(portal, &bucket, settings.codes_per_account, settings.window()).await?;
    Ok(())
}

/// Issues a code and queues the mail or the SMS.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    account: &Account,
    factor: SecondFactor,
    number: Option<&str>,
) -> Result<(), Error> {
    match (factor, number) {
        (SecondFactor::Sms, Some(number)) => send_to_number(tx, portal, session, number, Purpose::Sms).await,
        _ => {
            let letter = CodeLetter {
                first_name: account.first_name.clone(),
                code: issue(tx, portal, session, Purpose::Mail).await?,
                valid_minutes: portal.config.sign_in.code_minutes,
            };
            mail::enqueue(tx, portal.clock.now(), &account.email, &letter).await
        }
    }
}

/// Sends another code; the earlier one becomes invalid.
///
/// # Errors
/// [`Error::NotFound`] if the factor sends no code; [`Error::Invalid`]: too many codes.
pub(super) async fn resend(
    portal: &Portal,
    session: SessionId,
    account: &Account,
    state: &FactorState,
    factor: Option<SecondFactor>,
) -> Result<(), Error> {
    let factor = factor.filter(|factor| factor.is_sent()).ok_or(Error::NotFound)?;
    limit(portal, account.id).await?;
    let mut tx = portal.db.begin().await?;
    send(&mut tx, portal, session, account, factor, state.sms_number.as_deref()).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Issues a code and queues the SMS.
pub(crate) async fn send_to_number(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    number: &str,
    purpose: Purpose<'_>,
) -> Result<(), Error> {
    let code = issue(tx, portal, session, purpose).await?;
    let minutes = portal.config.sign_in.code_minutes;
    // Only characters of the GSM alphabet, so that every gateway sends a single message.
    let text = format!(
        "Prodouane : votre code est {code}. Il est valable {minutes} minutes. Ne le communiquez à personne."
    );
    let message = Message { kind: "code", to: number, text, valid: validity(portal) };
    sms::enqueue(tx, portal.clock.now(), &message).await
}

fn validity(portal: &Portal) -> Duration {
    Duration::from_secs(portal.config.sign_in.code_minutes * 60)
}

/// Hash of a code. No hash resists a search of a million codes: the short validity and the few attempts protect a code.
/// The session's identifier makes equal codes of two sessions differ.
fn hash(session: SessionId, purpose: Purpose<'_>, code: &str) -> Vec<u8> {
    let hasher = Sha256::new().chain_update(session.as_bytes());
    let hasher = match purpose {
        Purpose::Mail => hasher,
        Purpose::Sms => hasher.chain_update("sms:"),
        Purpose::Number(number) => hasher.chain_update("numero:").chain_update(number).chain_update(":"),
    };
    hasher.chain_update(code.as_bytes()).finalize().to_vec()
}
