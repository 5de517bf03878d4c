//! Form state shown once after POST → redirect → GET: answers, problems and a notice, bound to the session, never in
//! the address. Owns `flash`.

use domain::{form::Answers, problem::Problems};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use platform::{
    Error, change,
    db::{Moment, Tx},
    execute_tx, on,
};

use crate::{Portal, id::SessionId};

/// State of one form for the next page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// Name of the form it belongs to.
    pub form: String,
    pub answers: Answers,
    pub problems: Problems,
    /// French sentence about the action done.
    pub notice: Option<String>,
}

/// Form name of a notice for the next page, whatever that page is.
pub const NOTICE: &str = "annonce";

/// Names of secret answers, which are never stored. So is every name that contains `mot_de_passe`.
const SECRETS: [&str; 5] =
    ["mot_de_passe", "confirmation", "code", "jeton", domain::mfa_forms::PASSKEY_RESPONSE];

/// Stores the flash of a form; replaces a former one. Does nothing if the session was deleted: the least recently used
/// anonymous ones are when there are too many.
pub async fn store(portal: &Portal, session: SessionId, flash: &Flash) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    store_tx(&mut tx, portal.clock.now(), session, flash).await?;
    tx.commit().await?;
    Ok(())
}

/// Like [`store`], inside a transaction.
pub(crate) async fn store_tx(
    tx: &mut Tx,
    now: Moment,
    session: SessionId,
    flash: &Flash,
) -> Result<(), Error> {
    let flash = Flash { answers: without_secrets(&flash.answers), ..flash.clone() };
    execute_tx!(tx, sqlx::query(
            "INSERT INTO flash (session_id, form, content, stored_at)
             SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT 1 FROM session WHERE id = $1)
             ON CONFLICT (session_id, form) DO UPDATE SET content = excluded.content, stored_at = excluded.stored_at",
        )
        .bind(session)
        .bind(&flash.form)
        .bind(Json(&flash))
        .bind(now))?;
    Ok(())
}

/// Deletes every flash of a session.
pub(crate) async fn clear(tx: &mut Tx, session: SessionId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM flash WHERE session_id = $1").bind(session))?;
    Ok(())
}

/// Name of a form that several pages show: « suite /messagerie/… ».
pub fn on_page(form: &str, path: &str) -> String {
    format!("{form} {}", without_query(path))
}

/// Removes the query and the fragment.
pub(crate) fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or(path)
}

/// Removes and returns the flash of a form.
pub async fn take(portal: &Portal, session: SessionId, form: &str) -> Result<Option<Flash>, Error> {
    // A read first: most pages have no flash, and SQLite has a single writer.
    let found: Option<SessionId> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT session_id FROM flash WHERE session_id = $1 AND form = $2")
            .bind(session)
            .bind(form)
            .fetch_optional(c)
            .await
    })?;
    if found.is_none() {
        return Ok(None);
    }
    let taken: Option<Json<Flash>> = change!(portal.db, |c| {
        sqlx::query_scalar("DELETE FROM flash WHERE session_id = $1 AND form = $2 RETURNING content")
            .bind(session)
            .bind(form)
            .fetch_optional(c)
            .await
    })?;
    Ok(taken.map(|Json(flash)| flash))
}

/// Removes secret answers.
pub(crate) fn without_secrets(answers: &Answers) -> Answers {
    let secret: Vec<String> = answers
        .iter()
        .map(|(name, _)| name.to_owned())
        .filter(|name| SECRETS.iter().any(|secret| name == secret || name.contains("mot_de_passe")))
        .collect();
    let mut stored = answers.clone();
    for name in secret {
        stored.remove(&name);
    }
    stored
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_secret_answers_are_removed() {
        let answers = [
            ("identifiant", "alix"),
            ("mot_de_passe", "x"),
            ("nouveau_mot_de_passe", "x"),
            ("confirmation", "x"),
            ("code", "123456"),
            ("code_postal", "59000"),
        ];
        let stored = without_secrets(&answers.into_iter().collect());
        let names: Vec<&str> = stored.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["code_postal", "identifiant"]);
    }
}
