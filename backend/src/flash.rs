//! What a form's page shows again after POST → redirect → GET: bound to the session, shown once, never in the address.

use domain::{form::Answers, problem::Problems};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Moment, Tx},
    on, on_tx,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// Name of the form it belongs to.
    pub form: String,
    pub answers: Answers,
    pub problems: Problems,
    /// A sentence to announce: what was done.
    pub notice: Option<String>,
}

/// Form name under which a notice for the next page is kept.
pub const NOTICE: &str = "annonce";

/// Answers whose name contains one of these are secrets: never kept.
const SECRETS: [&str; 5] =
    ["mot_de_passe", "confirmation", "code", "jeton", domain::factor_forms::PASSKEY_ANSWER];

/// Keeps what was typed for the next page; replaces what the same form kept before.
pub async fn keep(portal: &Portal, session: Uuid, flash: &Flash) -> Result<(), Error> {
    let mut tx = portal.db.begin().await?;
    keep_in(&mut tx, portal.clock.now(), session, flash).await?;
    tx.commit().await?;
    Ok(())
}

/// The same in a transaction.
pub(crate) async fn keep_in(tx: &mut Tx, now: Moment, session: Uuid, flash: &Flash) -> Result<(), Error> {
    let flash = Flash { answers: without_secrets(&flash.answers), ..flash.clone() };
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO flash (session_id, form, content, kept_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (session_id, form) DO UPDATE SET content = excluded.content, kept_at = excluded.kept_at",
        )
        .bind(session)
        .bind(&flash.form)
        .bind(Json(&flash))
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Forgets all that a session keeps.
pub(crate) async fn forget(tx: &mut Tx, session: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM flash WHERE session_id = $1").bind(session).execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// The name under which a form of one page only is kept: « suite /messagerie/… ».
pub fn on_page(form: &str, path: &str) -> String {
    format!("{form} {}", without_query(path))
}

/// A path without its query nor its fragment.
pub(crate) fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or(path)
}

/// Takes what a form kept: it is shown once.
pub async fn take(portal: &Portal, session: Uuid, form: &str) -> Result<Option<Flash>, Error> {
    // Looked for by a reader first: most pages have nothing kept, and a writer is one for all.
    let there: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT session_id FROM flash WHERE session_id = $1 AND form = $2")
            .bind(session)
            .bind(form)
            .fetch_optional(c)
            .await
    })?;
    if there.is_none() {
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

/// What may be kept of the answers to a form.
pub(crate) fn without_secrets(answers: &Answers) -> Answers {
    let secret: Vec<String> = answers
        .iter()
        .map(|(name, _)| name.to_owned())
        .filter(|name| SECRETS.iter().any(|secret| name == secret || name.contains("mot_de_passe")))
        .collect();
    let mut kept = answers.clone();
    for name in secret {
        kept.remove(&name);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_dropped_and_the_rest_kept() {
        let answers = [
            ("identifiant", "alix"),
            ("mot_de_passe", "x"),
            ("nouveau_mot_de_passe", "x"),
            ("confirmation", "x"),
            ("code", "123456"),
            ("code_postal", "59000"),
        ];
        let kept = without_secrets(&answers.into_iter().collect());
        let names: Vec<&str> = kept.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["code_postal", "identifiant"]);
    }
}
