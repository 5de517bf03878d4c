//! Closes roles. Everything delegated from a role is closed in the same transaction.

use super::close_reason::CloseReason;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on_tx,
};

use crate::{
    accounts::account,
    companies::notices::{NoticeKind, notify_role},
    id::{AccountId, CompanyAdminRoleId},
};

#[derive(sqlx::FromRow)]
pub(super) struct ClosedRole {
    id: CompanyAdminRoleId,
    pub siren: String,
    pub giver: Option<AccountId>,
    account_id: Option<AccountId>,
    starts_at: Option<Moment>,
}

impl ClosedRole {
    /// Updates the open pages of the former holder.
    async fn rights_changed(&self, tx: &mut Tx) -> Result<(), Error> {
        match (self.account_id, self.starts_at) {
            (Some(account), Some(_)) => account::rights_changed(tx, account).await,
            _ => Ok(()),
        }
    }
}

/// Closes an offer that is open. Does not notify its recipient.
pub(super) async fn close_offer(
    tx: &mut Tx,
    now: Moment,
    role: CompanyAdminRoleId,
    reason: CloseReason,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE company_admin_role SET closed_at = $2, close_reason = $3 WHERE id = $1 AND closed_at IS NULL",
        )
        .bind(role)
        .bind(now)
        .bind(reason.code())
    )?;
    Ok(())
}

/// Closes a role or an offer and all that derives from it, and notifies the holders and recipients, except a holder who
/// renounces. Returns `None` if it was already closed.
///
/// An acceptance locks the giver's role. It is either before this transaction, which then closes the new role too, or
/// after, and finds the giver's role closed.
pub(super) async fn close_with_descendants(
    tx: &mut Tx,
    now: Moment,
    role: CompanyAdminRoleId,
    reason: CloseReason,
) -> Result<Option<ClosedRole>, Error> {
    let Some(root) = close(tx, now, role, reason).await? else { return Ok(None) };
    root.rights_changed(tx).await?;
    if reason != CloseReason::Renounced {
        notify_role(tx, now, root.account_id, root.id, NoticeKind::Ended).await?;
    }
    let mut parents = vec![root.id];
    while let Some(parent) = parents.pop() {
        for closed in close_children(tx, now, parent).await? {
            notify_role(tx, now, closed.account_id, closed.id, NoticeKind::Ended).await?;
            closed.rights_changed(tx).await?;
            if closed.starts_at.is_some() {
                parents.push(closed.id);
            }
        }
    }
    Ok(Some(root))
}

async fn close(
    tx: &mut Tx,
    now: Moment,
    role: CompanyAdminRoleId,
    reason: CloseReason,
) -> Result<Option<ClosedRole>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE company_admin_role SET closed_at = $2, close_reason = $3 WHERE id = $1 AND closed_at IS NULL
             RETURNING id, siren, giver, account_id, starts_at",
        )
        .bind(role)
        .bind(now)
        .bind(reason.code())
        .fetch_optional(c)
        .await
    })?)
}

async fn close_children(
    tx: &mut Tx,
    now: Moment,
    parent: CompanyAdminRoleId,
) -> Result<Vec<ClosedRole>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE company_admin_role SET closed_at = $2, close_reason = $3
             WHERE parent_id = $1 AND closed_at IS NULL
             RETURNING id, siren, giver, account_id, starts_at",
        )
        .bind(parent)
        .bind(now)
        .bind(CloseReason::ParentClosed.code())
        .fetch_all(c)
        .await
    })?)
}

/// Closes the account's expired role on a SIREN, so that the unique index allows it another one.
pub(super) async fn close_expired(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    siren: &str,
) -> Result<(), Error> {
    let expired: Vec<CompanyAdminRoleId> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM company_admin_role WHERE account_id = $1 AND siren = $2 AND starts_at IS NOT NULL
             AND closed_at IS NULL AND ends_at <= $3",
        )
        .bind(account)
        .bind(siren)
        .bind(now)
        .fetch_all(c)
        .await
    })?;
    for role in expired {
        close_with_descendants(tx, now, role, CloseReason::Expired).await?;
    }
    Ok(())
}
