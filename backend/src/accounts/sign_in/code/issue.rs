use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, mail, on_tx, secret, sms,
};

use super::{
    hash::{Purpose, hash},
    send::validity,
};
use crate::{Portal, id::SessionId};

/// Generates the code of a session, in place of the earlier one, whose message is withdrawn if it was not sent yet. The
/// caller puts it into the message only.
pub async fn issue(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    purpose: Purpose<'_>,
) -> Result<String, Error> {
    let now = portal.clock.now();
    let code = secret::six_digits();
    let code_hash = hash(session, purpose, &code);
    remember_replaced(tx, session, &code_hash).await?;
    withdraw_messages(tx, session).await?;
    execute_tx!(tx, sqlx::query(
            "INSERT INTO sign_in_code (session_id, code_hash, sent_at, expires_at, attempts)
             VALUES ($1, $2, $3, $4, 0)
             ON CONFLICT (session_id) DO UPDATE SET code_hash = excluded.code_hash, sent_at = excluded.sent_at,
                    expires_at = excluded.expires_at, attempts = 0",
        )
        .bind(session)
        .bind(code_hash)
        .bind(now)
        .bind(now + validity(portal)))?;
    Ok(code)
}

/// Moves the code of a session to the replaced ones, unless the new one is the same.
async fn remember_replaced(tx: &mut Tx, session: SessionId, new: &[u8]) -> Result<(), Error> {
    // An UPDATE, because it also makes a concurrent request wait.
    let replaced: Option<(Vec<u8>, Moment)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE sign_in_code SET attempts = attempts WHERE session_id = $1 RETURNING code_hash, expires_at",
        )
        .bind(session)
        .fetch_optional(c)
        .await
    })?;
    if let Some((code_hash, expires_at)) = replaced {
        execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO replaced_sign_in_code (session_id, code_hash, expires_at) VALUES ($1, $2, $3)
                 ON CONFLICT DO NOTHING",
            )
            .bind(session)
            .bind(code_hash)
            .bind(expires_at)
        )?;
    }
    execute_tx!(
        tx,
        sqlx::query("DELETE FROM replaced_sign_in_code WHERE session_id = $1 AND code_hash = $2")
            .bind(session)
            .bind(new)
    )?;
    Ok(())
}

/// Deletes the codes of a session and withdraws their messages: they can no longer be used.
pub(crate) async fn discard(tx: &mut Tx, session: SessionId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM sign_in_code WHERE session_id = $1").bind(session))?;
    execute_tx!(tx, sqlx::query("DELETE FROM replaced_sign_in_code WHERE session_id = $1").bind(session))?;
    withdraw_messages(tx, session).await
}

async fn withdraw_messages(tx: &mut Tx, session: SessionId) -> Result<(), Error> {
    let topic = topic(session);
    mail::withdraw(tx, &topic).await?;
    sms::withdraw(tx, &topic).await
}

/// Topic of the mails and text messages with a code of the session.
pub(super) fn topic(session: SessionId) -> String {
    format!("code:{session}")
}
