//! Registration (mission §2.1): the account is pending until the link sent by mail is used.
//!
//! A taken identifiant is reported at its field: the person must choose another. A taken e-mail address gets the same
//! response in the same time as a free one; its owner is notified by mail.

use domain::{form::Answers, path, problem::Problem};
use platform::{
    Error,
    db::{Moment, Tx, dialect},
    mail, on, on_tx,
};

use super::{activation_link, form, limits};
use crate::{
    Portal,
    accounts::{
        account::{self, NewAccount},
        identity_providers,
        letters::AddressTakenLetter,
        retired_logins,
        sessions::{Client, Session},
    },
    id::AccountId,
};

/// Creates a pending account and sends its activation mail. If the answers name an identity provider (`fournisseur`)
/// that authenticated the person in this session, also attaches that identity; activation stays required
/// (`docs/adr/0010`).
///
/// # Errors
/// [`Error::Invalid`] with the problems of the fields, among them a taken identifiant.
pub async fn register(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<(), Error> {
    let (account, password) = form::read(portal, client, answers).await?;
    limits::limit_per_network(portal, client).await?;
    refuse_taken_login(portal, &account).await?;
    // Hashed even if the address is taken, so that both cases take the same time.
    let hash = portal.passwords.hash(password).await?;
    let may_send = limits::may_send_mail_to(portal, account.email.as_str()).await?;
    let mut tx = portal.db.begin().await?;
    let created = create(&mut tx, portal, &account, &hash, may_send).await?;
    if let (Some(created), false) = (created, answers.text("fournisseur").is_empty()) {
        identity_providers::attach_to_new_account(&mut tx, portal, session, client, created).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// Refuses an identifiant in use or retired, unless a pending account of the same address has it.
async fn refuse_taken_login(portal: &Portal, account: &NewAccount) -> Result<(), Error> {
    let taken: Option<AccountId> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM account WHERE login = $1 AND NOT (email = $2 AND activated_at IS NULL)",
        )
        .bind(account.login.as_str())
        .bind(account.email.as_str())
        .fetch_optional(c)
        .await
    })?;
    let taken = taken.is_some() || retired_logins::is_retired(&portal.db, account.login.as_str()).await?;
    if taken { Err(Error::invalid("identifiant", Problem::LoginTaken)) } else { Ok(()) }
}

/// Account that has the e-mail address of a registration.
#[derive(sqlx::FromRow)]
struct Owner {
    id: AccountId,
    login: String,
    first_name: String,
    activated_at: Option<Moment>,
}

/// Creates the account, in place of a pending one of the same address. Returns `None` if the address belongs to an
/// active account, whose owner is notified.
async fn create(
    tx: &mut Tx,
    portal: &Portal,
    account: &NewAccount,
    hash: &str,
    may_send: bool,
) -> Result<Option<AccountId>, Error> {
    match owner_of(tx, account.email.as_str()).await? {
        Some(owner) if owner.activated_at.is_some() => {
            if may_send {
                notify_owner(tx, portal, account.email.as_str(), owner).await?;
            }
            return Ok(None);
        }
        // Only the owner of the mailbox can activate an account: an earlier registration has no claim to the address.
        Some(pending) => account::delete_pending(tx, pending.id).await?,
        None => {}
    }
    let id = match account::insert(tx, account, hash, portal.clock.now(), None).await {
        // A concurrent registration took the identifiant.
        Err(error) if dialect::is_unique_violation(&error) => {
            return Err(Error::invalid("identifiant", Problem::LoginTaken));
        }
        inserted => inserted?,
    };
    if may_send {
        activation_link::send(tx, portal, id, account).await?;
    }
    Ok(Some(id))
}

async fn owner_of(tx: &mut Tx, email: &str) -> Result<Option<Owner>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as("SELECT id, login, first_name, activated_at FROM account WHERE email = $1")
            .bind(email)
            .fetch_optional(c)
            .await
    })?)
}

async fn notify_owner(tx: &mut Tx, portal: &Portal, address: &str, owner: Owner) -> Result<(), Error> {
    let letter = AddressTakenLetter {
        first_name: owner.first_name,
        login: owner.login,
        link: portal.link(path::SIGN_IN),
    };
    mail::enqueue(tx, portal.clock.now(), address, &letter).await
}
