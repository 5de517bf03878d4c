use platform::{
    Error,
    db::{Moment, Tx},
    encryption::Encrypted,
    execute_tx, on,
};
use sqlx::FromRow;

use super::{
    super::owner::{self, is_owned_by},
    apps::{KIND, secret_row},
    key::TotpKey,
};
use crate::{
    Portal,
    accounts::{history::Event, sessions::Owner},
    id::AuthenticatorAppId,
};

#[derive(FromRow)]
struct StoredKey {
    id: AuthenticatorAppId,
    name: String,
    secret: Vec<u8>,
    key_id: String,
}

impl StoredKey {
    fn key(&self, portal: &Portal, owner: Owner) -> Result<TotpKey, Error> {
        let secret = Encrypted { key_id: self.key_id.clone(), bytes: self.secret.clone() };
        portal.keyring.decrypt(&secret_row(owner.id(), self.id.as_bytes()), &secret).map(TotpKey::from_bytes)
    }
}

/// Consumes a code of any authenticator app of the owner. Returns `false` if it is wrong or was used before. Fails if the
/// key of an app cannot be read and the code is of no other: it would be refused without being wrong.
///
/// A code is accepted only if its time step is later than the last accepted one; a single statement checks and stores
/// the step, so that of concurrent uses one succeeds.
pub(crate) async fn accept(portal: &Portal, owner: Owner, typed: &str, place: &str) -> Result<bool, Error> {
    let now = portal.clock.now();
    let stored: Vec<StoredKey> = on!(portal.db, |c| {
        sqlx::query_as(concat!("SELECT id, name, secret, key_id FROM totp_factor WHERE ", is_owned_by!("$1")))
            .bind(owner.id())
            .fetch_all(c)
            .await
    })?;
    let mut unreadable = None;
    for app in stored {
        let key = match app.key(portal, owner) {
            Ok(key) => key,
            Err(error) => {
                unreadable = Some(error);
                continue;
            }
        };
        let Some(step) = key.step_of(typed, now)? else { continue };
        let mut tx = portal.db.begin().await?;
        if use_step(&mut tx, app.id, step, now).await? {
            let event = Event::FactorUsed { factor: KIND.name.to_owned(), name: app.name };
            owner::record(&mut tx, portal, now, owner, place, event).await?;
            tx.commit().await?;
            return Ok(true);
        }
        tx.rollback().await?;
    }
    unreadable.map_or(Ok(false), Err)
}

async fn use_step(tx: &mut Tx, id: AuthenticatorAppId, step: i64, now: Moment) -> Result<bool, Error> {
    let used = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE totp_factor SET last_step = $1, last_used_at = $2 WHERE id = $3 AND last_step < $1",
        )
        .bind(step)
        .bind(now)
        .bind(id)
    )?;
    Ok(used == 1)
}
