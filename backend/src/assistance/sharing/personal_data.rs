//! Export of a person's shared views. They are deleted with the account.

use platform::{Error, db::Moment, on};
use serde_json::{Value, json};

use crate::{Portal, id::AccountId};

/// Exports when the person shared their view, and with whom.
pub async fn export(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let rows: Vec<(String, Option<Moment>, Option<Moment>)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT adviser_name, started_at, ended_at FROM shared_view
             WHERE account_id = $1 ORDER BY started_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let views = rows.into_iter().map(|(adviser, from, to)| {
        json!({
            "conseiller": adviser,
            "debut": from.map(Moment::rfc3339),
            "fin": to.map(Moment::rfc3339),
        })
    });
    Ok(views.collect())
}
