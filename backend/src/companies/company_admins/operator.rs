//! Commands of the portal's operator: appointing the first administrateur général of a company, listing, revoking.

use domain::{problem::Problem, siren::Siren};

use super::{
    close::{close_expired, close_with_descendants},
    close_reason::CloseReason,
};
use platform::{
    Error,
    db::{Moment, dialect},
    execute_tx, on, on_tx,
};

use crate::{
    Portal,
    accounts::{
        account,
        history::{self, Event},
    },
    companies::notices::{NoticeKind, notify_role},
    id::{AccountId, CompanyAdminRoleId},
};

/// Place shown in the history of the account.
const PLACE: &str = "exploitant du portail";

/// A role that is held now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HeldRole {
    pub siren: String,
    pub login: String,
    pub starts_at: Moment,
    pub ends_at: Option<Moment>,
    /// Login of the person who delegated it; `None` for the operator or a deleted account.
    pub giver: Option<String>,
}

async fn activated_account(portal: &Portal, login: &str) -> Result<AccountId, Error> {
    let found = account::by_login_or_email(&portal.db, login).await?;
    let found = found.filter(|account| account.activated_at.is_some());
    found.map(|account| account.id).ok_or_else(|| Error::invalid("login", Problem::NoActivatedAccount))
}

/// Appoints an administrateur général and notifies them.
///
/// # Errors
/// [`Error::Invalid`]: unknown account, or it already holds the role.
pub async fn grant(portal: &Portal, login: &str, siren: &str) -> Result<(), Error> {
    let siren = Siren::parse(siren).map_err(|problem| Error::invalid("siren", problem))?;
    let account = activated_account(portal, login).await?;
    let (now, role) = (portal.clock.now(), CompanyAdminRoleId::generate());
    let mut tx = portal.db.begin().await?;
    close_expired(&mut tx, now, account, siren.as_str()).await?;
    let inserted = execute_tx!(
        &mut tx,
        sqlx::query(
            "INSERT INTO company_admin_role
                 (id, siren, raison_sociale, typed, resolved, account_id, offered_at, answer_until, starts_at)
             VALUES ($1, $2, '', '', $3, $4, $5, $5, $5)",
        )
        .bind(role)
        .bind(siren.as_str())
        .bind(true)
        .bind(account)
        .bind(now)
    );
    match inserted {
        Err(error) if dialect::is_unique_violation(&error) => {
            return Err(Error::invalid("login", Problem::AlreadyAdministrator));
        }
        inserted => inserted?,
    };
    history::record(&mut tx, now, account, PLACE, Event::RoleTaken { siren: siren.grouped() }).await?;
    notify_role(&mut tx, now, Some(account), role, NoticeKind::Appointed).await?;
    tx.commit().await?;
    tracing::info!(%account, siren = siren.as_str(), "the operator appointed an administrator");
    Ok(())
}

/// Revokes a role, from any giver, and the roles derived from it.
///
/// # Errors
/// [`Error::Invalid`]: unknown account; [`Error::NotFound`]: it does not hold the role.
pub async fn revoke(portal: &Portal, login: &str, siren: &str) -> Result<(), Error> {
    let siren = Siren::parse(siren).map_err(|problem| Error::invalid("siren", problem))?;
    let account = activated_account(portal, login).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let role: Option<CompanyAdminRoleId> = on_tx!(&mut tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM company_admin_role
             WHERE account_id = $1 AND siren = $2 AND starts_at IS NOT NULL AND closed_at IS NULL",
        )
        .bind(account)
        .bind(siren.as_str())
        .fetch_optional(c)
        .await
    })?;
    let role = role.ok_or(Error::NotFound)?;
    close_with_descendants(&mut tx, now, role, CloseReason::Revoked).await?;
    history::record(&mut tx, now, account, PLACE, Event::RoleEnded { siren: siren.grouped() }).await?;
    tx.commit().await?;
    tracing::info!(%account, siren = siren.as_str(), "the operator revoked a role of administrator");
    Ok(())
}

/// Returns every role that is held, by company.
pub async fn list(portal: &Portal) -> Result<Vec<HeldRole>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.siren, a.login, r.starts_at, r.ends_at, g.login AS giver
             FROM company_admin_role r JOIN account a ON a.id = r.account_id LEFT JOIN account g ON g.id = r.giver
             WHERE r.starts_at IS NOT NULL AND r.closed_at IS NULL AND (r.ends_at IS NULL OR r.ends_at > $1)
             ORDER BY r.siren, r.starts_at",
        )
        .bind(now)
        .fetch_all(c)
        .await
    })?)
}
