//! Forms sent after the session expired (mission §2.3): stored for the person whose session it was, in the same
//! browser, and restored after their next sign-in. Owns `parked_form`.

use domain::form::Answers;
use sqlx::types::Json;

use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx, on, on_tx,
};

use crate::{
    Portal,
    accounts::{
        flash::{self, Flash},
        sessions::{EndedSession, Owner},
    },
    id::SessionId,
};

/// Retention of a parked form: a working day and the following night.
const RETENTION: Duration = Duration::from_secs(24 * 3600);

/// Maximum number of forms parked for one person; older ones are deleted.
const MAX_FORMS: i64 = 20;

const NOTICE: &str = "Votre saisie est conservée sur la page où vous étiez.";

/// Parks a form sent after its session expired, without passwords and codes. `page`: path of the page that shows it;
/// `answers`: those to the fields of the form, bounded by the caller.
pub async fn park(
    portal: &Portal,
    ended: &EndedSession,
    page: &str,
    form: &str,
    answers: &Answers,
) -> Result<(), Error> {
    let (account, member) = match ended.owner {
        Some(Owner::Account(account)) => (Some(account), None),
        Some(Owner::Staff(member)) => (None, Some(member)),
        None => return Ok(()),
    };
    let answers = flash::without_secrets(answers);
    let mut tx = portal.db.begin().await?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO parked_form (session_chain, account_id, staff_id, page, form, answers, parked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (session_chain, page, form) DO UPDATE
             SET account_id = excluded.account_id, staff_id = excluded.staff_id, answers = excluded.answers,
                 parked_at = excluded.parked_at",
        )
        .bind(ended.chain)
        .bind(account)
        .bind(member)
        .bind(flash::without_query(page))
        .bind(form)
        .bind(Json(&answers))
        .bind(portal.clock.now())
    )?;
    execute_tx!(
        tx,
        sqlx::query(
            "DELETE FROM parked_form WHERE (session_chain, page, form) IN (
                 SELECT session_chain, page, form FROM parked_form WHERE account_id = $1 OR staff_id = $2
                 ORDER BY parked_at DESC, session_chain, page, form LIMIT 100 OFFSET $3)",
        )
        .bind(account)
        .bind(member)
        .bind(MAX_FORMS)
    )?;
    Ok(tx.commit().await?)
}

/// Returns `true` if a form is parked for this browser.
pub async fn any_parked(portal: &Portal, chain: SessionId) -> Result<bool, Error> {
    let limit = portal.clock.now() - RETENTION;
    let count: i64 = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM parked_form WHERE session_chain = $1 AND parked_at > $2")
            .bind(chain)
            .bind(limit)
            .fetch_one(c)
            .await
    })?;
    Ok(count > 0)
}

/// Moves the forms parked for this person into the flash of their new session, whose pages then show them.
pub(crate) async fn restore(
    tx: &mut Tx,
    now: Moment,
    chain: Option<SessionId>,
    owner: Owner,
    session: SessionId,
) -> Result<(), Error> {
    // The flash may hold the input of another person: a visitor, or a user who has signed out since.
    flash::clear(tx, session).await?;
    let Some(chain) = chain else { return Ok(()) };
    let (account, member) = match owner {
        Owner::Account(account) => (Some(account), None),
        Owner::Staff(member) => (None, Some(member)),
    };
    let forms: Vec<(String, String, Json<Answers>)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "DELETE FROM parked_form
             WHERE session_chain = $1 AND (account_id = $2 OR staff_id = $3) AND parked_at > $4
             RETURNING page, form, answers",
        )
        .bind(chain)
        .bind(account)
        .bind(member)
        .bind(now - RETENTION)
        .fetch_all(c)
        .await
    })?;
    if forms.is_empty() {
        return Ok(());
    }
    for (page, form, Json(answers)) in forms {
        let form = flash::on_page(&form, &page);
        flash::store_tx(tx, now, session, &Flash { form, answers, ..Flash::default() }).await?;
    }
    let notice =
        Flash { form: flash::NOTICE.to_owned(), notice: Some(NOTICE.to_owned()), ..Flash::default() };
    flash::store_tx(tx, now, session, &notice).await
}

/// Deletes forms parked for more than a day; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM parked_form WHERE parked_at <= $1").bind(limit))?)
}
