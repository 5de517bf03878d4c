//! A copy of one's data: asked for, followed, downloaded.

use domain::{problem::Problem, rights::Action, siren::Siren};
use uuid::Uuid;

use crate::{
    Error, Portal, change, companies,
    db::{Duration, Moment},
    files::{Content, FileKey},
    history::{self, Event},
    messaging, on, on_tx,
    session::Session,
    throttle,
};

/// How long a copy can be downloaded (ours).
pub(super) const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Copies that one account may ask for within a day: each reads everything it has.
const PER_DAY: i64 = 5;

/// A copy, as its owner follows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    pub id: Uuid,
    pub asked_at: Moment,
    pub progress: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Files written and files in all; 0 of 0 before the first is known.
    Building { done: i64, total: i64 },
    /// `size` in bytes.
    Ready { size: i64, until: Moment },
    /// Given up after several tries: to be asked again.
    Failed,
}

/// The file of a copy, about to be downloaded.
pub struct ExportFile {
    pub name: String,
    pub content: Content,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    asked_at: Moment,
    done: i64,
    total: i64,
    expires_at: Option<Moment>,
    storage_key: Option<FileKey>,
    size: Option<i64>,
    confidential_sirens: String,
    failed_at: Option<Moment>,
}

impl Row {
    fn progress(&self) -> Progress {
        match (self.expires_at, self.size) {
            (Some(until), Some(size)) => Progress::Ready { size, until },
            _ if self.failed_at.is_some() => Progress::Failed,
            _ => Progress::Building { done: self.done, total: self.total },
        }
    }
}

async fn row(portal: &Portal, account: Uuid) -> Result<Option<Row>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, asked_at, done, total, expires_at, storage_key, size, confidential_sirens, failed_at
             FROM data_export WHERE account_id = $1 AND (expires_at IS NULL OR expires_at > $2)",
        )
        .bind(account)
        .bind(portal.clock.now())
        .fetch_optional(c)
        .await
    })?)
}

/// The person's copy, if one is asked for or ready.
pub async fn export(portal: &Portal, session: &Session) -> Result<Option<Export>, Error> {
    let row = row(portal, session.usager()?.account).await?;
    Ok(row.map(|row| Export { id: row.id, asked_at: row.asked_at, progress: row.progress() }))
}

/// Asks for a copy, in place of one that is done; one that is being built goes on.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ProofNeeded`], [`Problem::TooManyAttempts`].
pub async fn ask_export(portal: &Portal, session: &Session) -> Result<(), Error> {
    let now = portal.clock.now();
    let account = session.proved_usager(now)?.account;
    throttle::allow(portal, &format!("copie:{account}"), PER_DAY, DAY).await?;
    let mut tx = portal.db.begin().await?;
    let replaced: Option<Option<FileKey>> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM data_export WHERE account_id = $1 AND (ready_at IS NOT NULL OR failed_at IS NOT NULL)
             RETURNING storage_key",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let begun = on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO data_export (id, account_id, asked_at, due_at, attempts, done, total, confidential_sirens)
             VALUES ($1, $2, $3, $3, 0, 0, 0, '') ON CONFLICT (account_id) DO NOTHING",
        )
        .bind(Uuid::now_v7())
        .bind(account)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if begun == 1 {
        history::note_by(&mut tx, now, session, Event::DataAsked).await?;
    }
    tx.commit().await?;
    if let Some(key) = replaced.flatten() {
        messaging::discard_file(portal, &key).await;
    }
    portal.wake_workers();
    Ok(())
}

/// Opens the file of a copy for its owner, rights asked again.
///
/// # Errors
/// [`Error::NotFound`] for anybody else's, one that is not ready or too old; [`Error::Invalid`]:
/// [`Problem::ProofNeeded`], or a right on confidential questions that was withdrawn since.
pub async fn open_export(portal: &Portal, session: &Session, id: Uuid) -> Result<ExportFile, Error> {
    let account = session.usager()?.account;
    let found = row(portal, account).await?.filter(|row| row.id == id).ok_or(Error::NotFound)?;
    let key = found.storage_key.as_ref().ok_or(Error::NotFound)?;
    let now = portal.clock.now();
    session.proved_usager(now)?;
    require_confidential(portal, account, &found.confidential_sirens).await?;
    let content = portal.files.open(key).await?;
    let mut tx = portal.db.begin().await?;
    history::note_by(&mut tx, now, session, Event::DataDownloaded).await?;
    tx.commit().await?;
    Ok(ExportFile { name: format!("prodouane-mes-donnees-{}.zip", found.asked_at.day()), content })
}

async fn require_confidential(portal: &Portal, account: Uuid, sirens: &str) -> Result<(), Error> {
    let action = Action::AskMotif { confidential: true };
    for siren in sirens.split_whitespace().filter_map(|siren| Siren::parse(siren).ok()) {
        let held = companies::habilitations(portal, account, Some(&siren)).await?;
        if !messaging::may(&held, &siren, &action) {
            let sentence =
                "Vos droits ont changé depuis que cette copie a été faite. Demandez-en une nouvelle.";
            return Err(Error::invalid("", Problem::Stated { sentence: sentence.to_owned() }));
        }
    }
    Ok(())
}

/// Does a row name this file? For the sweep of orphans.
pub(crate) async fn is_file_used(portal: &Portal, key: &FileKey) -> Result<bool, Error> {
    let found: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM data_export WHERE storage_key = $1")
            .bind(key)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Deletes the copies whose seven days are over.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let old: Vec<Option<FileKey>> = change!(portal.db, |c| {
        sqlx::query_scalar("DELETE FROM data_export WHERE expires_at <= $1 RETURNING storage_key")
            .bind(now)
            .fetch_all(c)
            .await
    })?;
    let count = old.len() as u64;
    for key in old.into_iter().flatten() {
        messaging::discard_file(portal, &key).await;
    }
    Ok(count)
}
