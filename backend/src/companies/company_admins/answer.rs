//! Accepting or declining an offer.

use domain::{problem::Problem, siren::Siren};

use super::{close, close_reason::CloseReason};
use platform::{
    Error,
    db::{Moment, Tx, dialect},
    execute_tx, on_tx,
};

use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
        sessions::Session,
    },
    companies::notices::{NoticeKind, notify_role},
    id::{AccountId, CompanyAdminRoleId},
};

#[derive(sqlx::FromRow)]
struct Offer {
    siren: String,
    giver: Option<AccountId>,
    parent_id: Option<CompanyAdminRoleId>,
    ends_at: Option<Moment>,
}

/// The role of the giver.
#[derive(sqlx::FromRow)]
struct Parent {
    account_id: AccountId,
    ends_at: Option<Moment>,
}

/// Accepts an offer. Idempotent.
///
/// # Errors
/// [`Error::Invalid`]: `OfferNotOpen` (withdrawn, expired, or to another person), `AlreadyAdministrator`.
pub async fn accept(portal: &Portal, session: &Session, role: CompanyAdminRoleId) -> Result<Siren, Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let not_open = || Error::invalid("", Problem::OfferNotOpen);
    let mut tx = portal.db.begin().await?;
    let Some(offer) = lock_offer(&mut tx, role, account, now).await? else {
        return accepted_siren(&mut tx, role, account).await?.ok_or_else(not_open);
    };
    let siren = Siren::parse(&offer.siren).map_err(|_| not_open())?;
    let parent = match offer.parent_id {
        Some(parent) => lock_parent(&mut tx, parent, now).await?,
        None => None,
    };
    let Some(parent) = parent else {
        close::close_with_descendants(&mut tx, now, role, CloseReason::ParentClosed).await?;
        tx.commit().await?;
        return Err(not_open());
    };
    close::close_expired(&mut tx, now, account, siren.as_str()).await?;
    start(&mut tx, now, role, earliest(offer.ends_at, parent.ends_at)).await?;
    inherit(&mut tx, role, &offer, &parent).await?;
    history::record_from_session(&mut tx, now, session, Event::RoleTaken { siren: siren.grouped() }).await?;
    account::rights_changed(&mut tx, account).await?;
    notify_role(&mut tx, now, offer.giver, role, NoticeKind::Accepted).await?;
    tx.commit().await?;
    tracing::info!(%account, siren = siren.as_str(), "role of administrator accepted");
    Ok(siren)
}

/// Returns the earlier of two ends; `None` means without end.
fn earliest(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

async fn start(
    tx: &mut Tx,
    now: Moment,
    role: CompanyAdminRoleId,
    ends_at: Option<Moment>,
) -> Result<(), Error> {
    let started = execute_tx!(
        tx,
        sqlx::query("UPDATE company_admin_role SET starts_at = $2, ends_at = $3 WHERE id = $1")
            .bind(role)
            .bind(now)
            .bind(ends_at)
    );
    match started {
        // Unique index: one open role of an account on a SIREN, also for concurrent acceptances.
        Err(error) if dialect::is_unique_violation(&error) => {
            Err(Error::invalid("", Problem::AlreadyAdministrator))
        }
        started => Ok(started.map(|_| ())?),
    }
}

/// Locks an open offer to this account until the end of the transaction.
async fn lock_offer(
    tx: &mut Tx,
    role: CompanyAdminRoleId,
    account: AccountId,
    now: Moment,
) -> Result<Option<Offer>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE company_admin_role SET resolved = resolved
             WHERE id = $1 AND account_id = $2 AND starts_at IS NULL AND closed_at IS NULL AND answer_until > $3
             RETURNING siren, giver, parent_id, ends_at",
        )
        .bind(role)
        .bind(account)
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Returns the SIREN of the role if the account has already accepted it.
async fn accepted_siren(
    tx: &mut Tx,
    role: CompanyAdminRoleId,
    account: AccountId,
) -> Result<Option<Siren>, Error> {
    let siren: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT siren FROM company_admin_role
             WHERE id = $1 AND account_id = $2 AND starts_at IS NOT NULL AND closed_at IS NULL",
        )
        .bind(role)
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    Ok(siren.and_then(|siren| Siren::parse(&siren).ok()))
}

/// Locks the giver's role if it is open: a concurrent closing waits, and then also closes the role accepted here.
async fn lock_parent(tx: &mut Tx, parent: CompanyAdminRoleId, now: Moment) -> Result<Option<Parent>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE company_admin_role SET resolved = resolved
             WHERE id = $1 AND starts_at IS NOT NULL AND closed_at IS NULL AND (ends_at IS NULL OR ends_at > $2)
             RETURNING account_id, ends_at",
        )
        .bind(parent)
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// Gives the role the habilitations of the giver, and those that the giver holds by delegation.
async fn inherit(tx: &mut Tx, role: CompanyAdminRoleId, offer: &Offer, parent: &Parent) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO company_admin_source (role_id, account_id) VALUES ($1, $2)")
            .bind(role)
            .bind(parent.account_id)
    )?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO company_admin_source (role_id, account_id)
             SELECT $1, s.account_id FROM company_admin_source s WHERE s.role_id = $2 AND s.account_id <> $3",
        )
        .bind(role)
        .bind(offer.parent_id)
        .bind(parent.account_id)
    )?;
    Ok(())
}

/// Declines an offer.
///
/// # Errors
/// [`Error::Invalid`]: `OfferNotOpen`.
pub async fn decline(portal: &Portal, session: &Session, role: CompanyAdminRoleId) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let Some(offer) = lock_offer(&mut tx, role, account, now).await? else {
        return Err(Error::invalid("", Problem::OfferNotOpen));
    };
    close::close_offer(&mut tx, now, role, CloseReason::Declined).await?;
    notify_role(&mut tx, now, offer.giver, role, NoticeKind::Declined).await?;
    tx.commit().await?;
    Ok(())
}
