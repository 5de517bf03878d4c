use domain::{form::Answers, motif::Motif, problem::Problem};
use sqlx::types::Json;

use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute, execute_tx,
    files::FileKey,
    on, on_tx,
};

use super::{edit::Edit, limits::check_count};

use crate::{
    Portal,
    accounts::account,
    id::{ConversationId, DraftId, PersonId, RevisionId, RowId, StaffId},
    messaging::{
        access::Access,
        attachments,
        conversations::{Author, Conversation},
    },
};

/// Creates the draft of a question; does nothing if there is one of this identifier, or was before it was sent.
///
/// # Errors
/// As [`check_count`].
pub async fn insert_question(
    portal: &Portal,
    access: &Access,
    id: DraftId,
    motif: &Motif,
    answers: &Answers,
) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    account::lock(&mut tx, access.account).await?;
    if is_known(&mut tx, id).await? {
        return Ok(());
    }
    check_count(&mut tx, portal, access.account, "question").await?;
    execute_tx!(tx, sqlx::query(
            "INSERT INTO draft (id, kind, owner, siren, confidential, definition, answers, revision, created_at, updated_at)
             VALUES ($1, 'question', $2, $3, $4, $5, $6, $7, $8, $8)",
        )
        .bind(id)
        .bind(access.account)
        .bind(access.siren.as_str())
        .bind(motif.confidential)
        .bind(Json(motif))
        .bind(Json(answers))
        .bind(RevisionId::NIL)
        .bind(portal.clock.now()))?;
    Ok(tx.commit().await?)
}

/// Returns `true` if a draft or a sent question has this identifier.
async fn is_known(tx: &mut Tx, id: DraftId) -> Result<bool, Error> {
    let known: Option<DraftId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM draft WHERE id = $1 UNION ALL SELECT draft FROM message WHERE draft = $1",
        )
        .bind(id)
        .fetch_optional(c)
        .await
    })?;
    Ok(known.is_some())
}

/// Returns the author's follow-up or answer to the question; creates it if needed.
///
/// # Errors
/// As [`check_count`], for an operator.
pub async fn find_or_insert_reply(
    portal: &Portal,
    author: &Author,
    conversation: &Conversation,
) -> Result<DraftId, Error> {
    if let Some(reply) = of_reply(&portal.db, author.id, conversation.id).await? {
        return Ok(reply.id);
    }
    let mut tx = portal.db.begin().await?;
    if let Some(account) = author.account {
        check_count(&mut tx, portal, account, author.reply_kind()).await?;
    }
    execute_tx!(tx, sqlx::query(
            "INSERT INTO draft (id, kind, owner, siren, confidential, conversation, answers, revision, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT DO NOTHING",
        )
        .bind(RowId::generate())
        .bind(author.reply_kind())
        .bind(author.id)
        .bind(conversation.siren.as_str())
        .bind(conversation.confidential)
        .bind(conversation.id)
        .bind(Json(Answers::default()))
        .bind(RevisionId::NIL)
        .bind(portal.clock.now()))?;
    // Another request of the author may have created it first.
    let draft = of_reply_tx(&mut tx, author.id, conversation.id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(draft)
}

/// An unsent follow-up or answer.
#[derive(sqlx::FromRow)]
pub struct StoredReply {
    pub id: DraftId,
    #[sqlx(json)]
    pub answers: Answers,
    pub revision: RevisionId,
}

/// Returns the owner's unsent follow-up or answer to a question.
pub async fn of_reply(
    db: &Db,
    owner: PersonId,
    conversation: ConversationId,
) -> Result<Option<StoredReply>, Error> {
    Ok(on!(db, |c| {
        sqlx::query_as("SELECT id, answers, revision FROM draft WHERE owner = $1 AND conversation = $2")
            .bind(owner)
            .bind(conversation)
            .fetch_optional(c)
            .await
    })?)
}

/// Returns the members of the staff with an unsent answer that has a text, and when it was last saved; latest first.
pub async fn answers_to(
    portal: &Portal,
    conversation: ConversationId,
) -> Result<Vec<(StaffId, Moment)>, Error> {
    let stored: Vec<(StaffId, Moment, Json<Answers>)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT owner, updated_at, answers FROM draft WHERE conversation = $1 AND kind = 'reponse'
             ORDER BY updated_at DESC",
        )
        .bind(conversation)
        .fetch_all(c)
        .await
    })?;
    let with_text = stored.into_iter().filter(|(.., Json(answers))| !answers.text("message").is_empty());
    Ok(with_text.map(|(owner, at, _)| (owner, at)).collect())
}

/// Like [`of_reply`], inside a transaction and without the answers.
pub async fn of_reply_tx(
    tx: &mut Tx,
    owner: PersonId,
    conversation: ConversationId,
) -> Result<Option<DraftId>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE owner = $1 AND conversation = $2")
            .bind(owner)
            .bind(conversation)
            .fetch_optional(c)
            .await
    })?)
}

/// Returns the answers of a draft that exists.
pub async fn answers_tx(tx: &mut Tx, id: DraftId) -> Result<Answers, Error> {
    let Json(answers) = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT answers FROM draft WHERE id = $1").bind(id).fetch_one(c).await
    })?;
    Ok(answers)
}

/// Replaces the answers of a draft. Without an `edit`, they replace those of any page.
///
/// # Errors
/// [`Error::NotFound`] if it was sent or deleted; [`Error::Invalid`] if another page wrote other answers.
pub async fn store_answers(
    portal: &Portal,
    id: DraftId,
    answers: &Answers,
    edit: Option<Edit>,
) -> Result<(), Error> {
    let Edit { shown, own } = edit.unwrap_or(Edit::of(RevisionId::NIL));
    let changed = execute!(
        portal.db,
        sqlx::query(
            "UPDATE draft SET answers = $1, updated_at = $2, revision = $3
             WHERE id = $4 AND (revision IN ($3, $5) OR $6)",
        )
        .bind(Json(answers))
        .bind(portal.clock.now())
        .bind(own)
        .bind(id)
        .bind(shown)
        .bind(edit.is_none())
    )?;
    if changed == 1 {
        return Ok(());
    }
    if answers_of(portal, id).await? == *answers {
        return Ok(());
    }
    Err(Error::invalid("", Problem::DraftChangedElsewhere))
}

/// Replaces the definition of an unsent question, and its answers, if it still has this revision.
///
/// # Errors
/// [`Error::Invalid`] if a page wrote other answers, or it was sent or deleted.
pub async fn store_definition(
    portal: &Portal,
    id: DraftId,
    motif: &Motif,
    answers: &Answers,
    revision: RevisionId,
) -> Result<(), Error> {
    let changed = execute!(
        portal.db,
        sqlx::query(
            "UPDATE draft SET definition = $1, confidential = $2, answers = $3, updated_at = $4, revision = $5
             WHERE id = $6 AND revision = $7 AND kind = 'question'",
        )
        .bind(Json(motif))
        .bind(motif.confidential)
        .bind(Json(answers))
        .bind(portal.clock.now())
        .bind(RevisionId::generate())
        .bind(id)
        .bind(revision)
    )?;
    if changed == 1 { Ok(()) } else { Err(Error::invalid("", Problem::DraftChangedElsewhere)) }
}

async fn answers_of(portal: &Portal, id: DraftId) -> Result<Answers, Error> {
    let found: Option<Json<Answers>> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT answers FROM draft WHERE id = $1").bind(id).fetch_optional(c).await
    })?;
    found.map(|Json(answers)| answers).ok_or(Error::NotFound)
}

/// Locks the draft until the end of the transaction, so that its files and answers cannot change.
///
/// # Errors
/// [`Error::NotFound`] if it was sent or deleted.
pub async fn lock(tx: &mut Tx, id: DraftId, now: Moment) -> Result<(), Error> {
    let locked =
        execute_tx!(tx, sqlx::query("UPDATE draft SET updated_at = $1 WHERE id = $2").bind(now).bind(id))?;
    if locked == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Like [`delete`]; returns `None` if the draft was changed after `limit`.
pub async fn delete_unchanged_since(
    tx: &mut Tx,
    id: DraftId,
    limit: Moment,
) -> Result<Option<Vec<FileKey>>, Error> {
    let locked = execute_tx!(
        tx,
        sqlx::query("UPDATE draft SET updated_at = updated_at WHERE id = $1 AND updated_at < $2")
            .bind(id)
            .bind(limit)
    )?;
    if locked == 1 { Ok(Some(delete(tx, id).await?)) } else { Ok(None) }
}

/// Deletes a draft and the rows of its files. Returns the keys of the files, which the caller discards after the
/// commit.
pub async fn delete(tx: &mut Tx, id: DraftId) -> Result<Vec<FileKey>, Error> {
    let keys = attachments::delete_of_draft(tx, id).await?;
    delete_sent(tx, id).await?;
    Ok(keys)
}

/// Deletes a draft whose files were moved to the message it became.
pub async fn delete_sent(tx: &mut Tx, id: DraftId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM draft WHERE id = $1").bind(id))?;
    Ok(())
}

/// Like [`delete`], for all drafts of a person.
pub async fn delete_of_owner(tx: &mut Tx, owner: PersonId) -> Result<Vec<FileKey>, Error> {
    let drafts: Vec<DraftId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE owner = $1").bind(owner).fetch_all(c).await
    })?;
    delete_each(tx, drafts).await
}

/// Like [`delete`], for all unsent replies to a question.
pub async fn delete_of_conversation(
    tx: &mut Tx,
    conversation: ConversationId,
) -> Result<Vec<FileKey>, Error> {
    let drafts: Vec<DraftId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE conversation = $1")
            .bind(conversation)
            .fetch_all(c)
            .await
    })?;
    delete_each(tx, drafts).await
}

async fn delete_each(tx: &mut Tx, drafts: Vec<DraftId>) -> Result<Vec<FileKey>, Error> {
    let mut keys = Vec::new();
    for draft in drafts {
        keys.extend(delete(tx, draft).await?);
    }
    Ok(keys)
}
