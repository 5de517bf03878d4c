//! Personal data in acknowledgements: export for the person, erasure with the account.

use platform::{
    Error,
    db::{Moment, Tx},
    on,
};
use serde_json::{Value, json};
use sqlx::FromRow;

use super::store;
use crate::{Portal, id::AccountId, messaging::DELETED_AUTHOR};

#[derive(FromRow)]
struct Acknowledged {
    title: String,
    number: i32,
    company: String,
    acknowledged_at: Moment,
}

/// Exports the acknowledgements of a person, as JSON with French member names.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let all: Vec<Acknowledged> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT d.title, v.number, k.company, k.acknowledged_at
             FROM document_acknowledgement k JOIN document_version v ON v.id = k.version
             JOIN shared_document d ON d.id = v.document
             WHERE k.reader = $1 ORDER BY k.acknowledged_at, v.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let one = |row: &Acknowledged| {
        json!({
            "document": row.title,
            "version": row.number,
            "entreprise": row.company,
            "pris_connaissance_le": row.acknowledged_at.rfc3339(),
        })
    };
    Ok(Value::Array(all.iter().map(one).collect()))
}

/// Erases a person: their acknowledgements stay, signed [`DELETED_AUTHOR`].
pub(crate) async fn erase(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    store::sign_acknowledgements(tx, account, DELETED_AUTHOR).await
}
