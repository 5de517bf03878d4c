//! The 6-digit code that was sent to someone: hashed, valid for minutes, a few tries, used once. Agents' codes too.

use domain::factor::Way;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::{
    Error, Portal,
    account::Account,
    change,
    db::{Duration, Tx},
    factors::Standing,
    mail::{self, CodeLetter},
    on_tx, secret,
    sms::{self, Message},
    throttle,
};

/// What a code was sent for; it is worth nothing for anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    Mail,
    Sms,
    /// To show that this number receives messages.
    Number(&'a str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    Right,
    /// Tries left for this code.
    Wrong {
        left: i64,
    },
    /// Too old, tried too often, used, or never sent.
    Expired,
}

/// Draws a code for the session, in place of the one before; it goes into the mail or the text message and nowhere
/// else.
pub async fn issue(
    tx: &mut Tx,
    portal: &Portal,
    session: Uuid,
    purpose: Purpose<'_>,
) -> Result<String, Error> {
    let now = portal.clock.now();
    let code = secret::six_digits();
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO sign_in_code (session_id, code_hash, sent_at, expires_at, tries) VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (session_id) DO UPDATE SET code_hash = excluded.code_hash, sent_at = excluded.sent_at,
                    expires_at = excluded.expires_at, tries = 0",
        )
        .bind(session)
        .bind(hash(session, purpose, &code))
        .bind(now)
        .bind(now + validity(portal))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(code)
}

/// Compares a typed code; the try is counted before the comparison, a right code is used up by it.
pub async fn check(
    portal: &Portal,
    session: Uuid,
    purpose: Purpose<'_>,
    typed: &str,
) -> Result<CodeCheck, Error> {
    let now = portal.clock.now();
    let most = portal.config.sign_in.code_tries;
    let tried: Option<(Vec<u8>, i64)> = change!(portal.db, |c| {
        sqlx::query_as(
            "UPDATE sign_in_code SET tries = tries + 1
             WHERE session_id = $1 AND expires_at > $2 AND tries < $3 RETURNING code_hash, tries",
        )
        .bind(session)
        .bind(now)
        .bind(most)
        .fetch_optional(c)
        .await
    })?;
    let Some((stored, tries)) = tried else { return Ok(CodeCheck::Expired) };
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if !bool::from(stored.ct_eq(&hash(session, purpose, &digits))) {
        return Ok(CodeCheck::Wrong { left: most - tries });
    }
    let used = change!(portal.db, |c| {
        sqlx::query("DELETE FROM sign_in_code WHERE session_id = $1 AND code_hash = $2")
            .bind(session)
            .bind(&stored)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(if used == 1 { CodeCheck::Right } else { CodeCheck::Expired })
}

/// So many codes are sent about one account within the window of the sign-in.
pub(crate) async fn limit(portal: &Portal, account: Uuid) -> Result<(), Error> {
    let settings = &portal.config.sign_in;
    let bucket = format!("codes:{account}");
    throttle::allow(portal, &bucket, settings.codes_per_account, settings.window()).await?;
    Ok(())
}

/// Sends a code by mail or by SMS, in the transaction that awaits it.
pub(super) async fn send(
    tx: &mut Tx,
    portal: &Portal,
    session: Uuid,
    account: &Account,
    way: Way,
    number: Option<&str>,
) -> Result<(), Error> {
    match (way, number) {
        (Way::Sms, Some(number)) => send_to_number(tx, portal, session, number, Purpose::Sms).await,
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

/// Sends another code to who asks for it; the one before is worth nothing any more.
///
/// # Errors
/// [`Error::NotFound`] for a way that sends none; [`Error::Invalid`]: too many codes.
pub(super) async fn send_again(
    portal: &Portal,
    session: Uuid,
    account: &Account,
    standing: &Standing,
    way: Option<Way>,
) -> Result<(), Error> {
    let way = way.filter(|way| way.is_sent()).ok_or(Error::NotFound)?;
    limit(portal, account.id).await?;
    let mut tx = portal.db.begin().await?;
    send(&mut tx, portal, session, account, way, standing.sms_number.as_deref()).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

pub(crate) async fn send_to_number(
    tx: &mut Tx,
    portal: &Portal,
    session: Uuid,
    number: &str,
    purpose: Purpose<'_>,
) -> Result<(), Error> {
    let code = issue(tx, portal, session, purpose).await?;
    let minutes = portal.config.sign_in.code_minutes;
    // Letters of the GSM alphabet only: one message, whatever the gateway counts.
    let text = format!(
        "Prodouane : votre code est {code}. Il est valable {minutes} minutes. Ne le communiquez à personne."
    );
    let message = Message { kind: "code", to: number, text, valid: validity(portal) };
    sms::enqueue(tx, portal.clock.now(), &message).await
}

fn validity(portal: &Portal) -> Duration {
    Duration::from_secs(portal.config.sign_in.code_minutes * 60)
}

/// A million codes are soon tried against any hash: what protects a code is its few minutes and its few tries. The
/// session's identifier keeps equal codes of two sessions from looking alike.
fn hash(session: Uuid, purpose: Purpose<'_>, code: &str) -> Vec<u8> {
    let hasher = Sha256::new().chain_update(session.as_bytes());
    let hasher = match purpose {
        Purpose::Mail => hasher,
        Purpose::Sms => hasher.chain_update("sms:"),
        Purpose::Number(number) => hasher.chain_update("numero:").chain_update(number).chain_update(":"),
    };
    hasher.chain_update(code.as_bytes()).finalize().to_vec()
}
