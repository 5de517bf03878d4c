//! Ending a role by its giver or its holder.

use domain::{problem::Problem, siren::Siren};
use platform::{Error, on_tx};

use super::{close::close_with_descendants, close_reason::CloseReason};
use crate::{
    Portal,
    accounts::{
        history::{self, Event},
        sessions::Session,
    },
    companies::notices::{NoticeKind, notify_role},
    id::CompanyAdminRoleId,
};

/// Withdraws a role or an offer given by the signed-in person.
///
/// # Errors
/// [`Error::Invalid`]: `OfferNotOpen` if it is already closed, or was given by another person.
pub async fn withdraw(portal: &Portal, session: &Session, role: CompanyAdminRoleId) -> Result<(), Error> {
    let given = "SELECT COUNT(*) FROM company_admin_role WHERE id = $1 AND giver = $2 AND closed_at IS NULL";
    end(portal, session, role, given, CloseReason::Withdrawn).await
}

/// Renounces a role held by the signed-in person. The roles they delegated are closed with it.
///
/// # Errors
/// As [`withdraw`].
pub async fn renounce(portal: &Portal, session: &Session, role: CompanyAdminRoleId) -> Result<(), Error> {
    let held = "SELECT COUNT(*) FROM company_admin_role
                WHERE id = $1 AND account_id = $2 AND starts_at IS NOT NULL AND closed_at IS NULL";
    end(portal, session, role, held, CloseReason::Renounced).await
}

/// Ends a role. `query`: counts the role `$1` if the account `$2` may end it.
async fn end(
    portal: &Portal,
    session: &Session,
    role: CompanyAdminRoleId,
    query: &'static str,
    reason: CloseReason,
) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let found: i64 =
        on_tx!(&mut tx, |c| sqlx::query_scalar(query).bind(role).bind(account).fetch_one(c).await)?;
    let closed = if found == 0 { None } else { close_with_descendants(&mut tx, now, role, reason).await? };
    let Some(closed) = closed else { return Err(Error::invalid("", Problem::OfferNotOpen)) };
    history::record_from_session(&mut tx, now, session, Event::RoleEnded { siren: grouped(&closed.siren) })
        .await?;
    if reason == CloseReason::Renounced {
        notify_role(&mut tx, now, closed.giver, role, NoticeKind::Renounced).await?;
    }
    tx.commit().await?;
    tracing::info!(%account, %role, reason = reason.code(), "role of administrator closed");
    Ok(())
}

fn grouped(siren: &str) -> String {
    Siren::parse(siren).map_or_else(|_| siren.to_owned(), |siren| siren.grouped())
}
