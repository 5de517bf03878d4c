//! The deletion of an account (mission §2.4; `docs/adr/0009-deleted-accounts.md`): at once, without a way back.

use domain::{
    form::{Answers, FormDefinition, check},
    message::ARCHIVE_YEARS,
    problem::Problem,
    profile_forms,
};
use uuid::Uuid;

use super::letters::AccountDeletedLetter;
use crate::{
    Error, Portal,
    account::{self, Account},
    change,
    db::{Db, Moment, Tx},
    files::FileKey,
    live::Signal,
    mail, messaging, on, on_tx,
    secret::Token,
    session::Session,
};

/// What is typed to confirm.
pub fn deletion_form() -> FormDefinition {
    profile_forms::delete_account()
}

/// Deletes the signed-in person's account.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::ProofNeeded`], [`Problem::NotYourLogin`].
pub async fn delete_account(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let now = portal.clock.now();
    let usager = session.proved_usager(now)?;
    let problems = check(&deletion_form(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if answers.text("identifiant").to_ascii_lowercase() != usager.login {
        return Err(Error::invalid("identifiant", Problem::NotYourLogin));
    }
    let mut tx = portal.db.begin().await?;
    refuse_closed(&mut tx, session.id).await?;
    let owner = account::by_id_in(&mut tx, usager.account).await?.ok_or(Error::NotFound)?;
    let keys = erase(&mut tx, &owner, now).await?;
    let letter = AccountDeletedLetter {
        first_name: owner.first_name.clone(),
        login: owner.login.clone(),
        when: now.french_minute(),
        years: ARCHIVE_YEARS,
    };
    mail::enqueue(&mut tx, now, &owner.email, &letter).await?;
    tx.tell(Signal::Session(owner.id));
    tx.commit().await?;
    tracing::info!(account = %owner.id, "account deleted");
    for key in keys {
        messaging::discard_file(portal, &key).await;
    }
    portal.wake_workers();
    Ok(())
}

/// A session that was closed meanwhile deletes nothing.
async fn refuse_closed(tx: &mut Tx, session: Uuid) -> Result<(), Error> {
    let open = on_tx!(tx, |c| {
        sqlx::query("UPDATE session SET seen_at = seen_at WHERE id = $1 AND closed_at IS NULL")
            .bind(session)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if open == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Everything of the person, in one transaction; tables that refer to the account follow it (`ON DELETE CASCADE`).
/// Gives the files to delete after the commit.
async fn erase(tx: &mut Tx, owner: &Account, now: Moment) -> Result<Vec<FileKey>, Error> {
    let mut keys = messaging::forget_author(tx, owner.id).await?;
    let copy: Option<Option<FileKey>> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT storage_key FROM data_export WHERE account_id = $1")
            .bind(owner.id)
            .fetch_optional(c)
            .await
    })?;
    keys.extend(copy.flatten());
    crate::age::forget(tx, now, owner).await?;
    forget_addresses(tx, owner).await?;
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO retired_login (login_hash, retired_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(Token::hash(&owner.login))
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    on_tx!(tx, |c| sqlx::query("DELETE FROM account WHERE id = $1")
        .bind(owner.id)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(keys)
}

/// What names the person by address or number rather than by account: mails and messages, sent or waiting, demands,
/// limits. An address of before is in mails of the last 30 days at most, which go with them.
async fn forget_addresses(tx: &mut Tx, owner: &Account) -> Result<(), Error> {
    let number: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT sms_number FROM account WHERE id = $1").bind(owner.id).fetch_one(c).await
    })?;
    let wanted: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT email FROM email_change WHERE account_id = $1")
            .bind(owner.id)
            .fetch_optional(c)
            .await
    })?;
    for address in std::iter::once(owner.email.clone()).chain(wanted) {
        forget(tx, "DELETE FROM outbox WHERE recipient = $1", &address).await?;
        forget(tx, "DELETE FROM throttle WHERE bucket = $1", &format!("courriel:{address}")).await?;
    }
    if let Some(number) = number {
        forget(tx, "DELETE FROM sms_outbox WHERE recipient = $1", &number).await?;
    }
    for typed in [&owner.email, &owner.login] {
        forget(tx, "DELETE FROM reset_demand WHERE LOWER(typed) = $1", typed).await?;
    }
    Ok(())
}

async fn forget(tx: &mut Tx, statement: &'static str, value: &str) -> Result<(), Error> {
    on_tx!(tx, |c| sqlx::query(statement).bind(value).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Was this identifiant a deleted account's, less than seven years ago? It is then nobody else's: what the old account
/// is remembered by must not become another person's.
pub(crate) async fn is_retired(db: &Db, login: &str) -> Result<bool, Error> {
    let found: Option<Moment> = on!(db, |c| {
        sqlx::query_scalar("SELECT retired_at FROM retired_login WHERE login_hash = $1")
            .bind(Token::hash(login))
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Frees the identifiants of accounts deleted more than seven years ago.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now().years_before(ARCHIVE_YEARS);
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM retired_login WHERE retired_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
