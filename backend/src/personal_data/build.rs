//! The worker that builds copies: one lease at a time, begun again when a process dies.

use uuid::Uuid;

use super::{
    archive::{Archive, entry_name},
    content::{self, Collected},
    export::KEPT,
    letters::ExportReadyLetter,
};
use crate::{
    Error, Portal, account, change,
    db::{Duration, dialect},
    files::Stored,
    mail, messaging, on_tx, queue,
};

/// Renewed with every file: longer than the largest takes.
const LEASE: Duration = Duration::from_secs(120);

/// Tries before a copy is given up.
const ATTEMPTS: i32 = 5;

struct Taken {
    id: Uuid,
    account: Uuid,
    attempts: i32,
}

/// Builds the copies that are due; gives back how many were tried. The worker calls it; so may a test.
pub async fn build_due(portal: &Portal) -> Result<u64, Error> {
    let mut tried = 0;
    while let Some(taken) = take(portal).await? {
        tried += 1;
        match build(portal, &taken).await {
            Ok(()) => tracing::info!(export = %taken.id, "a copy of personal data is ready"),
            // The account, or the demand, is gone.
            Err(Error::NotFound) => {}
            Err(error) => {
                tracing::warn!(export = %taken.id, %error, "a copy of personal data could not be built");
                put_off(portal, &taken).await?;
            }
        }
    }
    Ok(tried)
}

async fn take(portal: &Portal) -> Result<Option<Taken>, Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let select = format!(
        "SELECT id, account_id, attempts FROM data_export
         WHERE due_at <= $1 AND ready_at IS NULL AND failed_at IS NULL ORDER BY due_at LIMIT 1{}",
        dialect::skip_locked(&tx)
    );
    let found: Option<(Uuid, Uuid, i32)> =
        on_tx!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(select)).bind(now).fetch_optional(c).await)?;
    let Some((id, account, attempts)) = found else { return Ok(None) };
    queue::hold(&mut tx, "data_export", id, now + LEASE).await?;
    tx.commit().await?;
    Ok(Some(Taken { id, account, attempts: attempts + 1 }))
}

/// Tried again later, or given up.
async fn put_off(portal: &Portal, taken: &Taken) -> Result<(), Error> {
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query("UPDATE data_export SET due_at = $1, failed_at = $2 WHERE id = $3 AND ready_at IS NULL")
            .bind(now + queue::delay(taken.attempts))
            .bind((taken.attempts >= ATTEMPTS).then_some(now))
            .bind(taken.id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn build(portal: &Portal, taken: &Taken) -> Result<(), Error> {
    let collected = content::collect(portal, taken.account).await?;
    let total = (collected.texts.len() + collected.files.len()) as i64;
    note_progress(portal, taken, 0, total).await?;
    let mut archive = Archive::begin(portal).await?;
    for (name, text) in &collected.texts {
        archive.add_text(name, text).await?;
    }
    for (done, file) in (collected.texts.len() as i64..).zip(&collected.files) {
        note_progress(portal, taken, done, total).await?;
        match portal.files.open(&file.key).await {
            Ok(content) => archive.add_file(&entry_path(&file.folder, &file.name), content).await?,
            // Removed from its draft since.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let stored = archive.finish().await?;
    let named = publish(portal, taken, &collected, &stored, total).await;
    if named.is_err() {
        messaging::discard_file(portal, &stored.key).await;
    }
    named
}

fn entry_path(folder: &str, name: &str) -> String {
    format!("pieces/{}/{}", entry_name(folder), entry_name(name))
}

/// Notes how far it is and renews the lease.
///
/// # Errors
/// [`Error::NotFound`] when the demand is gone: the account was deleted.
async fn note_progress(portal: &Portal, taken: &Taken, done: i64, total: i64) -> Result<(), Error> {
    let now = portal.clock.now();
    let noted = change!(portal.db, |c| {
        sqlx::query(
            "UPDATE data_export SET done = $1, total = $2, due_at = $3 WHERE id = $4 AND ready_at IS NULL",
        )
        .bind(done)
        .bind(total)
        .bind(now + LEASE)
        .bind(taken.id)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if noted == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Names the file and tells its owner, once.
async fn publish(
    portal: &Portal,
    taken: &Taken,
    collected: &Collected,
    stored: &Stored,
    total: i64,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let until = now + KEPT;
    let mut tx = portal.db.begin().await?;
    let published = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE data_export SET ready_at = $1, expires_at = $2, storage_key = $3, size = $4, done = $5, total = $5,
                    confidential_sirens = $6
             WHERE id = $7 AND ready_at IS NULL",
        )
        .bind(now)
        .bind(until)
        .bind(&stored.key)
        .bind(i64::try_from(stored.size).unwrap_or(i64::MAX))
        .bind(total)
        .bind(collected.confidential_sirens.join(" "))
        .bind(taken.id)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if published == 0 {
        return Err(Error::NotFound);
    }
    let owner = account::by_id_in(&mut tx, taken.account).await?.ok_or(Error::NotFound)?;
    let letter = ExportReadyLetter {
        first_name: owner.first_name,
        until: until.french_minute(),
        link: portal.link("/profil/donnees"),
    };
    mail::enqueue(&mut tx, now, &owner.email, &letter).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}
