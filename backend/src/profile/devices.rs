//! The devices on which no code is asked any more: listed, forgotten.

use uuid::Uuid;

use crate::{
    Error, Portal,
    db::Moment,
    history::{self, Event},
    on, on_tx,
    session::Session,
};

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct TrustedDevice {
    pub id: Uuid,
    /// « Firefox sous Linux ».
    pub label: String,
    pub created_at: Moment,
    pub expires_at: Moment,
}

/// The devices that the person trusts now, latest first.
pub async fn trusted_devices(portal: &Portal, session: &Session) -> Result<Vec<TrustedDevice>, Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, label, created_at, expires_at FROM trusted_device
             WHERE account_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC",
        )
        .bind(account)
        .bind(now)
        .fetch_all(c)
        .await
    })?)
}

/// A code is asked again on that device. One that is gone already is no error: the form was sent twice.
pub async fn forget_device(portal: &Portal, session: &Session, id: Uuid) -> Result<(), Error> {
    let account = session.usager()?.account;
    let mut tx = portal.db.begin().await?;
    let label: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM trusted_device WHERE id = $1 AND account_id = $2 RETURNING label")
            .bind(id)
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    if let Some(label) = label {
        history::note_by(&mut tx, portal.clock.now(), session, Event::DeviceForgotten { label }).await?;
    }
    tx.commit().await?;
    Ok(())
}
