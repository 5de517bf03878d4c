//! Accepting or declining an offer.

use domain::{problem::Problem, siren::Siren};
use uuid::Uuid;

use super::{Closing, Told, close, tell};
use crate::{
    Error, Portal,
    db::{Moment, Tx, dialect},
    history::{self, Event},
    live, on_tx,
    session::Session,
};

#[derive(sqlx::FromRow)]
struct Offer {
    siren: String,
    giver: Option<Uuid>,
    parent_id: Option<Uuid>,
    ends_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct Parent {
    account_id: Uuid,
    ends_at: Option<Moment>,
}

/// Takes the role that was offered. Sent twice, it is taken once.
///
/// # Errors
/// [`Error::Invalid`]: `OfferGone` (withdrawn, lapsed, or never this person's), `AlreadyAdministrator`.
pub async fn accept(portal: &Portal, session: &Session, role: Uuid) -> Result<Siren, Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let gone = || Error::invalid("", Problem::OfferGone);
    let mut tx = portal.db.begin().await?;
    let Some(offer) = lock(&mut tx, role, account, now).await? else {
        return taken_before(&mut tx, role, account).await?.ok_or_else(gone);
    };
    let siren = Siren::parse(&offer.siren).map_err(|_| gone())?;
    let parent = match offer.parent_id {
        Some(parent) => lock_parent(&mut tx, parent, now).await?,
        None => None,
    };
    let Some(parent) = parent else {
        close::tree(&mut tx, now, role, Closing::Source).await?;
        tx.commit().await?;
        return Err(gone());
    };
    close::overdue(&mut tx, now, account, siren.as_str()).await?;
    let ends_at = match (offer.ends_at, parent.ends_at) {
        (Some(own), Some(above)) => Some(own.min(above)),
        (own, above) => own.or(above),
    };
    let opened = on_tx!(&mut tx, |c| {
        sqlx::query("UPDATE age_role SET starts_at = $2, ends_at = $3 WHERE id = $1")
            .bind(role)
            .bind(now)
            .bind(ends_at)
            .execute(c)
            .await
            .map(|_| ())
    });
    match opened {
        // The key says it: one open role of a person on a SIREN, whatever comes at the same instant.
        Err(error) if dialect::is_taken(&error) => {
            return Err(Error::invalid("", Problem::AlreadyAdministrator));
        }
        opened => opened?,
    }
    inherit(&mut tx, role, &offer, &parent).await?;
    history::note_by(&mut tx, now, session, Event::RoleTaken { siren: siren.grouped() }).await?;
    live::rights_changed(&mut tx, account).await?;
    tell(&mut tx, now, offer.giver, role, Told::Accepted).await?;
    tx.commit().await?;
    tracing::info!(%account, siren = siren.as_str(), "role of administrator accepted");
    Ok(siren)
}

/// The offer, still open and this person's; nobody else answers or closes it until the transaction ends.
async fn lock(tx: &mut Tx, role: Uuid, account: Uuid, now: Moment) -> Result<Option<Offer>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE age_role SET sought = sought
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

async fn taken_before(tx: &mut Tx, role: Uuid, account: Uuid) -> Result<Option<Siren>, Error> {
    let siren: Option<String> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT siren FROM age_role
             WHERE id = $1 AND account_id = $2 AND starts_at IS NOT NULL AND closed_at IS NULL",
        )
        .bind(role)
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    Ok(siren.and_then(|siren| Siren::parse(&siren).ok()))
}

/// The giver's role, open: who closes it waits for us, and then finds what came from it.
async fn lock_parent(tx: &mut Tx, parent: Uuid, now: Moment) -> Result<Option<Parent>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE age_role SET sought = sought
             WHERE id = $1 AND starts_at IS NOT NULL AND closed_at IS NULL AND (ends_at IS NULL OR ends_at > $2)
             RETURNING account_id, ends_at",
        )
        .bind(parent)
        .bind(now)
        .fetch_optional(c)
        .await
    })?)
}

/// The giver's habilitations, and those that the giver holds by delegation in turn.
async fn inherit(tx: &mut Tx, role: Uuid, offer: &Offer, parent: &Parent) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("INSERT INTO age_source (role_id, account_id) VALUES ($1, $2)")
            .bind(role)
            .bind(parent.account_id)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO age_source (role_id, account_id)
             SELECT $1, s.account_id FROM age_source s WHERE s.role_id = $2 AND s.account_id <> $3",
        )
        .bind(role)
        .bind(offer.parent_id)
        .bind(parent.account_id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// Declines an offer; declined twice, it is declined once.
///
/// # Errors
/// [`Error::Invalid`]: `OfferGone`.
pub async fn decline(portal: &Portal, session: &Session, role: Uuid) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let Some(offer) = lock(&mut tx, role, account, now).await? else {
        return Err(Error::invalid("", Problem::OfferGone));
    };
    close::one(&mut tx, now, role, Closing::Declined).await?;
    tell(&mut tx, now, offer.giver, role, Told::Declined).await?;
    tx.commit().await?;
    Ok(())
}
