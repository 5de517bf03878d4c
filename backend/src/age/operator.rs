//! What the portal's operator does: names the first administrateur général of a company, lists them, takes the role back.

use domain::{problem::Problem, siren::Siren};
use uuid::Uuid;

use super::{Closing, Told, close, tell};
use crate::{
    Error, Portal, account,
    db::{Moment, dialect},
    history::{self, Event},
    on, on_tx,
};

/// Where the history of the account says that it was done.
const PLACE: &str = "exploitant du portail";

/// One open role, for the operator's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RoleLine {
    pub siren: String,
    pub login: String,
    pub starts_at: Moment,
    pub ends_at: Option<Moment>,
    /// Identifiant of who delegated it; `None`: the operator, or an account that is gone.
    pub giver: Option<String>,
}

async fn holder(portal: &Portal, login: &str) -> Result<Uuid, Error> {
    let found = account::by_login_or_email(&portal.db, login).await?;
    let found = found.filter(|account| account.activated_at.is_some());
    found.map(|account| account.id).ok_or_else(|| {
        let sentence = "no such account, or not activated".to_owned();
        Error::invalid("login", Problem::Stated { sentence })
    })
}

/// Names an administrateur général, who is told.
///
/// # Errors
/// [`Error::Invalid`]: no such account, or it holds the role already.
pub async fn grant(portal: &Portal, login: &str, siren: &str) -> Result<(), Error> {
    let siren = Siren::parse(siren).map_err(|problem| Error::invalid("siren", problem))?;
    let account = holder(portal, login).await?;
    let (now, role) = (portal.clock.now(), Uuid::now_v7());
    let mut tx = portal.db.begin().await?;
    close::overdue(&mut tx, now, account, siren.as_str()).await?;
    let written = on_tx!(&mut tx, |c| {
        sqlx::query(
            "INSERT INTO age_role
                 (id, siren, raison_sociale, typed, sought, account_id, offered_at, answer_until, starts_at)
             VALUES ($1, $2, '', '', $3, $4, $5, $5, $5)",
        )
        .bind(role)
        .bind(siren.as_str())
        .bind(true)
        .bind(account)
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    });
    match written {
        Err(error) if dialect::is_taken(&error) => {
            return Err(Error::invalid("login", Problem::AlreadyAdministrator));
        }
        written => written?,
    }
    history::note(&mut tx, now, account, PLACE, Event::RoleTaken { siren: siren.grouped() }).await?;
    tell(&mut tx, now, Some(account), role, Told::Named).await?;
    tx.commit().await?;
    tracing::info!(%account, siren = siren.as_str(), "the operator named an administrator");
    Ok(())
}

/// Takes the role back, whoever gave it, with what was delegated from it.
///
/// # Errors
/// [`Error::Invalid`]: no such account; [`Error::NotFound`]: it does not hold the role.
pub async fn revoke(portal: &Portal, login: &str, siren: &str) -> Result<(), Error> {
    let siren = Siren::parse(siren).map_err(|problem| Error::invalid("siren", problem))?;
    let account = holder(portal, login).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let role: Option<Uuid> = on_tx!(&mut tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM age_role WHERE account_id = $1 AND siren = $2 AND starts_at IS NOT NULL AND closed_at IS NULL",
        )
        .bind(account)
        .bind(siren.as_str())
        .fetch_optional(c)
        .await
    })?;
    close::tree(&mut tx, now, role.ok_or(Error::NotFound)?, Closing::Operator).await?;
    history::note(&mut tx, now, account, PLACE, Event::RoleEnded { siren: siren.grouped() }).await?;
    tx.commit().await?;
    tracing::info!(%account, siren = siren.as_str(), "the operator took a role of administrator back");
    Ok(())
}

/// Every role that is held, by company.
pub async fn list(portal: &Portal) -> Result<Vec<RoleLine>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.siren, a.login, r.starts_at, r.ends_at, g.login AS giver
             FROM age_role r JOIN account a ON a.id = r.account_id LEFT JOIN account g ON g.id = r.giver
             WHERE r.starts_at IS NOT NULL AND r.closed_at IS NULL AND (r.ends_at IS NULL OR r.ends_at > $1)
             ORDER BY r.siren, r.starts_at",
        )
        .bind(now)
        .fetch_all(c)
        .await
    })?)
}
