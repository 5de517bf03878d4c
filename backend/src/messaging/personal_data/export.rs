//! Export of a person's messages, drafts, files and notifications.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use platform::{Error, db::Moment, files::FileKey, on};

use super::written::{self, FileOwner, WrittenFile, WrittenMessage};
use crate::{Portal, companies, id::AccountId};

/// Messages, drafts, notifications and files of a person, as JSON with French member names. Confidential questions are
/// left out unless the person holds the right to read them.
pub(crate) struct MessagingExport {
    /// Messages and drafts.
    pub written: Value,
    pub notifications: Value,
    /// Files that the antivirus scan allows to open.
    pub files: Vec<ExportedFile>,
    /// SIRENs of the confidential questions and drafts, sorted.
    pub confidential_sirens: Vec<String>,
}

/// File sent by the person.
pub(crate) struct ExportedFile {
    /// Number of the question, or « brouillons ».
    pub folder: String,
    /// Unique in the export.
    pub name: String,
    pub key: FileKey,
}

/// Exports the messages, drafts, files and notifications of a person; nothing that others wrote.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<MessagingExport, Error> {
    let held = companies::habilitations(portal, account, None).await?;
    let messages = written::messages(portal, account, &held).await?;
    let drafts = written::drafts(portal, account, &held).await?;
    let files = written::files(portal, account, &messages, &drafts).await?;
    let uploads = written::uploads(portal, account).await?;
    let confidential: BTreeSet<&str> = messages
        .iter()
        .map(|message| (message.confidential, &message.siren))
        .chain(drafts.iter().map(|draft| (draft.confidential, &draft.siren)))
        .filter_map(|(confidential, siren)| confidential.then_some(siren.as_str()))
        .collect();
    Ok(MessagingExport {
        written: json!({
            "messages": messages.iter().map(|message| message.json(&files)).collect::<Vec<_>>(),
            "brouillons": drafts.iter().map(|draft| draft.json(&files, &uploads)).collect::<Vec<_>>(),
            "questions_suivies": written::followed(portal, account, &held).await?,
        }),
        notifications: notifications(portal, account, &messages).await?,
        confidential_sirens: confidential.into_iter().map(str::to_owned).collect(),
        files: exported_files(&files, &messages),
    })
}

fn exported_files(files: &[WrittenFile], messages: &[WrittenMessage]) -> Vec<ExportedFile> {
    let folder = |owner: Option<FileOwner>| {
        let message = messages.iter().find(|message| Some(FileOwner::Message(message.id)) == owner);
        message.map_or_else(|| "brouillons".to_owned(), |message| message.number.clone())
    };
    let files = files.iter().filter(|file| file.attachment.scan.allows_opening()).enumerate();
    files
        .map(|(index, file)| ExportedFile {
            folder: folder(file.owner()),
            // Numbered: two files may have the same name.
            name: format!("{:03}-{}", index + 1, file.attachment.name),
            key: file.attachment.storage_key.clone(),
        })
        .collect()
}

/// Exports the notifications, without those of confidential questions that the person may not read now.
async fn notifications(
    portal: &Portal,
    account: AccountId,
    messages: &[WrittenMessage],
) -> Result<Value, Error> {
    let rows: Vec<(String, bool, String, Moment, Option<Moment>)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT c.number, c.confidential, n.step, n.created_at, n.read_at
             FROM notification n JOIN conversation c ON c.id = n.conversation WHERE n.account = $1
             ORDER BY n.created_at, n.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let readable = |number: &str, confidential: bool| {
        !confidential || messages.iter().any(|message| message.number == number)
    };
    let notifications = rows
        .into_iter()
        .filter(|(number, confidential, ..)| readable(number, *confidential))
        .map(|(number, _, step, created, read)| {
            let read = read.map(|at| at.rfc3339());
            json!({ "question": number, "etape": step, "le": created.rfc3339(), "lue_le": read })
        });
    Ok(Value::Array(notifications.collect()))
}
