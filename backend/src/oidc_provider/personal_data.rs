//! Personal data stored by this context. Codes and tokens are deleted with the account. RP sessions are not: the
//! téléservice must first be notified of the end of the session. They name the person by the pseudonym that the
//! téléservice knows, and are purged a day later.

use serde_json::{Value, json};

use platform::{Error, db::Moment, on};

use crate::{Portal, id::AccountId};

/// Exports the téléservices that the person opened, as JSON with French member names.
pub(crate) async fn export(portal: &Portal, account: AccountId) -> Result<Vec<Value>, Error> {
    let rows: Vec<(String, String, Moment, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT teleservice, siren, first_opened_at, last_opened_at FROM rp_session
             WHERE account = $1 ORDER BY first_opened_at",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let opened = rows.into_iter().map(|(teleservice, siren, first, last)| {
        json!({ "teleservice": teleservice, "siren": siren, "du": first.rfc3339(), "au": last.rfc3339() })
    });
    Ok(opened.collect())
}
