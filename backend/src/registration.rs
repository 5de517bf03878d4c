//! Registration (mission §2.1): the account is pending until its mail's link is used.
//!
//! An identifiant already taken is told next to its field: identifiants must be chosen. An address already taken gets
//! the same answer, in the same time, as a free one; its owner is told by mail.

use domain::{
    account::SecurityLevel,
    account_forms,
    company::CompanyNumber,
    email::Email,
    form::{Answers, check},
    login::Login,
    phone::{Mobile, Phone},
    problem::{FieldProblem, Problem},
};
use uuid::Uuid;

use crate::{
    Error, Portal,
    account::{self, NewAccount},
    activation, change,
    db::{Duration, Moment, Tx, dialect},
    factors, identity,
    mail::{self, AddressTakenLetter},
    on, on_tx, passwords, personal_data,
    session::{Client, Session},
    throttle::{self, Attempt},
};

/// Mails about one address within an hour, whoever asks for them.
const MAILS_PER_ADDRESS: i64 = 5;

const HOUR: Duration = Duration::from_secs(3600);

/// Opens a pending account and sends its activation mail. Whom an identity provider proved in this session, and who
/// says so (`fournisseur`), gets their identity attached; the mail is sent all the same (`docs/adr/0010-identity-providers.md`).
///
/// # Errors
/// [`Error::Invalid`] with the fields' problems, among them an identifiant that is taken.
pub async fn register(
    portal: &Portal,
    session: &Session,
    client: &Client,
    answers: &Answers,
) -> Result<(), Error> {
    let (account, password) = read(portal, answers).await?;
    limit(portal, client).await?;
    refuse_taken_login(portal, &account).await?;
    // Hashed whether the address is free or not: both take the same time.
    let hash = portal.passwords.hash(password).await?;
    let may_write = may_write_to(portal, account.email.as_str()).await?;
    let mut tx = portal.db.begin().await?;
    // Two registrations may cross: the second finds its identifiant taken, as if it had come later.
    let opened = write(&mut tx, portal, &account, &hash, may_write).await?;
    if let (Some(opened), false) = (opened, answers.text("fournisseur").is_empty()) {
        identity::give_to_new_account(&mut tx, portal, session, client, opened).await?;
    }
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// The account and the password of a form without fault.
async fn read(portal: &Portal, answers: &Answers) -> Result<(NewAccount, String), Error> {
    let mut problems = check(&account_forms::registration(&factors::levels(portal)), answers, &());
    let password = answers.raw("mot_de_passe").to_owned();
    let personal = ["identifiant", "prenom", "nom", "email"].map(|name| answers.text(name).to_owned());
    if !problems.iter().any(|problem| problem.field == "mot_de_passe")
        && let Err(problem) = passwords::judge(&password, personal).await?
    {
        problems.push(FieldProblem::new("mot_de_passe", problem));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    Ok((account(answers)?, password))
}

fn account(answers: &Answers) -> Result<NewAccount, Error> {
    let on_field = |field: &'static str| move |problem| Error::invalid(field, problem);
    let optional = |name: &str| Some(answers.text(name).to_owned()).filter(|text| !text.is_empty());
    let number = optional("numero_entreprise").map(|typed| CompanyNumber::read(&typed));
    let level = SecurityLevel::from_code(answers.text("niveau")).unwrap_or(SecurityLevel::Password);
    let sms_number = match level {
        SecurityLevel::Sms => {
            Some(Mobile::parse(answers.text("numero_sms")).map_err(on_field("numero_sms"))?.to_string())
        }
        _ => None,
    };
    let phone =
        optional("telephone").map(|typed| Phone::parse(&typed)).transpose().map_err(on_field("telephone"))?;
    Ok(NewAccount {
        login: Login::parse(answers.text("identifiant")).map_err(on_field("identifiant"))?,
        email: Email::parse(answers.text("email")).map_err(on_field("email"))?,
        first_name: answers.text("prenom").to_owned(),
        last_name: answers.text("nom").to_owned(),
        level,
        sms_number,
        phone: phone.map(|phone| phone.to_string()),
        address: optional("adresse"),
        company_number_verified: number.as_ref().is_some_and(CompanyNumber::is_verified),
        company_number: number.map(|number| number.as_str().to_owned()),
        newsletter: !answers.text("liste_diffusion").is_empty(),
    })
}

/// So many registrations and mails asked for again per network and hour.
pub(crate) async fn limit(portal: &Portal, client: &Client) -> Result<(), Error> {
    let bucket = format!("inscription:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, portal.config.sign_in.registrations_per_network, HOUR).await?;
    Ok(())
}

/// Nobody's mailbox is filled by repeating a registration; the answer does not tell.
pub(crate) async fn may_write_to(portal: &Portal, address: &str) -> Result<bool, Error> {
    let bucket = format!("courriel:{address}");
    let attempt = throttle::attempt(portal, &bucket, MAILS_PER_ADDRESS, HOUR).await?;
    Ok(matches!(attempt, Attempt::Allowed(_)))
}

/// A pending account of the same address does not hold its identifiant against its own owner.
async fn refuse_taken_login(portal: &Portal, account: &NewAccount) -> Result<(), Error> {
    let taken: Option<Uuid> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM account WHERE login = $1 AND NOT (email = $2 AND activated_at IS NULL)",
        )
        .bind(account.login.as_str())
        .bind(account.email.as_str())
        .fetch_optional(c)
        .await
    })?;
    let taken = taken.is_some() || personal_data::is_retired(&portal.db, account.login.as_str()).await?;
    if taken { Err(Error::invalid("identifiant", Problem::LoginTaken)) } else { Ok(()) }
}

#[derive(sqlx::FromRow)]
struct Owner {
    id: Uuid,
    login: String,
    first_name: String,
    activated_at: Option<Moment>,
}

/// The account that was opened; none when the address has an owner.
async fn write(
    tx: &mut Tx,
    portal: &Portal,
    account: &NewAccount,
    hash: &str,
    may_write: bool,
) -> Result<Option<Uuid>, Error> {
    let owner: Option<Owner> = on_tx!(tx, |c| {
        sqlx::query_as("SELECT id, login, first_name, activated_at FROM account WHERE email = $1")
            .bind(account.email.as_str())
            .fetch_optional(c)
            .await
    })?;
    match owner {
        Some(owner) if owner.activated_at.is_some() => {
            if may_write {
                tell_owner(tx, portal, account.email.as_str(), owner).await?;
            }
            return Ok(None);
        }
        // Whoever holds the mailbox decides: a registration never activated gives way to the next one.
        Some(pending) => delete_pending(tx, pending.id).await?,
        None => {}
    }
    let now = portal.clock.now();
    let id = match account::insert(tx, account, hash, now, None).await {
        Err(error) if dialect::is_taken(&error) => {
            return Err(Error::invalid("identifiant", Problem::LoginTaken));
        }
        done => done?,
    };
    if may_write {
        activation::send_link(tx, portal, id, account).await?;
    }
    Ok(Some(id))
}

async fn delete_pending(tx: &mut Tx, id: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM account WHERE id = $1 AND activated_at IS NULL")
            .bind(id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn tell_owner(tx: &mut Tx, portal: &Portal, address: &str, owner: Owner) -> Result<(), Error> {
    let letter = AddressTakenLetter {
        first_name: owner.first_name,
        login: owner.login,
        link: portal.link("/connexion"),
    };
    mail::enqueue(tx, portal.clock.now(), address, &letter).await
}

/// Deletes accounts that were never activated (mission §2.2).
pub(crate) async fn purge_never_activated(portal: &Portal) -> Result<u64, Error> {
    let age = Duration::from_secs(portal.config.security.never_activated_days * 24 * 3600);
    let limit = portal.clock.now() - age;
    Ok(change!(portal.db, |c| {
        sqlx::query("DELETE FROM account WHERE activated_at IS NULL AND created_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?)
}
