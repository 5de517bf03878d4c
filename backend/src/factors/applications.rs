//! Authenticator applications of an account.
//!
//! The shared secret stands in the database as it is: whoever reads the database can compute codes, though not sign in
//! without the password. Encrypt the volume and the backups.

use domain::{account::SecurityLevel, problem::Problem};
use sqlx::FromRow;
use uuid::Uuid;

use super::{lock, may_change, totp::Key};
use crate::{
    Error, Portal,
    db::{Moment, Tx},
    history::{self, Event},
    on, on_tx,
    session::Session,
};

/// More would be a mistake: every one of them opens the account.
pub const MAX_APPLICATIONS: usize = 5;

/// As people read it in their history.
pub(super) const FACTOR: &str = "application d’authentification";

/// One application, as its owner sees it.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Application {
    pub id: Uuid,
    pub name: String,
    pub created_at: Moment,
    pub last_used_at: Option<Moment>,
}

/// The applications of an account, oldest first.
pub async fn applications(portal: &Portal, account: Uuid) -> Result<Vec<Application>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, name, created_at, last_used_at FROM totp_factor WHERE account_id = $1
             ORDER BY created_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`]: not this account's.
pub async fn application(portal: &Portal, account: Uuid, id: Uuid) -> Result<Application, Error> {
    let all = applications(portal, account).await?;
    all.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

#[derive(FromRow)]
struct Shared {
    id: Uuid,
    name: String,
    secret: Vec<u8>,
}

/// Uses up a code of any application of the account; `false` when it is none's, or was used already.
///
/// A code is accepted when its step is later than the last accepted one: the statement that moves the step decides,
/// however many arrive at once.
pub(crate) async fn accept(portal: &Portal, account: Uuid, typed: &str, place: &str) -> Result<bool, Error> {
    let now = portal.clock.now();
    let known: Vec<Shared> = on!(portal.db, |c| {
        sqlx::query_as("SELECT id, name, secret FROM totp_factor WHERE account_id = $1")
            .bind(account)
            .fetch_all(c)
            .await
    })?;
    for one in known {
        let Some(step) = Key::from_bytes(one.secret).step_of(typed, now)? else { continue };
        let mut tx = portal.db.begin().await?;
        if use_step(&mut tx, one.id, step, now).await? {
            let event = Event::FactorUsed { factor: FACTOR.to_owned(), name: one.name };
            history::note(&mut tx, now, account, place, event).await?;
            tx.commit().await?;
            return Ok(true);
        }
        tx.rollback().await?;
    }
    Ok(false)
}

async fn use_step(tx: &mut Tx, id: Uuid, step: i64, now: Moment) -> Result<bool, Error> {
    let used = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE totp_factor SET last_step = $1, last_used_at = $2 WHERE id = $3 AND last_step < $1",
        )
        .bind(step)
        .bind(now)
        .bind(id)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(used == 1)
}

/// Removes an application.
///
/// # Errors
/// [`Error::NotFound`]: not this account's; [`Error::Invalid`]: [`Problem::LastApplication`] at the level that asks
/// one, [`Problem::ProofNeeded`].
pub async fn remove_application(portal: &Portal, session: &Session, id: Uuid) -> Result<Application, Error> {
    let account = may_change(portal, session)?;
    let removed = application(portal, account, id).await?;
    let mut tx = portal.db.begin().await?;
    lock(&mut tx, account).await?;
    let gone = on_tx!(tx, |c| {
        sqlx::query(
            "DELETE FROM totp_factor WHERE id = $1 AND account_id = $2
                AND (EXISTS (SELECT 1 FROM totp_factor WHERE account_id = $2 AND id <> $1)
                     OR NOT EXISTS (SELECT 1 FROM account WHERE id = $2 AND security_level = $3))",
        )
        .bind(id)
        .bind(account)
        .bind(SecurityLevel::Totp.code())
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if gone == 0 {
        return Err(Error::invalid("", Problem::LastApplication));
    }
    let event = Event::FactorRemoved { factor: FACTOR.to_owned(), name: removed.name.clone() };
    history::note_by(&mut tx, portal.clock.now(), session, event).await?;
    tx.commit().await?;
    Ok(removed)
}
