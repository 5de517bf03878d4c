//! Offering the role. Only the input is stored; a worker resolves it later ([`super::resolve_recipients`]), so that
//! neither the response nor its duration reveals which accounts exist.

use domain::{
    company_admin_forms,
    form::{Answers, FormDefinition, checked, parse_date},
    login::account_key,
    problem::Problem,
    siren::Siren,
};

use super::active_role::{ActiveRole, role_to_delegate};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute_tx, throttle,
};

use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::{Session, Usager},
    },
    companies::rights::company,
    id::{AccountId, CompanyAdminRoleId, RowId},
};

/// Number of offers allowed per account and hour.
const OFFERS_PER_HOUR: i64 = 20;
const HOUR: Duration = Duration::from_secs(3600);
/// Time to answer an offer.
const ANSWER_TIME: Duration = Duration::from_secs(14 * 24 * 3600);

/// Definition of the form of a delegation.
pub fn offer_form() -> FormDefinition {
    company_admin_forms::delegation()
}

/// Offers the role on a SIREN to the account with the typed login or address. Idempotent while the offer is open.
///
/// # Errors
/// [`Error::Invalid`]: `ReauthenticationRequired`, the fields, `DelegationToSelf`, `EndDateInPast`, `EndDateAfterOwn`,
/// rate limit; [`Error::Refused`] if the person is not administrateur général of the company.
pub async fn offer(
    portal: &Portal,
    session: &Session,
    siren: &Siren,
    answers: &Answers,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let giver = session.recently_authenticated_usager(now)?;
    let own = role_to_delegate(portal, giver.account, siren).await?;
    let answers = &checked(&offer_form(), answers, &())?;
    let typed = account_key(answers.text("identifiant"));
    if is_own(giver, &typed) {
        return Err(Error::invalid("identifiant", Problem::DelegationToSelf));
    }
    let ends_at = end_date(now, &own, answers)?;
    throttle::allow(portal, &format!("role:{}", giver.account), OFFERS_PER_HOUR, HOUR).await?;
    let company = company(portal, giver.account, siren).await;
    let offer = NewOffer {
        giver: giver.account,
        parent: own.id,
        siren,
        raison_sociale: company.map_or_else(|_| String::new(), |company| company.raison_sociale),
        typed,
        ends_at,
    };
    let mut tx = portal.db.begin().await?;
    if offer.insert(&mut tx, now).await? {
        history::record_from_session(&mut tx, now, session, Event::RoleOffered { siren: siren.grouped() })
            .await?;
    }
    tx.commit().await?;
    // The worker is not woken: if the next request waited for its transaction, the delay would reveal whether an
    // account was found.
    Ok(())
}

struct NewOffer<'a> {
    giver: AccountId,
    /// The giver's own role.
    parent: CompanyAdminRoleId,
    siren: &'a Siren,
    /// Empty if it is not known.
    raison_sociale: String,
    /// Login or address of the recipient.
    typed: String,
    ends_at: Option<Moment>,
}

impl NewOffer<'_> {
    /// Stores the offer. Returns `false` if an identical one is open.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the giver's role was closed meanwhile.
    async fn insert(&self, tx: &mut Tx, now: Moment) -> Result<bool, Error> {
        // Locks the giver's role: it cannot be closed meanwhile, and two identical forms are processed one by one.
        let open = execute_tx!(
            tx,
            sqlx::query(
                "UPDATE company_admin_role SET resolved = resolved WHERE id = $1 AND closed_at IS NULL",
            )
            .bind(self.parent)
        )?;
        if open == 0 {
            return Err(Error::NotFound);
        }
        let inserted = execute_tx!(
            tx,
            sqlx::query(
                "INSERT INTO company_admin_role
                     (id, siren, raison_sociale, giver, parent_id, typed, resolved, offered_at, answer_until, ends_at)
                 SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE NOT EXISTS
                     (SELECT 1 FROM company_admin_role o WHERE o.parent_id = $5 AND o.typed = $6
                      AND o.starts_at IS NULL AND o.closed_at IS NULL)",
            )
            .bind(RowId::generate())
            .bind(self.siren.as_str())
            .bind(&self.raison_sociale)
            .bind(self.giver)
            .bind(self.parent)
            .bind(&self.typed)
            .bind(false)
            .bind(now)
            .bind(now + ANSWER_TIME)
            .bind(self.ends_at)
        )?;
        Ok(inserted > 0)
    }
}

fn is_own(giver: &Usager, typed: &str) -> bool {
    typed == giver.login.to_ascii_lowercase() || typed == giver.email.to_ascii_lowercase()
}

/// Returns the end of the typed day, or the end of the giver's own role if none was typed.
fn end_date(now: Moment, own: &ActiveRole, answers: &Answers) -> Result<Option<Moment>, Error> {
    let Some(day) = parse_date(answers.text("fin")) else { return Ok(own.ends_at) };
    let end = day.tomorrow().map_or(Moment::from_micros(i64::MAX), Moment::start_of);
    if end <= now {
        return Err(Error::invalid("fin", Problem::EndDateInPast));
    }
    match own.ends_at {
        Some(own) if end > own => Err(Error::invalid(
            "fin",
            Problem::EndDateAfterOwn { end: (own - Duration::from_secs(1)).french_day() },
        )),
        _ => Ok(Some(end)),
    }
}
