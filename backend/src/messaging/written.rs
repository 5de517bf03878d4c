//! What one person wrote, for the copy of their data; and how their name leaves it when their account is deleted.

use domain::{
    form::Answers,
    rights::{Action, Habilitation},
    siren::Siren,
};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Moment, Tx},
    files::FileKey,
    on, on_tx,
};

use super::{
    access::may,
    attachments::{Attachment, Sha256Hex, columns},
    drafts,
};

/// Who signed what a deleted account wrote (mission §2.4).
pub const DELETED_AUTHOR: &str = "Compte supprimé";

/// A person's messages and drafts, confidential ones as far as the right is held.
pub(crate) struct Written {
    pub messages: Vec<WrittenMessage>,
    pub drafts: Vec<WrittenDraft>,
    pub files: Vec<WrittenFile>,
}

#[derive(FromRow)]
pub(crate) struct WrittenMessage {
    pub id: Uuid,
    pub kind: String,
    #[sqlx(json)]
    pub content: Value,
    pub sent_at: Moment,
    pub number: String,
    pub siren: String,
    pub company: String,
    pub motif: String,
    pub subject: String,
    pub service: String,
    pub confidential: bool,
}

#[derive(FromRow)]
pub(crate) struct WrittenDraft {
    pub id: Uuid,
    pub kind: String,
    pub siren: String,
    pub answers: Json<Answers>,
    pub confidential: bool,
    pub updated_at: Moment,
}

pub(crate) struct WrittenFile {
    /// The message or the draft that it belongs to.
    pub owner: Uuid,
    pub name: String,
    /// In bytes.
    pub size: i64,
    pub sha256: Sha256Hex,
    /// The scanner lets it be opened.
    pub opens: bool,
    pub key: FileKey,
}

impl Written {
    /// SIRENs of the confidential questions and drafts.
    pub fn confidential_sirens(&self) -> Vec<String> {
        let messages = self.messages.iter().filter(|one| one.confidential).map(|one| one.siren.clone());
        let drafts = self.drafts.iter().filter(|one| one.confidential).map(|one| one.siren.clone());
        let mut sirens: Vec<String> = messages.chain(drafts).collect();
        sirens.sort_unstable();
        sirens.dedup();
        sirens
    }
}

pub(crate) async fn written_by(
    portal: &Portal,
    account: Uuid,
    held: &[Habilitation],
) -> Result<Written, Error> {
    let allowed = |siren: &str, confidential: bool| {
        let action = Action::AskMotif { confidential: true };
        !confidential || Siren::parse(siren).is_ok_and(|siren| may(held, &siren, &action))
    };
    let mut messages: Vec<WrittenMessage> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT m.id, m.kind, m.content, m.sent_at, c.number, c.siren, c.company, c.motif_title AS motif, c.subject,
                    s.name AS service, c.confidential
             FROM message m JOIN conversation c ON c.id = m.conversation JOIN service s ON s.code = c.service
             WHERE m.author = $1 AND m.kind <> 'reponse' ORDER BY m.sent_at, m.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    messages.retain(|message| allowed(&message.siren, message.confidential));
    let mut drafts: Vec<WrittenDraft> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, kind, siren, answers, confidential, updated_at FROM draft
             WHERE owner = $1 AND kind <> 'reponse' ORDER BY updated_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    drafts.retain(|draft| allowed(&draft.siren, draft.confidential));
    let mut files = files_of(portal, account).await?;
    files.retain(|file| {
        messages.iter().any(|one| one.id == file.owner) || drafts.iter().any(|one| one.id == file.owner)
    });
    Ok(Written { messages, drafts, files })
}

const FILES: &str = concat!(
    "SELECT ",
    columns!(),
    ", a.draft FROM attachment a LEFT JOIN message m ON m.id = a.message LEFT JOIN draft d ON d.id = a.draft
     WHERE (m.author = $1 AND m.kind <> 'reponse') OR (d.owner = $1 AND d.kind <> 'reponse')
     ORDER BY a.created_at, a.id"
);

async fn files_of(portal: &Portal, account: Uuid) -> Result<Vec<WrittenFile>, Error> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        attachment: Attachment,
        draft: Option<Uuid>,
    }
    let rows: Vec<Row> = on!(portal.db, |c| sqlx::query_as(FILES).bind(account).fetch_all(c).await)?;
    let files = rows.into_iter().filter_map(|row| {
        let attachment = row.attachment;
        Some(WrittenFile {
            owner: attachment.message.or(row.draft)?,
            opens: attachment.scan.opens(),
            name: attachment.name,
            size: attachment.size,
            sha256: attachment.sha256,
            key: attachment.storage_key,
        })
    });
    Ok(files.collect())
}

/// Takes a person out of the messaging: what they sent stays, signed [`DELETED_AUTHOR`]; their drafts, readings and
/// notifications go. Gives the files to delete after the commit.
pub(crate) async fn forget_author(tx: &mut Tx, account: Uuid) -> Result<Vec<FileKey>, Error> {
    for statement in [
        "UPDATE message SET author_name = $2 WHERE author = $1",
        "UPDATE conversation_step SET by_name = $2 WHERE by_account = $1",
    ] {
        on_tx!(tx, |c| {
            sqlx::query(statement).bind(account).bind(DELETED_AUTHOR).execute(c).await.map(|_| ())
        })?;
    }
    for statement in
        ["DELETE FROM notification WHERE account = $1", "DELETE FROM conversation_read WHERE reader = $1"]
    {
        on_tx!(tx, |c| sqlx::query(statement).bind(account).execute(c).await.map(|_| ()))?;
    }
    let owned: Vec<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM draft WHERE owner = $1").bind(account).fetch_all(c).await
    })?;
    let mut keys = Vec::new();
    for draft in owned {
        keys.extend(drafts::remove(tx, draft).await?);
    }
    Ok(keys)
}
