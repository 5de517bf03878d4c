//! Messages, drafts and files of a person, as JSON with French member names.

use std::collections::BTreeSet;

use domain::{
    form::Answers,
    rights::{Action, Habilitation},
    siren::Siren,
};
use serde_json::{Value, json};
use sqlx::{FromRow, types::Json};

use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    id::{AccountId, DraftId, MessageId},
    messaging::{
        access::is_allowed,
        attachments::{Attachment, attachment_columns},
    },
};

/// Returns `true` if the person may read the question or draft now.
fn is_readable(held: &[Habilitation], siren: &str, confidential: bool) -> bool {
    let action = Action::UseMotif { confidential: true };
    !confidential || Siren::parse(siren).is_ok_and(|siren| is_allowed(held, &siren, &action))
}

#[derive(FromRow)]
pub(super) struct WrittenMessage {
    pub id: MessageId,
    kind: String,
    #[sqlx(json)]
    content: Value,
    sent_at: Moment,
    pub number: String,
    pub siren: String,
    company: String,
    motif: String,
    subject: String,
    service: String,
    pub confidential: bool,
}

impl WrittenMessage {
    pub fn json(&self, files: &[WrittenFile]) -> Value {
        json!({
            "question": self.number, "siren": self.siren, "entreprise": self.company, "motif": self.motif,
            "service": self.service, "objet": self.subject, "sorte": self.kind,
            "envoye_le": self.sent_at.rfc3339(), "saisie": self.content.get("typed"),
            "reponses_affichees": self.content.get("shown"), "pieces": files_json(files, FileOwner::Message(self.id)),
        })
    }
}

/// Returns the messages of a person.
pub(super) async fn messages(
    portal: &Portal,
    account: AccountId,
    held: &[Habilitation],
) -> Result<Vec<WrittenMessage>, Error> {
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
    messages.retain(|message| is_readable(held, &message.siren, message.confidential));
    Ok(messages)
}

/// Returns the questions that a person follows, as JSON.
pub(super) async fn followed(
    portal: &Portal,
    account: AccountId,
    held: &[Habilitation],
) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, String, bool, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT c.number, c.siren, c.confidential, f.followed_at
             FROM question_follower f JOIN conversation c ON c.id = f.conversation WHERE f.account = $1
             ORDER BY f.followed_at, c.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let readable =
        rows.into_iter().filter(|(_, siren, confidential, _)| is_readable(held, siren, *confidential));
    let followed = readable.map(
        |(number, siren, _, at)| json!({ "question": number, "siren": siren, "suivie_depuis": at.rfc3339() }),
    );
    Ok(followed.collect())
}

#[derive(FromRow)]
pub(super) struct WrittenDraft {
    pub id: DraftId,
    kind: String,
    pub siren: String,
    answers: Json<Answers>,
    pub confidential: bool,
    updated_at: Moment,
}

impl WrittenDraft {
    pub fn json(&self, files: &[WrittenFile], uploads: &[UnfinishedUpload]) -> Value {
        let uploads: Vec<Value> =
            uploads.iter().filter(|upload| upload.draft == self.id).map(UnfinishedUpload::json).collect();
        json!({
            "sorte": self.kind, "siren": self.siren, "saisie": self.answers,
            "modifie_le": self.updated_at.rfc3339(), "pieces": files_json(files, FileOwner::Draft(self.id)),
            "envois_interrompus": uploads,
        })
    }
}

/// Returns the drafts of a person.
pub(super) async fn drafts(
    portal: &Portal,
    account: AccountId,
    held: &[Habilitation],
) -> Result<Vec<WrittenDraft>, Error> {
    let mut drafts: Vec<WrittenDraft> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, kind, siren, answers, confidential, updated_at FROM draft
             WHERE owner = $1 AND kind <> 'reponse' ORDER BY updated_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    drafts.retain(|draft| is_readable(held, &draft.siren, draft.confidential));
    Ok(drafts)
}

/// A file of which a part was received. It is deleted within a day; the export names it without its content.
#[derive(FromRow)]
pub(super) struct UnfinishedUpload {
    draft: DraftId,
    name: String,
    size: i64,
    received: i64,
    created_at: Moment,
}

impl UnfinishedUpload {
    fn json(&self) -> Value {
        json!({
            "nom": self.name, "octets": self.size, "octets_recus": self.received,
            "commence_le": self.created_at.rfc3339(),
        })
    }
}

/// Returns the unfinished uploads of a person.
pub(super) async fn uploads(portal: &Portal, account: AccountId) -> Result<Vec<UnfinishedUpload>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT u.draft, u.name, u.size, u.received, u.created_at FROM draft d JOIN upload u ON u.draft = d.id
             WHERE d.owner = $1 AND u.finished_at IS NULL ORDER BY u.created_at, u.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

#[derive(FromRow)]
pub(super) struct WrittenFile {
    #[sqlx(flatten)]
    pub attachment: Attachment,
    draft: Option<DraftId>,
}

/// Owner of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FileOwner {
    Message(MessageId),
    Draft(DraftId),
}

impl WrittenFile {
    pub fn owner(&self) -> Option<FileOwner> {
        self.attachment.message.map(FileOwner::Message).or(self.draft.map(FileOwner::Draft))
    }
}

const FILES: &str = concat!(
    "SELECT ",
    attachment_columns!(),
    ", a.draft FROM attachment a LEFT JOIN message m ON m.id = a.message LEFT JOIN draft d ON d.id = a.draft
     WHERE (m.author = $1 AND m.kind <> 'reponse') OR (d.owner = $1 AND d.kind <> 'reponse')
     ORDER BY a.created_at, a.id"
);

/// Returns the files of these messages and drafts.
pub(super) async fn files(
    portal: &Portal,
    account: AccountId,
    messages: &[WrittenMessage],
    drafts: &[WrittenDraft],
) -> Result<Vec<WrittenFile>, Error> {
    let mut files: Vec<WrittenFile> =
        on!(portal.db, |c| sqlx::query_as(FILES).bind(account).fetch_all(c).await)?;
    let messages = messages.iter().map(|message| FileOwner::Message(message.id));
    let owners: BTreeSet<FileOwner> =
        messages.chain(drafts.iter().map(|draft| FileOwner::Draft(draft.id))).collect();
    files.retain(|file| file.owner().is_some_and(|owner| owners.contains(&owner)));
    Ok(files)
}

fn files_json(files: &[WrittenFile], owner: FileOwner) -> Vec<Value> {
    let files = files.iter().filter(|file| file.owner() == Some(owner)).map(|file| {
        let Attachment { name, size, sha256, scan, .. } = &file.attachment;
        json!({ "nom": name, "octets": size, "sha256": sha256.as_str(), "fourni": scan.allows_opening() })
    });
    files.collect()
}
