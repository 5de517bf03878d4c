//! Export of a person's cases with their files, and erasure with the account.

use std::collections::BTreeMap;

use platform::{
    Error,
    db::{Moment, Tx},
    files::FileKey,
    on, on_tx,
};
use serde_json::{Value, json};
use sqlx::FromRow;

use super::purge::delete;
use crate::{
    Portal,
    id::{AccountId, CaseId, RowId},
    messaging::{self, Attachment, personal_data::ExportedFile},
};

#[derive(FromRow)]
struct Written {
    case_id: CaseId,
    reference: String,
    name: String,
    email: String,
    company: String,
    subject: String,
    id: RowId,
    content: String,
    written_at: Moment,
}

/// Exports what the person wrote in their cases and the files that they added; neither the answers of advisers nor internal
/// notes.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<(Value, Vec<ExportedFile>), Error> {
    let written: Vec<Written> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT s.id AS case_id, s.reference, s.name, s.email, s.company, s.subject, e.id, e.content, e.written_at
             FROM support_case s JOIN support_entry e ON e.case_id = s.id AND e.kind = 'personne'
             WHERE s.account_id = $1 ORDER BY s.created_at, e.written_at, e.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let cases: BTreeMap<CaseId, &str> = written.iter().map(|one| (one.case_id, &*one.reference)).collect();
    let (mut unsent, mut sent, mut exported) = (Vec::new(), BTreeMap::<RowId, Vec<Value>>::new(), Vec::new());
    for (case, reference) in cases {
        let own = |file: &Attachment| {
            file.entry.is_none_or(|entry| written.iter().any(|message| message.id == entry))
        };
        for file in messaging::of_case(&portal.db, case, None).await?.into_iter().filter(own) {
            match file.entry {
                Some(entry) => sent.entry(entry).or_default().push(described(&file)),
                None => unsent.push(json!({ "dossier": reference, "piece": described(&file) })),
            }
            exported.extend(exported_file(reference, exported.len() + 1, file));
        }
    }
    let messages = written.into_iter().map(|one| {
        json!({
            "dossier": one.reference,
            "nom": one.name,
            "courriel": one.email,
            "entreprise": one.company,
            "sujet": one.subject,
            "message": one.content,
            "date": one.written_at.rfc3339(),
            "pieces": sent.remove(&one.id).unwrap_or_default(),
        })
    });
    let messages: Vec<Value> = messages.collect();
    Ok((json!({ "messages": messages, "pieces_non_envoyees": unsent }), exported))
}

/// Returns a file that the antivirus scan allows to open. Numbered: two files may have the same name.
fn exported_file(reference: &str, number: usize, file: Attachment) -> Option<ExportedFile> {
    file.scan.allows_opening().then(|| ExportedFile {
        folder: reference.to_owned(),
        name: format!("{number:03}-{}", file.name),
        key: file.storage_key,
    })
}

fn described(file: &Attachment) -> Value {
    json!({
        "nom": file.name, "octets": file.size, "sha256": file.sha256.as_str(), "fourni": file.scan.allows_opening(),
    })
}

/// Deletes the cases of an account. Returns the files to discard after the commit.
pub(crate) async fn erase(tx: &mut Tx, account: AccountId) -> Result<Vec<FileKey>, Error> {
    let cases: Vec<CaseId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM support_case WHERE account_id = $1")
            .bind(account)
            .fetch_all(c)
            .await
    })?;
    let mut files = Vec::new();
    for case in cases {
        files.extend(delete(tx, case).await?);
    }
    Ok(files)
}
