use domain::{
    rights::{Action, Actor, decide},
    siren::Siren,
};
use platform::{Error, db::Moment, on};

use crate::{
    Portal,
    id::{AccountId, CompanyAdminRoleId},
};

/// A role that the account holds now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ActiveRole {
    pub id: CompanyAdminRoleId,
    siren: String,
    pub ends_at: Option<Moment>,
}

async fn active_roles(portal: &Portal, account: AccountId) -> Result<Vec<ActiveRole>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, siren, ends_at FROM company_admin_role
             WHERE account_id = $1 AND starts_at IS NOT NULL AND closed_at IS NULL AND (ends_at IS NULL OR ends_at > $2)",
        )
        .bind(account)
        .bind(now)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the role that the account may delegate.
///
/// # Errors
/// [`Error::Refused`] if it holds none on that SIREN.
pub(super) async fn role_to_delegate(
    portal: &Portal,
    account: AccountId,
    siren: &Siren,
) -> Result<ActiveRole, Error> {
    let roles = active_roles(portal, account).await?;
    let sirens: Vec<Siren> = roles.iter().filter_map(|role| Siren::parse(&role.siren).ok()).collect();
    decide(&Actor::Administrator { sirens: &sirens }, &Action::DelegateRole(siren))
        .or_denied()
        .map_err(Error::Refused)?;
    roles.into_iter().find(|role| role.siren == siren.as_str()).ok_or(Error::NotFound)
}
