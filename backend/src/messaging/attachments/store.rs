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
};

use crate::{
    Portal,
    id::{AttachmentId, ConversationId, DraftId, MessageId, PersonId},
};

const OF_DRAFT: &str = concat!(
    "SELECT ",
    attachment_columns!(),
    " FROM attachment a WHERE a.draft = $1 ORDER BY a.created_at, a.id"
);

const OF_CONVERSATION: &str = concat!(
    "SELECT ",
    attachment_columns!(),
    " FROM attachment a JOIN message m ON m.id = a.message WHERE m.conversation = $1 ORDER BY a.created_at, a.id"
);

const STORED_BYTES: &str = "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM (
     SELECT a.size FROM draft d JOIN attachment a ON a.draft = d.id WHERE d.owner = $1
     UNION ALL
     SELECT u.size FROM draft d JOIN upload u ON u.draft = d.id WHERE d.owner = $1 AND u.finished_at IS NULL
     UNION ALL
     SELECT a.size FROM message m JOIN attachment a ON a.message = m.id
     WHERE m.author = $1 AND m.sent_at > $2) AS stored";

/// Returns the files of a draft, oldest first, with their ranks.
pub async fn of_draft(db: &Db, draft: DraftId) -> Result<Vec<Attachment>, Error> {
    let files = on!(db, |c| sqlx::query_as(OF_DRAFT).bind(draft).fetch_all(c).await)?;
    Ok(rank(files))
}

/// Like [`of_draft`], inside a transaction and without the ranks.
pub async fn of_draft_tx(tx: &mut Tx, draft: DraftId) -> Result<Vec<Attachment>, Error> {
    Ok(on_tx!(tx, |c| sqlx::query_as(OF_DRAFT).bind(draft).fetch_all(c).await)?)
}

/// Returns the total size in bytes of a person's files: those of drafts, received or announced, and those of messages
/// sent after `since`.
pub async fn stored_bytes(db: &Db, person: PersonId, since: Moment) -> Result<u64, Error> {
    let total: i64 =
        on!(db, |c| sqlx::query_scalar(STORED_BYTES).bind(person).bind(since).fetch_one(c).await)?;
    Ok(total.unsigned_abs())
}

/// Like [`stored_bytes`], inside a transaction.
pub async fn stored_bytes_tx(tx: &mut Tx, person: PersonId, since: Moment) -> Result<u64, Error> {
    let total: i64 =
        on_tx!(tx, |c| sqlx::query_scalar(STORED_BYTES).bind(person).bind(since).fetch_one(c).await)?;
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
    draft: DraftId,
    file: &Attachment,
    stored: &StoredFile,
) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query(
            "INSERT INTO attachment (id, draft, slot, name, size, sha256, media_type, storage_key, scan, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(file.id)
        .bind(draft)
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
    resumable::store::delete_of_draft(tx, draft, 0).await
}

/// Deletes the row of an unsent file.
pub async fn delete_unsent(portal: &Portal, id: AttachmentId) -> Result<(), Error> {
    execute!(portal.db, sqlx::query("DELETE FROM attachment WHERE id = $1 AND message IS NULL").bind(id))?;
    Ok(())
}

/// Deletes the row of a file of the draft. Returns the key of the file, which the caller discards.
pub async fn delete_from_draft(
    portal: &Portal,
    draft: DraftId,
    id: AttachmentId,
) -> Result<Option<FileKey>, Error> {
    Ok(change!(portal.db, |c| {
        sqlx::query_scalar("DELETE FROM attachment WHERE id = $1 AND draft = $2 RETURNING storage_key")
            .bind(id)
            .bind(draft)
            .fetch_optional(c)
            .await
    })?)
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
    keys.extend(resumable::store::delete_of_draft(tx, draft, 0).await?);
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
