//! Creation and search of RP sessions.

use domain::destination::Destination;

use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on, on_tx,
};

use crate::{Portal, accounts::sessions::Session, id::RpSessionId, oidc_provider::subject::CodeSubject};

/// Records that a téléservice is opened and returns the identifier of the RP session, `sid` of its tokens. A session of
/// the portal has one RP session per téléservice.
pub async fn open(
    tx: &mut Tx,
    subject: &CodeSubject<'_>,
    client: Destination,
    now: Moment,
) -> Result<RpSessionId, Error> {
    let existing: Option<RpSessionId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE rp_session SET siren = $1, last_opened_at = $2
             WHERE session_id = $3 AND account = $4 AND teleservice = $5 AND ended_at IS NULL RETURNING id",
        )
        .bind(subject.siren.as_str())
        .bind(now)
        .bind(subject.session)
        .bind(subject.account)
        .bind(client.code())
        .fetch_optional(c)
        .await
    })?;
    match existing {
        Some(id) => Ok(id),
        None => insert(tx, subject, client, now).await,
    }
}

async fn insert(
    tx: &mut Tx,
    subject: &CodeSubject<'_>,
    client: Destination,
    now: Moment,
) -> Result<RpSessionId, Error> {
    // Not `now_v7`, which would reveal to the téléservice when it was created.
    let id = RpSessionId::generate();
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO rp_session (id, session_id, account, teleservice, siren, first_opened_at, last_opened_at,
                                     due_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $6, $6, 0)",
        )
        .bind(id)
        .bind(subject.session)
        .bind(subject.account)
        .bind(client.code())
        .bind(subject.siren.as_str())
        .bind(now)
    )?;
    Ok(id)
}

/// Returns `true` if the RP session of the téléservice was opened in this session by its account.
pub async fn belongs_to(
    portal: &Portal,
    session: &Session,
    id: RpSessionId,
    client: Destination,
) -> Result<bool, Error> {
    let found: Option<RpSessionId> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM rp_session WHERE id = $1 AND session_id = $2 AND account = $3 AND teleservice = $4",
        )
        .bind(id)
        .bind(session.id)
        .bind(session.account()?.account)
        .bind(client.code())
        .fetch_optional(c)
        .await
    })?;
    Ok(found.is_some())
}
