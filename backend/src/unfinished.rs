//! What was typed survives the end of a session (mission §2.3): a form that came too late is kept for the person whose
//! session had ended, in the same browser, and given back once they have signed in again.

use domain::form::Answers;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    flash::{self, Flash},
    on, on_tx,
    session::{EndedSession, Owner},
};

/// How long it waits: a working day and its night.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// Forms kept for one browser; more would be no person's typing.
const MAX_FORMS: i64 = 20;

const NOTICE: &str = "Ce que vous aviez saisi vous attend, sur la page où vous étiez.";

/// Keeps a form that came after the end of its session; never passwords nor codes. `page`: the path it stands on.
pub async fn keep(
    portal: &Portal,
    ended: &EndedSession,
    page: &str,
    form: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let (account, agent) = match ended.owner {
        Some(Owner::Account(account)) => (Some(account), None),
        Some(Owner::Agent(agent)) => (None, Some(agent)),
        None => return Ok(()),
    };
    let answers = flash::without_secrets(answers);
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO unfinished_form (line, account_id, agent_id, page, form, answers, kept_at)
             SELECT $1, $2, $3, $4, $5, $6, $7
             WHERE (SELECT COUNT(*) FROM unfinished_form WHERE line = $1) < $8
             ON CONFLICT (line, page, form) DO UPDATE
             SET account_id = excluded.account_id, agent_id = excluded.agent_id, answers = excluded.answers,
                 kept_at = excluded.kept_at",
        )
        .bind(ended.line)
        .bind(account)
        .bind(agent)
        .bind(flash::without_query(page))
        .bind(form)
        .bind(Json(&answers))
        .bind(now)
        .bind(MAX_FORMS)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Does something wait for whoever signs in again in this browser?
pub async fn waits(portal: &Portal, line: Uuid) -> Result<bool, Error> {
    let limit = portal.clock.now() - KEPT;
    let count: i64 = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM unfinished_form WHERE line = $1 AND kept_at > $2")
            .bind(line)
            .bind(limit)
            .fetch_one(c)
            .await
    })?;
    Ok(count > 0)
}

/// Hands what waits for this person over to their new session, whose pages then show it.
pub(crate) async fn give_back(
    tx: &mut Tx,
    now: Moment,
    line: Option<Uuid>,
    owner: Owner,
    session: Uuid,
) -> Result<(), Error> {
    // Somebody else may have typed it: a visitor, or a person who has signed out since.
    flash::forget(tx, session).await?;
    let Some(line) = line else { return Ok(()) };
    let (account, agent) = match owner {
        Owner::Account(account) => (Some(account), None),
        Owner::Agent(agent) => (None, Some(agent)),
    };
    let forms: Vec<(String, String, Json<Answers>)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "DELETE FROM unfinished_form
             WHERE line = $1 AND (account_id = $2 OR agent_id = $3) AND kept_at > $4
             RETURNING page, form, answers",
        )
        .bind(line)
        .bind(account)
        .bind(agent)
        .bind(now - KEPT)
        .fetch_all(c)
        .await
    })?;
    if forms.is_empty() {
        return Ok(());
    }
    for (page, form, Json(answers)) in forms {
        let form = flash::on_page(&form, &page);
        flash::keep_in(tx, now, session, &Flash { form, answers, ..Flash::default() }).await?;
    }
    let notice =
        Flash { form: flash::NOTICE.to_owned(), notice: Some(NOTICE.to_owned()), ..Flash::default() };
    flash::keep_in(tx, now, session, &notice).await
}

/// Forgets what nobody came back for.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - KEPT;
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM unfinished_form WHERE kept_at <= $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
