//! Trusted devices, on which no code is required: list and removal.

use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    accounts::{
        devices,
        history::{self, Event},
        sessions::Session,
    },
    id::TrustedDeviceId,
};

/// Device on which no code is required.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct TrustedDevice {
    pub id: TrustedDeviceId,
    /// « Firefox sous Linux ».
    pub label: String,
    pub created_at: Moment,
    pub expires_at: Moment,
}

/// Returns the trusted devices of the signed-in person, latest first.
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

/// Removes a trusted device: its next sign-in requires a code. An unknown device is not an error, as the form may be
/// sent twice.
pub async fn forget_device(portal: &Portal, session: &Session, id: TrustedDeviceId) -> Result<(), Error> {
    let account = session.usager()?.account;
    let mut tx = portal.db.begin().await?;
    if let Some(label) = devices::forget(&mut tx, account, id).await? {
        history::record_from_session(&mut tx, portal.clock.now(), session, Event::DeviceForgotten { label })
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
