//! A forgotten password: asked for by anyone, answered by mail to the owner, chosen behind the link.
//!
//! The request only writes down what was typed; a worker looks whether there is such an account. So the answer and its
//! delay are the same for a known and an unknown one, without any pretended work.

use domain::{
    form::{Answers, check},
    problem::Problem,
    profile_forms,
};
use uuid::Uuid;

use super::{
    letters::ResetLetter,
    link::{self, Purpose},
    owner, password, sessions,
};
use crate::{
    Error, Portal,
    account::{self, Account},
    activation, change,
    db::{Duration, Moment, Tx},
    factors,
    history::{self, Event},
    mail, on, on_tx, registration,
    session::Client,
    sign_in, throttle,
};

const HOUR: Duration = Duration::from_secs(3600);

/// Demands answered in one go of the worker.
const BATCH: i64 = 50;

/// Writes the demand down.
///
/// # Errors
/// [`Error::Invalid`]: nothing typed, or too many demands from this network within an hour.
pub async fn ask(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let problems = check(&profile_forms::forgotten_password(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let bucket = format!("oubli:{}", throttle::network(client.address));
    let limit = portal.config.sign_in.registrations_per_network;
    throttle::allow(portal, &bucket, limit, HOUR).await?;
    change!(portal.db, |c| {
        sqlx::query("INSERT INTO reset_demand (id, typed, place, asked_at) VALUES ($1, $2, $3, $4)")
            .bind(Uuid::now_v7())
            .bind(answers.text("identifiant"))
            .bind(sign_in::place(client))
            .bind(portal.clock.now())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    // The worker is not woken: were the next request to wait for its writing, that would tell what this one found.
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Demand {
    id: Uuid,
    typed: String,
    place: String,
}

/// Answers the demands that wait; says how many. One that fails stays and is tried again by the next call.
pub async fn answer_demands(portal: &Portal) -> Result<usize, Error> {
    let demands: Vec<Demand> = on!(portal.db, |c| {
        sqlx::query_as("SELECT id, typed, place FROM reset_demand ORDER BY asked_at, id LIMIT $1")
            .bind(BATCH)
            .fetch_all(c)
            .await
    })?;
    let mut answered = 0;
    for demand in demands {
        match answer(portal, &demand).await {
            Ok(()) => answered += 1,
            Err(error) => tracing::warn!(%error, "a forgotten password could not be answered"),
        }
    }
    Ok(answered)
}

async fn answer(portal: &Portal, demand: &Demand) -> Result<(), Error> {
    let found = account::by_login_or_email(&portal.db, &demand.typed).await?;
    // Asked again and again, a mailbox is not filled: the same bound as for every mail that anyone can cause.
    let told = match found {
        Some(account) if registration::may_write_to(portal, &account.email).await? => Some(account),
        _ => None,
    };
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let ours = on_tx!(tx, |c| {
        sqlx::query("DELETE FROM reset_demand WHERE id = $1")
            .bind(demand.id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    match told {
        // Another instance answered it.
        _ if ours == 0 => return Ok(()),
        Some(account) if account.activated_at.is_none() => {
            activation::send_link_again(&mut tx, portal, &account).await?;
        }
        Some(account) => {
            history::note(&mut tx, now, account.id, &demand.place, Event::PasswordResetAsked).await?;
            send_link(&mut tx, portal, now, &account).await?;
        }
        None => {}
    }
    tx.commit().await?;
    Ok(())
}

/// Sends a link to a new password; those sent before open nothing any more.
pub(super) async fn send_link(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    account: &Account,
) -> Result<(), Error> {
    let valid_minutes = portal.config.security.reset_minutes;
    link::cancel(tx, account.id, Purpose::Password).await?;
    let validity = Duration::from_secs(valid_minutes * 60);
    let token = link::draw(tx, now, account.id, Purpose::Password, validity).await?;
    let letter = ResetLetter {
        first_name: account.first_name.clone(),
        login: account.login.clone(),
        link: portal.link(&format!("/mot-de-passe-oublie/nouveau?jeton={}", token.expose())),
        valid_minutes,
    };
    mail::enqueue(tx, now, &account.email, &letter).await
}

/// Sets the new password of a link (`jeton` in the answers): closes every session, forgets every device, tells the
/// owner.
///
/// # Errors
/// [`Error::Invalid`] with the fields' problems, which use nothing up; [`Problem::DeadLink`].
pub async fn reset(portal: &Portal, client: &Client, answers: &Answers) -> Result<(), Error> {
    let problems = check(&profile_forms::reset_password(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let (token, new) = (answers.text("jeton"), answers.raw("mot_de_passe"));
    let dead = || Error::invalid("", Problem::DeadLink);
    let account = link::account_of(portal, token, Purpose::Password).await?.ok_or_else(dead)?;
    password::refuse_weak(new, owner::personal_words(portal, account).await?).await?;
    let hash = portal.passwords.hash(new.to_owned()).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    link::take(&mut tx, now, token, Purpose::Password).await?.ok_or_else(dead)?;
    password::store(&mut tx, account, &hash).await?;
    sessions::close_but(&mut tx, now, account, Uuid::nil()).await?;
    sign_in::forget_devices(&mut tx, account).await?;
    factors::passkeys::need_password_again(&mut tx, account).await?;
    forgive_guesses(&mut tx, account).await?;
    history::note(&mut tx, now, account, &sign_in::place(client), Event::PasswordReset).await?;
    let owner = owner::read(&mut tx, account).await?;
    password::tell(&mut tx, portal, account, &owner).await?;
    tx.commit().await?;
    portal.wake_workers();
    Ok(())
}

/// What others guessed of the old password must not keep its owner out with the new one (mission §2.3).
async fn forgive_guesses(tx: &mut Tx, account: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("DELETE FROM throttle_attempt WHERE bucket = $1")
            .bind(format!("compte:{account}"))
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
