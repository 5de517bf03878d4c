//! Queue of the copies of personal data to build.

use domain::path;

use super::{
    archive::{Archive, entry_name},
    content::{self, Content},
    state::RETENTION,
};
use platform::{
    Error, Platform,
    db::Duration,
    execute, execute_tx,
    files::StoredFile,
    mail::{self, Lifetime},
    outbox::{Failure, Leased, Limit, Queue},
};

use crate::{
    Portal,
    accounts::account,
    id::{AccountId, ExportId},
    messaging,
    personal_data::letters::ExportReadyLetter,
};

/// Lease of a copy, renewed with every file: longer than the largest file takes.
const LEASE: Duration = Duration::from_secs(120);

/// Number of attempts after which the copy fails.
const MAX_ATTEMPTS: i32 = 5;

/// Copies to build, table `data_export`.
pub struct ExportQueue {
    portal: Portal,
}

#[derive(sqlx::FromRow)]
pub struct QueuedExport {
    account_id: AccountId,
}

impl ExportQueue {
    pub fn new(portal: &Portal) -> Self {
        ExportQueue { portal: portal.clone() }
    }
}

impl Queue for ExportQueue {
    type Row = QueuedExport;

    const TABLE: &'static str = "data_export";
    const COLUMNS: &'static str = "account_id";
    const DONE_AT: &'static str = "ready_at";
    // A copy reads everything of an account and may take minutes.
    const BATCH: u32 = 1;
    const DROPPED_AT_SHUTDOWN: bool = true;

    fn platform(&self) -> &Platform {
        &self.portal
    }

    fn lease(&self) -> Duration {
        LEASE
    }

    fn limit(&self, _: &QueuedExport) -> Limit {
        Limit::Attempts(MAX_ATTEMPTS)
    }

    fn kind<'r>(&self, _: &'r QueuedExport) -> &'r str {
        "export"
    }

    async fn attempt(&self, leased: &Leased<QueuedExport>) -> Result<(), Failure> {
        build(&self.portal, leased.id.into(), leased.row.account_id).await.map_err(|error| match error {
            // The account was deleted.
            Error::NotFound => Failure::Permanent(error.into()),
            error => error.into(),
        })
    }
}

/// Builds and publishes one copy.
///
/// # Errors
/// [`Error::NotFound`] if the account was deleted.
async fn build(portal: &Portal, id: ExportId, account: AccountId) -> Result<(), Error> {
    let content = content::collect(portal, account).await?;
    let total = (content.texts.len() + content.files.len()) as i64;
    record_progress(portal, id, 0, total).await?;
    let mut archive = Archive::begin(portal).await?;
    for (name, text) in &content.texts {
        archive.add_text(name, text).await?;
    }
    for (done, file) in (content.texts.len() as i64..).zip(&content.files) {
        record_progress(portal, id, done, total).await?;
        match portal.files.open(&file.key).await {
            Ok(bytes) => archive.add_file(&entry_path(&file.folder, &file.name), bytes).await?,
            // Removed from its draft meanwhile.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let stored = archive.finish().await?;
    let published = publish(portal, id, account, &content, &stored, total).await;
    if published.is_err() {
        messaging::discard_file(portal, &stored.key).await;
    }
    published
}

fn entry_path(folder: &str, name: &str) -> String {
    format!("pieces/{}/{}", entry_name(folder), entry_name(name))
}

/// Records the progress and renews the lease.
///
/// # Errors
/// [`Error::NotFound`] if the account was deleted.
async fn record_progress(portal: &Portal, id: ExportId, done: i64, total: i64) -> Result<(), Error> {
    let now = portal.clock.now();
    let recorded = execute!(
        portal.db,
        sqlx::query(
            "UPDATE data_export SET done = $1, total = $2, due_at = $3 WHERE id = $4 AND ready_at IS NULL",
        )
        .bind(done)
        .bind(total)
        .bind(now + LEASE)
        .bind(id)
    )?;
    if recorded == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Stores the file's key and notifies the owner, once.
async fn publish(
    portal: &Portal,
    id: ExportId,
    account: AccountId,
    content: &Content,
    stored: &StoredFile,
    total: i64,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let until = now + RETENTION;
    let mut tx = portal.db.begin().await?;
    let published = execute_tx!(tx, sqlx::query(
            "UPDATE data_export SET ready_at = $1, expires_at = $2, storage_key = $3, size = $4, done = $5, total = $5,
                    confidential_sirens = $6
             WHERE id = $7 AND ready_at IS NULL",
        )
        .bind(now)
        .bind(until)
        .bind(&stored.key)
        .bind(i64::try_from(stored.size).unwrap_or(i64::MAX))
        .bind(total)
        .bind(content.confidential_sirens.join(" "))
        .bind(id))?;
    if published == 0 {
        return Err(Error::NotFound);
    }
    let owner = account::by_id_tx(&mut tx, account).await?.ok_or(Error::NotFound)?;
    let letter = ExportReadyLetter {
        first_name: owner.first_name,
        until: until.french_minute(),
        link: portal.link(path::MY_DATA),
    };
    mail::enqueue(&mut tx, now, &owner.email, &letter, Lifetime::Until(until)).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}
