//! Registration (mission §2.1): the account is pending until the link sent by mail is used.
//!
//! A taken identifiant is reported at its field: the person must choose another. A taken e-mail address gets the same
//! response in the same time as a free one; its owner is notified by mail.

use domain::{form::Answers, path, problem::Problem};
use platform::{
    Error,
    db::Tx,
    mail::{self, Lifetime},
    on, on_tx,
};

use super::{
    activation_link, form,
    limits::{self, RegistrationMails},
};
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
    let mails =
        limits::count_registration_mails(portal, account.email.as_str(), account.login.as_str()).await?;
    let mut tx = portal.db.begin().await?;
    let created = create(&mut tx, portal, &account, &hash, &mails).await?;
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

/// Active account that has the e-mail address of a registration.
#[derive(sqlx::FromRow)]
struct Owner {
    login: String,
    first_name: String,
}

/// Creates a pending account beside others of the same address, which anyone can create: the owner of the mailbox activates
/// one and thereby deletes the others. Returns `None` if the address belongs to an active account, whose owner is notified.
async fn create(
    tx: &mut Tx,
    portal: &Portal,
    account: &NewAccount,
    hash: &str,
    mails: &RegistrationMails,
) -> Result<Option<AccountId>, Error> {
    if let Some(owner) = owner_of(tx, account.email.as_str()).await? {
        if mails.address_taken {
            notify_owner(tx, portal, account.email.as_str(), owner).await?;
        }
        return Ok(None);
    }
    let id = account::insert(tx, account, hash, portal.clock.now(), None).await?;
    if mails.activation {
        activation_link::send(tx, portal, id, account).await?;
    }
    Ok(Some(id))
}

async fn owner_of(tx: &mut Tx, email: &str) -> Result<Option<Owner>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as("SELECT login, first_name FROM account WHERE email = $1 AND activated_at IS NOT NULL")
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
    mail::enqueue(tx, portal.clock.now(), address, &letter, Lifetime::Unlimited).await
}
