//! The 6-digit code that a session awaits: hashed, valid for minutes, a few tries, used once. Agents' codes too.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Tx},
    on_tx, secret,
};

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

/// Draws a code for the session, in place of the one before; it goes into the mail and nowhere else.
pub async fn issue(tx: &mut Tx, portal: &Portal, session: Uuid) -> Result<String, Error> {
    let now = portal.clock.now();
    let code = secret::six_digits();
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO sign_in_code (session_id, code_hash, sent_at, expires_at, tries) VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (session_id) DO UPDATE SET code_hash = excluded.code_hash, sent_at = excluded.sent_at,
                    expires_at = excluded.expires_at, tries = 0",
        )
        .bind(session)
        .bind(hash(session, &code))
        .bind(now)
        .bind(now + Duration::from_secs(portal.config.sign_in.code_minutes * 60))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(code)
}

/// Compares a typed code; the try is counted before the comparison, a right code is used up by it.
pub async fn check(portal: &Portal, session: Uuid, typed: &str) -> Result<CodeCheck, Error> {
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
    if !bool::from(stored.ct_eq(&hash(session, &digits))) {
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

/// A million codes are soon tried against any hash: what protects a code is its few minutes and its few tries. The
/// session's identifier keeps equal codes of two sessions from looking alike.
fn hash(session: Uuid, code: &str) -> Vec<u8> {
    Sha256::new().chain_update(session.as_bytes()).chain_update(code.as_bytes()).finalize().to_vec()
}
