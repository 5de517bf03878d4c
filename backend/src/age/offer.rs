//! Offering the role. What was typed is written down, nothing else: a worker looks later whose it is, so that neither the
//! answer nor its delay tells which accounts exist.

use domain::{
    age_forms,
    form::{Answers, FormDefinition, check, parse_date},
    problem::Problem,
    siren::Siren,
};
use uuid::Uuid;

use super::{ANSWER_TIME, OpenRole, Told, letters::RoleOfferedLetter, role_to_delegate, tell};
use crate::{
    Error, Portal, account, change, companies,
    db::{Duration, Moment},
    history::{self, Event},
    mail, on, on_tx, registration,
    session::{Session, Usager},
    throttle,
};

/// Offers of one person within an hour.
const OFFERS: i64 = 20;
const HOUR: Duration = Duration::from_secs(3600);
/// Offers looked for in one go of the worker.
const BATCH: i64 = 50;

/// What is typed to delegate.
pub fn offer_form() -> FormDefinition {
    age_forms::delegate()
}

/// Offers the role on that SIREN to whoever answers to what was typed. The same offer sent twice is one.
///
/// # Errors
/// [`Error::Invalid`]: `ProofNeeded`, the fields, `OwnAccount`, `EndPassed`, `EndAfterOwn`, too many; [`Error::Refused`]
/// for who is not administrateur général of the company.
pub async fn offer(
    portal: &Portal,
    session: &Session,
    siren: &Siren,
    answers: &Answers,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let giver = session.proved_usager(now)?;
    let own = role_to_delegate(portal, giver.account, siren).await?;
    let problems = check(&offer_form(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let typed = answers.text("identifiant").trim().to_ascii_lowercase();
    if is_own(giver, &typed) {
        return Err(Error::invalid("identifiant", Problem::OwnAccount));
    }
    let ends_at = end(now, &own, answers)?;
    throttle::allow(portal, &format!("role:{}", giver.account), OFFERS, HOUR).await?;
    let company = companies::company(portal, giver.account, siren).await;
    let name = company.map_or_else(|_| String::new(), |company| company.raison_sociale);
    let mut tx = portal.db.begin().await?;
    // The giver's role, which nobody closes meanwhile; two identical forms then wait for each other.
    let open = on_tx!(&mut tx, |c| {
        sqlx::query("UPDATE age_role SET sought = sought WHERE id = $1 AND closed_at IS NULL")
            .bind(own.id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if open == 0 {
        return Err(Error::NotFound);
    }
    let written = on_tx!(&mut tx, |c| {
        sqlx::query(
            "INSERT INTO age_role (id, siren, raison_sociale, giver, parent_id, typed, sought, offered_at, answer_until, ends_at)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE NOT EXISTS
                 (SELECT 1 FROM age_role o WHERE o.parent_id = $5 AND o.typed = $6
                  AND o.starts_at IS NULL AND o.closed_at IS NULL)",
        )
        .bind(Uuid::now_v7())
        .bind(siren.as_str())
        .bind(&name)
        .bind(giver.account)
        .bind(own.id)
        .bind(&typed)
        .bind(false)
        .bind(now)
        .bind(now + ANSWER_TIME)
        .bind(ends_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if written > 0 {
        history::note_by(&mut tx, now, session, Event::RoleOffered { siren: siren.grouped() }).await?;
    }
    tx.commit().await?;
    // The worker is not woken: were the next request to wait for its writing, that would tell what this one found.
    Ok(())
}

fn is_own(giver: &Usager, typed: &str) -> bool {
    typed == giver.login.to_ascii_lowercase() || typed == giver.email.to_ascii_lowercase()
}

/// The last instant of the day that was typed; the giver's own end without one.
fn end(now: Moment, own: &OpenRole, answers: &Answers) -> Result<Option<Moment>, Error> {
    let Some(day) = parse_date(answers.text("fin")) else { return Ok(own.ends_at) };
    let end = day.tomorrow().map_or(Moment::from_micros(i64::MAX), Moment::start_of);
    if end <= now {
        return Err(Error::invalid("fin", Problem::EndPassed));
    }
    match own.ends_at {
        Some(own) if end > own => Err(Error::invalid(
            "fin",
            Problem::EndAfterOwn { end: (own - Duration::from_secs(1)).french_day() },
        )),
        _ => Ok(Some(end)),
    }
}

#[derive(sqlx::FromRow)]
struct Unsought {
    id: Uuid,
    siren: String,
    raison_sociale: String,
    giver: Option<Uuid>,
    typed: String,
    answer_until: Moment,
}

/// Looks whom the offers that wait are for, and tells them; says how many it looked at. One that fails stays and is
/// looked at by the next call.
///
/// # Errors
/// [`Error::Busy`].
pub async fn seek(portal: &Portal) -> Result<usize, Error> {
    let offers: Vec<Unsought> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, siren, raison_sociale, giver, typed, answer_until FROM age_role
             WHERE sought = FALSE ORDER BY offered_at, id LIMIT $1",
        )
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    let mut sought = 0;
    for offer in offers {
        match find(portal, &offer).await {
            Ok(()) => sought += 1,
            Err(error) => tracing::warn!(%error, "an offered role could not be brought to anybody"),
        }
    }
    Ok(sought)
}

async fn find(portal: &Portal, offer: &Unsought) -> Result<(), Error> {
    let found = account::by_login_or_email(&portal.db, &offer.typed).await?;
    let found = found.filter(|account| account.activated_at.is_some() && Some(account.id) != offer.giver);
    // The bound of every mail that anyone can cause; the portal itself tells in any case.
    let may_write = match &found {
        Some(account) => registration::may_write_to(portal, &account.email).await?,
        None => false,
    };
    let Some(giver) = giver_name(portal, offer.giver).await? else {
        return note_sought(portal, offer.id).await;
    };
    let Some(account) = found else { return note_sought(portal, offer.id).await };
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let ours = on_tx!(&mut tx, |c| {
        sqlx::query(
            "UPDATE age_role SET sought = $3, account_id = $2
             WHERE id = $1 AND sought = FALSE AND closed_at IS NULL AND starts_at IS NULL",
        )
        .bind(offer.id)
        .bind(account.id)
        .bind(true)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if ours == 0 {
        drop(tx);
        return note_sought(portal, offer.id).await;
    }
    tell(&mut tx, now, Some(account.id), offer.id, Told::Offered).await?;
    if may_write {
        let letter = RoleOfferedLetter {
            first_name: account.first_name.clone(),
            giver,
            company: named(&offer.raison_sociale, &offer.siren),
            until: offer.answer_until.french_day(),
            link: portal.link("/entreprises/administrateurs"),
        };
        mail::enqueue(&mut tx, now, &account.email, &letter).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn note_sought(portal: &Portal, offer: Uuid) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query("UPDATE age_role SET sought = $2 WHERE id = $1")
            .bind(offer)
            .bind(true)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn giver_name(portal: &Portal, giver: Option<Uuid>) -> Result<Option<String>, Error> {
    let name: Option<(String, String)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT first_name, last_name FROM account WHERE id = $1")
            .bind(giver)
            .fetch_optional(c)
            .await
    })?;
    Ok(name.map(|(first, last)| format!("{first} {last}")))
}

/// « Brumaire Négoce (SIREN 123 456 782) ».
pub(super) fn named(raison_sociale: &str, siren: &str) -> String {
    let siren = Siren::parse(siren).map_or_else(|_| siren.to_owned(), |siren| siren.grouped());
    match raison_sociale {
        "" => format!("l’entreprise SIREN {siren}"),
        name => format!("{name} (SIREN {siren})"),
    }
}
