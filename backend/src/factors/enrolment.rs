//! Adding an application: a key is shown, a first code confirms that the application holds it.

use domain::{
    account::SecurityLevel,
    factor_forms,
    form::{Answers, check},
    problem::Problem,
};
use uuid::Uuid;

use super::{
    applications::{FACTOR, MAX_APPLICATIONS},
    count, level, lock, may_add, recovery, standing,
    totp::Key,
};
use crate::{
    Error, Portal, change,
    db::{Duration, Moment, Tx},
    history::{self, Event},
    on, on_tx,
    secret::Token,
    session::{self, Session, Visitor},
    throttle,
};

/// How long a shown key can be confirmed; the page then shows another.
const KEY_LIFE: Duration = Duration::from_secs(3600);

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Enrolment {
    pub key: Key,
    /// What the QR code holds.
    pub address: String,
}

/// What adding an application or a passkey led to.
#[derive(Debug)]
pub struct Confirmed {
    /// New token of the session cookie: the standing changed.
    pub token: Token,
    /// The account had no recovery codes: they are to be drawn now.
    pub draws_codes: bool,
    pub level_changed: bool,
}

/// The key that this session may confirm; the same again when the page is asked again.
pub async fn begin_application(portal: &Portal, session: &Session) -> Result<Enrolment, Error> {
    let account = may_add(portal, session)?;
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO totp_enrolment (session_id, account_id, secret, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (session_id) DO UPDATE
             SET account_id = excluded.account_id, secret = excluded.secret, created_at = excluded.created_at
             WHERE totp_enrolment.created_at < $5 OR totp_enrolment.account_id <> excluded.account_id",
        )
        .bind(session.id)
        .bind(account)
        .bind(Key::draw().as_bytes())
        .bind(now)
        .bind(now - KEY_LIFE)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    let key = shown_key(portal, session.id, account).await?.ok_or(Error::NotFound)?;
    let address = key.address(&session.account()?.login)?;
    Ok(Enrolment { key, address })
}

async fn shown_key(portal: &Portal, session: Uuid, account: Uuid) -> Result<Option<Key>, Error> {
    let limit = portal.clock.now() - KEY_LIFE;
    let secret: Option<Vec<u8>> = on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT secret FROM totp_enrolment WHERE session_id = $1 AND account_id = $2 AND created_at >= $3",
        )
        .bind(session)
        .bind(account)
        .bind(limit)
        .fetch_optional(c)
        .await
    })?;
    Ok(secret.map(Key::from_bytes))
}

/// Adds the application whose first code was typed; `niveau` among the answers asks for the level « application » too.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form, [`Problem::WrongApplicationCode`], [`Problem::ExpiredKey`],
/// [`Problem::TooManyApplications`], [`Problem::ProofNeeded`], [`Problem::TooManyAttempts`].
pub async fn confirm_application(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<Confirmed, Error> {
    let account = may_add(portal, session)?;
    let problems = check(&factor_forms::application(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let attempt = count(portal, account, None).await?;
    let Some(key) = shown_key(portal, session.id, account).await? else {
        return Err(Error::invalid("", Problem::ExpiredKey));
    };
    let now = portal.clock.now();
    let Some(step) = key.step_of(answers.text("code"), now)? else {
        return Err(Error::invalid("code", Problem::WrongApplicationCode));
    };
    throttle::forgive(portal, attempt).await?;
    let mut tx = portal.db.begin().await?;
    lock(&mut tx, account).await?;
    use_key(&mut tx, session.id, &key).await?;
    let new = New { account, name: answers.text("nom"), key: &key, step };
    insert(&mut tx, &new, now).await?;
    let event = Event::FactorAdded { factor: FACTOR.to_owned(), name: new.name.to_owned() };
    history::note_by(&mut tx, now, session, event).await?;
    let level_changed = answers.text("niveau") == SecurityLevel::Totp.code()
        && level::set(&mut tx, now, session, SecurityLevel::Totp).await?;
    let draws_codes = recovery::permit_first(&mut tx, now, session).await?;
    let token = standing_after(&mut tx, portal, session).await?;
    tx.commit().await?;
    Ok(Confirmed { token, draws_codes, level_changed })
}

/// The session's new token; it opens everything once what the level promises is there.
pub(super) async fn standing_after(tx: &mut Tx, portal: &Portal, session: &Session) -> Result<Token, Error> {
    if !matches!(session.visitor, Visitor::Enrolling(_)) {
        return session::rotate(tx, session.id).await;
    }
    match standing::of(tx, portal, session.account()?.account).await?.proofs.to_add() {
        None => session::enrolled(tx, session.id).await,
        Some(_) => session::rotate(tx, session.id).await,
    }
}

/// The statement that takes the key away decides who adds it.
async fn use_key(tx: &mut Tx, session: Uuid, key: &Key) -> Result<(), Error> {
    let taken = on_tx!(tx, |c| {
        sqlx::query("DELETE FROM totp_enrolment WHERE session_id = $1 AND secret = $2")
            .bind(session)
            .bind(key.as_bytes())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if taken == 1 { Ok(()) } else { Err(Error::invalid("", Problem::ExpiredKey)) }
}

struct New<'a> {
    account: Uuid,
    name: &'a str,
    key: &'a Key,
    step: i64,
}

async fn insert(tx: &mut Tx, new: &New<'_>, now: Moment) -> Result<(), Error> {
    let known: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM totp_factor WHERE account_id = $1")
            .bind(new.account)
            .fetch_one(c)
            .await
    })?;
    if usize::try_from(known).unwrap_or(usize::MAX) >= MAX_APPLICATIONS {
        return Err(Error::invalid("", Problem::TooManyApplications { max: MAX_APPLICATIONS }));
    }
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO totp_factor (id, account_id, name, secret, created_at, last_step)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(Uuid::now_v7())
        .bind(new.account)
        .bind(new.name)
        .bind(new.key.as_bytes())
        .bind(now)
        .bind(new.step)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
