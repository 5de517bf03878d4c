//! Export of a person's cases. They are deleted with the account.

use platform::{Error, db::Moment, on};
use serde_json::{Value, json};

use crate::{Portal, id::AccountId};

/// Exports what the person wrote in their cases; neither the answers of advisers nor internal notes.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let rows: Vec<(String, String, String, String, String, String, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT s.reference, s.name, s.email, s.company, s.subject, e.content, e.written_at
             FROM support_case s JOIN support_entry e ON e.case_id = s.id AND e.kind = 'personne'
             WHERE s.account_id = $1 ORDER BY s.created_at, e.written_at, e.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let messages = rows.into_iter().map(|(reference, name, email, company, subject, text, at)| {
        json!({
            "dossier": reference,
            "nom": name,
            "courriel": email,
            "entreprise": company,
            "sujet": subject,
            "message": text,
            "date": at.rfc3339(),
        })
    });
    Ok(messages.collect())
}
