use platform::{
    Error, change,
    db::{Db, Moment, Tx},
    execute, execute_tx,
    files::{FileKey, StoredFile},
    on, on_tx,
};

use super::{
    attachment::{Attachment, Scan, attachment_columns, rank},
    resumable,
    target::Target,
};

use crate::{
    Portal,
    id::{
        AttachmentId, CaseId, ConversationId, DocumentId, DocumentVersionId, DraftId, FileHolderId,
        MessageId, RowId, StaffId,
    },
};

/// The unsent files of a draft, of one side of a case, or of a document.
const UNSENT: &str = concat!(
    "SELECT ",
    attachment_columns!(),
    " FROM attachment a
     WHERE (a.draft = $1 OR a.support_case = $1 OR a.shared_document = $1) AND a.support_entry IS NULL
       AND a.document_version IS NULL AND a.adviser IS NOT DISTINCT FROM $2
     ORDER BY a.created_at, a.id"
);

/// The files of a case that one side reads: those sent, and its own unsent ones.
const OF_CASE: &str = concat!(
    "SELECT ",
    attachment_columns!(),
    " FROM attachment a
     WHERE a.support_case = $1 AND (a.support_entry IS NOT NULL OR a.adviser IS NOT DISTINCT FROM $2)
     ORDER BY a.created_at, a.id"
);

const OF_CONVERSATION: &str = concat!(
    "SELECT ",
    attachment_columns!(),
    " FROM attachment a JOIN message m ON m.id = a.message WHERE m.conversation = $1 ORDER BY a.created_at, a.id"
);

/// Bytes that count in an account, or in a case without one.
const STORED_BYTES: &str = "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM (
     SELECT a.size FROM draft d JOIN attachment a ON a.draft = d.id WHERE d.owner = $1
     UNION ALL
     SELECT u.size FROM draft d JOIN upload u ON u.draft = d.id WHERE d.owner = $1 AND u.finished_at IS NULL
     UNION ALL
     SELECT a.size FROM message m JOIN attachment a ON a.message = m.id
     WHERE m.author = $1 AND m.sent_at > $2
     UNION ALL
     SELECT a.size FROM support_case s JOIN attachment a ON a.support_case = s.id
     WHERE (s.account_id = $1 OR s.id = $1) AND a.adviser IS NULL
       AND (s.account_id IS NULL OR a.support_entry IS NULL OR a.created_at > $2)
     UNION ALL
     SELECT u.size FROM support_case s JOIN upload u ON u.support_case = s.id
     WHERE (s.account_id = $1 OR s.id = $1) AND u.adviser IS NULL AND u.finished_at IS NULL) AS stored";

/// Returns the unsent files of a draft, of one side of a case or of a document, oldest first, with their ranks.
pub async fn unsent(db: &Db, target: Target) -> Result<Vec<Attachment>, Error> {
    let files =
        on!(db, |c| { sqlx::query_as(UNSENT).bind(target.id()).bind(target.adviser()).fetch_all(c).await })?;
    Ok(rank(files))
}

/// Like [`unsent`], inside a transaction and without the ranks.
pub async fn unsent_tx(tx: &mut Tx, target: Target) -> Result<Vec<Attachment>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(UNSENT).bind(target.id()).bind(target.adviser()).fetch_all(c).await
    })?)
}

/// Returns the files of a case that `adviser`, or its person, reads, oldest first, with their ranks.
pub async fn of_case(db: &Db, case: CaseId, adviser: Option<StaffId>) -> Result<Vec<Attachment>, Error> {
    let files = on!(db, |c| sqlx::query_as(OF_CASE).bind(case).bind(adviser).fetch_all(c).await)?;
    Ok(rank(files))
}

/// Returns the total size in bytes of what counts in an account, or in a case without one: files of drafts and cases, received
/// or announced, and those of an account sent after `since`.
pub async fn stored_bytes(db: &Db, counted_in: FileHolderId, since: Moment) -> Result<u64, Error> {
    let total: i64 =
        on!(db, |c| sqlx::query_scalar(STORED_BYTES).bind(counted_in).bind(since).fetch_one(c).await)?;
    Ok(total.unsigned_abs())
}

/// Like [`stored_bytes`], inside a transaction.
pub async fn stored_bytes_tx(tx: &mut Tx, counted_in: FileHolderId, since: Moment) -> Result<u64, Error> {
    let total: i64 =
        on_tx!(tx, |c| sqlx::query_scalar(STORED_BYTES).bind(counted_in).bind(since).fetch_one(c).await)?;
    Ok(total.unsigned_abs())
}

/// Returns every file of a conversation, each with its message and its rank in it, oldest first.
pub async fn of_conversation(db: &Db, conversation: ConversationId) -> Result<Vec<Attachment>, Error> {
    let files = on!(db, |c| sqlx::query_as(OF_CONVERSATION).bind(conversation).fetch_all(c).await)?;
    Ok(rank(files))
}

/// Returns `true` if a row refers to this file. The sweep of orphans deletes the others.
pub async fn is_file_used(portal: &Portal, key: &FileKey) -> Result<bool, Error> {
    let found: Option<AttachmentId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM attachment WHERE storage_key = $1")
            .bind(key)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some() || resumable::store::is_piece(&portal.db, key).await?)
}

pub async fn insert(
    tx: &mut Tx,
    target: Target,
    file: &Attachment,
    stored: &StoredFile,
) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query(
            "INSERT INTO attachment (id, draft, support_case, adviser, shared_document, slot, name, size, sha256,
                    media_type, storage_key, scan, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(file.id)
        .bind(target.draft())
        .bind(target.case())
        .bind(target.adviser())
        .bind(target.document())
        .bind(&file.slot)
        .bind(&file.name)
        .bind(file.size)
        .bind(stored.sha256.as_slice())
        .bind(&file.media_type)
        .bind(&stored.key)
        .bind(file.scan.code())
        .bind(file.created_at))?;
    Ok(())
}

/// Records the verdict of the scanner on a pending file.
pub async fn set_verdict(portal: &Portal, id: AttachmentId, verdict: Scan) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query("UPDATE attachment SET scan = $1 WHERE id = $2 AND scan = 'en_attente'")
            .bind(verdict.code())
            .bind(id)
    )?;
    Ok(())
}

/// Moves the files of a draft to the message it became, and ends its uploads. Returns the files of their pieces, which the
/// caller discards after the commit.
pub async fn move_to_message(tx: &mut Tx, draft: DraftId, message: MessageId) -> Result<Vec<FileKey>, Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE attachment SET message = $1, draft = NULL WHERE draft = $2")
            .bind(message)
            .bind(draft)
    )?;
    resumable::store::delete_of(tx, draft.into(), 0).await
}

/// Moves the unsent files of one side of a case to its message.
pub async fn move_to_entry(tx: &mut Tx, target: Target, entry: RowId) -> Result<u64, Error> {
    Ok(execute_tx!(
        tx,
        sqlx::query(
            "UPDATE attachment SET support_entry = $1
             WHERE support_case = $2 AND support_entry IS NULL AND adviser IS NOT DISTINCT FROM $3",
        )
        .bind(entry)
        .bind(target.id())
        .bind(target.adviser())
    )?)
}

/// Moves the unsent file of a document to its version, if it may be opened. Returns the number of files, none or one.
pub async fn move_to_version(
    tx: &mut Tx,
    document: DocumentId,
    version: DocumentVersionId,
) -> Result<u64, Error> {
    Ok(execute_tx!(
        tx,
        sqlx::query(
            "UPDATE attachment SET document_version = $1
             WHERE shared_document = $2 AND document_version IS NULL AND scan IN ('sans', 'sain')",
        )
        .bind(version)
        .bind(document)
    )?)
}

/// Deletes the row of an unsent file.
pub async fn delete_unsent(portal: &Portal, id: AttachmentId) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query(
            "DELETE FROM attachment
             WHERE id = $1 AND message IS NULL AND support_entry IS NULL AND document_version IS NULL",
        )
        .bind(id)
    )?;
    Ok(())
}

/// Deletes the row of an unsent file of the target. Returns the key of the file, which the caller discards.
pub async fn delete_from(
    portal: &Portal,
    target: Target,
    id: AttachmentId,
) -> Result<Option<FileKey>, Error> {
    Ok(change!(portal.db, |c| {
        sqlx::query_scalar(
            "DELETE FROM attachment
             WHERE id = $1 AND (draft = $2 OR support_case = $2 OR shared_document = $2) AND support_entry IS NULL
               AND document_version IS NULL AND adviser IS NOT DISTINCT FROM $3
             RETURNING storage_key",
        )
        .bind(id)
        .bind(target.id())
        .bind(target.adviser())
        .fetch_optional(c)
        .await
    })?)
}

/// Deletes the rows of the files added to a case before `limit` and never sent. Returns the keys of the files, which the caller
/// discards.
pub async fn delete_unsent_of_cases(portal: &Portal, limit: Moment) -> Result<Vec<FileKey>, Error> {
    Ok(change!(portal.db, |c| {
        sqlx::query_scalar(
            "DELETE FROM attachment WHERE support_case IS NOT NULL AND support_entry IS NULL AND created_at < $1
             RETURNING storage_key",
        )
        .bind(limit)
        .fetch_all(c)
        .await
    })?)
}

/// Deletes the rows of a case's files and uploads. Returns the keys of the files, which the caller discards after the commit.
pub async fn delete_of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<FileKey>, Error> {
    let mut keys: Vec<FileKey> = on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM attachment WHERE support_case = $1 RETURNING storage_key")
            .bind(case)
            .fetch_all(c)
            .await
    })?;
    keys.extend(resumable::store::delete_of(tx, case.into(), 0).await?);
    Ok(keys)
}

/// Deletes the rows of a document's files and uploads. Returns the keys of the files, which the caller discards after the
/// commit.
pub async fn delete_of_document(tx: &mut Tx, document: DocumentId) -> Result<Vec<FileKey>, Error> {
    let mut keys: Vec<FileKey> = on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM attachment WHERE shared_document = $1 RETURNING storage_key")
            .bind(document)
            .fetch_all(c)
            .await
    })?;
    keys.extend(resumable::store::delete_of(tx, document.into(), 0).await?);
    Ok(keys)
}

/// Deletes the rows of a draft's files and uploads. Returns the keys of the files, which the caller discards after the
/// commit.
pub async fn delete_of_draft(tx: &mut Tx, draft: DraftId) -> Result<Vec<FileKey>, Error> {
    let mut keys: Vec<FileKey> = on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM attachment WHERE draft = $1 RETURNING storage_key")
            .bind(draft)
            .fetch_all(c)
            .await
    })?;
    keys.extend(resumable::store::delete_of(tx, draft.into(), 0).await?);
    Ok(keys)
}

/// Like [`delete_of_draft`], for the files of all messages of a conversation.
pub async fn delete_of_conversation(
    tx: &mut Tx,
    conversation: ConversationId,
) -> Result<Vec<FileKey>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "DELETE FROM attachment WHERE message IN (SELECT id FROM message WHERE conversation = $1)
             RETURNING storage_key",
        )
        .bind(conversation)
        .fetch_all(c)
        .await
    })?)
}

/// Deletes a file that no row refers to any longer. A failure leaves an orphan for the sweep.
pub async fn discard(portal: &Portal, key: &FileKey) {
    portal.files.discard(key).await;
}

/// Deletes a file that could not be recorded, unless the error leaves open whether it was: after a failed commit, the sweep
/// of orphans decides later.
pub async fn discard_refused(portal: &Portal, key: &FileKey, error: &Error) {
    if !matches!(error, Error::Busy { .. } | Error::Unexpected(_)) {
        discard(portal, key).await;
    }
}

/// Like [`discard`], for several files.
pub async fn discard_all(portal: &Portal, keys: &[FileKey]) {
    for key in keys {
        discard(portal, key).await;
    }
}
