//! Requests to reset a forgotten password: sent by anyone, answered by mail to the owner of the account.
//!
//! A request only stores the input; a worker looks up the account later. The answer and its delay are therefore the
//! same for a known and an unknown account, without simulated work.

use domain::{
    form::{Answers, checked},
    login::account_key,
    profile_forms,
};

use super::reset_link;
use platform::{
    Error,
    db::{Duration, Tx},
    execute, execute_tx, on, throttle,
};

use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        registration::{self, MailCause},
        sessions::{self, Client},
    },
    id::RowId,
};

const HOUR: Duration = Duration::from_secs(3600);

/// Number of requests processed per call of the worker.
const BATCH: i64 = 50;

/// Stores a request.
///
/// # Errors
/// [`Error::Invalid`] if nothing was typed, or if this network sent too many requests within an hour.
pub async fn request(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let answers = &checked(&profile_forms::forgotten_password(), answers, &())?;
    let bucket = format!("oubli:{}", throttle::network(client.address));
    let limit = portal.config.sign_in.registrations_per_network;
    throttle::allow(portal, &bucket, limit, HOUR).await?;
    execute!(
        portal.db,
        sqlx::query("INSERT INTO reset_request (id, typed, place, requested_at) VALUES ($1, $2, $3, $4)")
            .bind(RowId::generate())
            .bind(account_key(answers.text("identifiant")))
            .bind(sessions::place(client))
            .bind(portal.clock.now())
    )?;
    // The worker is not woken: if the next request waited for its writes, its delay would reveal whether an account was
    // found.
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ResetRequest {
    id: RowId,
    typed: String,
    place: String,
}

/// Processes stored requests and returns their number. A request that fails is retried by the next call.
pub async fn process(portal: &Portal) -> Result<usize, Error> {
    let requests: Vec<ResetRequest> = on!(portal.db, |c| {
        sqlx::query_as("SELECT id, typed, place FROM reset_request ORDER BY requested_at, id LIMIT $1")
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    let mut processed = 0;
    for request in requests {
        match process_one(portal, &request).await {
            Ok(()) => processed += 1,
            Err(error) => tracing::warn!(%error, "failed to process a password reset request"),
        }
    }
    Ok(processed)
}

async fn process_one(portal: &Portal, request: &ResetRequest) -> Result<(), Error> {
    let found = account::by_login_or_email(&portal.db, &request.typed).await?;
    // The rate limit of every mail that anyone can cause also protects the mailbox from repeated requests.
    let recipient = match found {
        Some(account)
            if registration::may_send_mail_to(portal, MailCause::PasswordReset, &account.email).await? =>
        {
            Some(account)
        }
        _ => None,
    };
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let deleted = execute_tx!(tx, sqlx::query("DELETE FROM reset_request WHERE id = $1").bind(request.id))?;
    match recipient {
        // Another instance processed it.
        _ if deleted == 0 => return Ok(()),
        Some(account) if account.activated_at.is_none() => {
            registration::resend_link(&mut tx, portal, &account).await?;
        }
        Some(account) => {
            history::record(&mut tx, now, account.id, &request.place, Event::PasswordResetRequested).await?;
            reset_link::send(&mut tx, portal, now, &account).await?;
        }
        None => {}
    }
    tx.commit().await?;
    Ok(())
}

/// Deletes the requests that name a deleted account; `typed`: its identifiant or address, in lower case.
pub(crate) async fn erase(tx: &mut Tx, typed: &str) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("DELETE FROM reset_request WHERE LOWER(typed) = $1").bind(typed))?;
    Ok(())
}
