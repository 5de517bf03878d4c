use domain::problem::Problem;
use sqlx::FromRow;

use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute_tx,
    files::FileKey,
    on, on_tx,
};

use crate::{
    id::{AccountId, CaseId, DocumentId, DraftId, FileHolderId, SenderId, StaffId, UploadId},
    messaging::attachments::{
        field::field_of,
        target::{CaseWriter, Target},
    },
};

/// A file being received, or finished within a day.
#[derive(FromRow)]
pub struct StoredUpload {
    pub id: UploadId,
    pub draft: Option<DraftId>,
    pub support_case: Option<CaseId>,
    /// Account of the case.
    pub account_id: Option<AccountId>,
    pub adviser: Option<StaffId>,
    pub shared_document: Option<DocumentId>,
    /// See [`Target::sender`].
    pub sender: Option<SenderId>,
    pub slot: String,
    pub name: String,
    /// Declared size in bytes.
    pub size: i64,
    /// Last modification of the file in milliseconds since 1970, if its sender announced it.
    pub modified: Option<i64>,
    /// Number of first bytes that are durable.
    pub received: i64,
    pub finished_at: Option<Moment>,
}

impl StoredUpload {
    /// # Errors
    /// [`Error::NotFound`] never: a row has a draft, a case or a document.
    pub fn target(&self) -> Result<Target, Error> {
        if let Some(document) = self.shared_document {
            return Ok(Target::Document(document));
        }
        match (self.draft, self.support_case) {
            (Some(draft), _) => Ok(Target::Draft(draft)),
            (None, Some(case)) => {
                let person = CaseWriter::Person(self.account_id);
                Ok(Target::Case(case, self.adviser.map_or(person, CaseWriter::Adviser)))
            }
            (None, None) => Err(Error::NotFound),
        }
    }

    pub fn refusal(&self, problem: impl FnOnce(String) -> Problem) -> Error {
        Error::invalid(field_of(&self.slot), problem(self.name.clone()))
    }

    /// Returns the refusal that says where the upload must continue.
    pub fn out_of_order(&self) -> Error {
        let received = self.received.unsigned_abs();
        self.refusal(|name| Problem::PieceOutOfOrder { name, received })
    }

    /// # Errors
    /// [`Problem::UploadEnded`] if the file is already attached.
    pub fn check_open(&self) -> Result<(), Error> {
        if self.finished_at.is_none() {
            return Ok(());
        }
        Err(self.refusal(|name| Problem::UploadEnded { name }))
    }
}

/// Selects [`StoredUpload`]s under a condition.
macro_rules! stored_uploads {
    ($condition:literal) => {
        concat!(
            "SELECT u.id, u.draft, u.support_case, s.account_id, u.adviser, u.shared_document, u.sender, u.slot, u.name,
                    u.size, u.modified, u.received, u.finished_at
             FROM upload u LEFT JOIN support_case s ON s.id = u.support_case ",
            $condition
        )
    };
}

pub async fn find(db: &Db, id: UploadId) -> Result<Option<StoredUpload>, Error> {
    Ok(on!(db, |c| { sqlx::query_as(stored_uploads!("WHERE u.id = $1")).bind(id).fetch_optional(c).await })?)
}

/// Returns the uploads of a draft, a case or a document that are not finished, in the order in which they were begun.
pub async fn open_of(db: &Db, holder: FileHolderId) -> Result<Vec<StoredUpload>, Error> {
    Ok(on!(db, |c| {
        sqlx::query_as(stored_uploads!(
            "WHERE (u.draft = $1 OR u.support_case = $1 OR u.shared_document = $1) AND u.finished_at IS NULL
                 ORDER BY u.created_at, u.id"
        ))
        .bind(holder)
        .fetch_all(c)
        .await
    })?)
}

pub async fn insert(tx: &mut Tx, upload: &StoredUpload, now: Moment) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO upload (id, draft, support_case, adviser, shared_document, sender, slot, name, size, modified,
                    received, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $11)",
        )
        .bind(upload.id)
        .bind(upload.draft)
        .bind(upload.support_case)
        .bind(upload.adviser)
        .bind(upload.shared_document)
        .bind(upload.sender)
        .bind(&upload.slot)
        .bind(&upload.name)
        .bind(upload.size)
        .bind(upload.modified)
        .bind(now)
    )?;
    Ok(())
}

/// Records a durable piece from `start` to `end`. Returns `false` if the upload does not continue at `start`, or has
/// ended.
pub async fn insert_piece(
    tx: &mut Tx,
    id: UploadId,
    (start, end): (i64, i64),
    key: &FileKey,
    now: Moment,
) -> Result<bool, Error> {
    let advanced = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE upload SET received = $1, updated_at = $2
             WHERE id = $3 AND received = $4 AND finished_at IS NULL",
        )
        .bind(end)
        .bind(now)
        .bind(id)
        .bind(start)
    )?;
    if advanced == 0 {
        return Ok(false);
    }
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO upload_piece (upload, start, storage_key) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(start)
            .bind(key)
    )?;
    Ok(true)
}

/// Returns the files of the pieces, in the order of the file that they make up.
pub async fn pieces(db: &Db, id: UploadId) -> Result<Vec<FileKey>, Error> {
    Ok(on!(db, |c| {
        sqlx::query_scalar("SELECT storage_key FROM upload_piece WHERE upload = $1 ORDER BY start")
            .bind(id)
            .fetch_all(c)
            .await
    })?)
}

/// Returns `true` if the file is a piece.
pub async fn is_piece(db: &Db, key: &FileKey) -> Result<bool, Error> {
    let found: Option<UploadId> = on!(db, |c| {
        sqlx::query_scalar("SELECT upload FROM upload_piece WHERE storage_key = $1")
            .bind(key)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Ends an upload whose file is attached by the same transaction. Returns the files of its pieces, which the caller
/// discards after the commit; `None` if it had ended or was cancelled before.
pub async fn end(tx: &mut Tx, id: UploadId, now: Moment) -> Result<Option<Vec<FileKey>>, Error> {
    let ended = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE upload SET finished_at = $1, updated_at = $1 WHERE id = $2 AND finished_at IS NULL"
        )
        .bind(now)
        .bind(id)
    )?;
    if ended == 1 { Ok(Some(delete_pieces(tx, id).await?)) } else { Ok(None) }
}

/// Deletes an upload. Returns the files of its pieces, which the caller discards after the commit.
pub async fn delete(tx: &mut Tx, id: UploadId) -> Result<Vec<FileKey>, Error> {
    let keys = delete_pieces(tx, id).await?;
    // A piece recorded meanwhile goes with it; the sweep of orphans deletes its file.
    execute_tx!(tx, sqlx::query("DELETE FROM upload WHERE id = $1").bind(id))?;
    Ok(keys)
}

/// Like [`delete`]; leaves an upload whose file is attached, which is remembered.
pub async fn delete_open(tx: &mut Tx, id: UploadId) -> Result<Vec<FileKey>, Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query("UPDATE upload SET updated_at = updated_at WHERE id = $1 AND finished_at IS NULL")
            .bind(id)
    )?;
    if locked == 1 { delete(tx, id).await } else { Ok(Vec::new()) }
}

async fn delete_pieces(tx: &mut Tx, id: UploadId) -> Result<Vec<FileKey>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM upload_piece WHERE upload = $1 RETURNING storage_key")
            .bind(id)
            .fetch_all(c)
            .await
    })?)
}

/// Like [`delete`]; returns `None` if the upload was used after `limit`.
pub async fn delete_unused_since(
    tx: &mut Tx,
    id: UploadId,
    limit: Moment,
) -> Result<Option<Vec<FileKey>>, Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query("UPDATE upload SET updated_at = updated_at WHERE id = $1 AND updated_at < $2")
            .bind(id)
            .bind(limit)
    )?;
    if locked == 1 { Ok(Some(delete(tx, id).await?)) } else { Ok(None) }
}

/// Like [`delete`], for all uploads of a draft, a case or a document except the `kept` that were used last.
pub async fn delete_of(tx: &mut Tx, holder: FileHolderId, kept: i64) -> Result<Vec<FileKey>, Error> {
    let others: Vec<UploadId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM upload WHERE draft = $1 OR support_case = $1 OR shared_document = $1
             ORDER BY updated_at DESC, id DESC LIMIT 1000 OFFSET $2",
        )
        .bind(holder)
        .bind(kept)
        .fetch_all(c)
        .await
    })?;
    let mut keys = Vec::new();
    for id in others {
        keys.extend(delete(tx, id).await?);
    }
    Ok(keys)
}
