//! Closes expired roles and offers, deletes closed ones, and erases deleted accounts.

use super::{close::close_with_descendants, close_reason::CloseReason};
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx, on, on_tx,
};

use crate::{Portal, accounts::account::Account, id::CompanyAdminRoleId};

/// Retention of closed roles and offers: thirteen months, like the history of rights.
const RETENTION: Duration = Duration::from_secs(396 * 24 * 3600);

/// Closes expired roles and unanswered offers, and deletes those closed more than thirteen months ago. Returns the
/// number closed. An expired role gives no rights even before it is closed.
pub async fn close_due(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let due: Vec<(CompanyAdminRoleId, bool)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, starts_at IS NOT NULL FROM company_admin_role WHERE closed_at IS NULL
             AND ((starts_at IS NOT NULL AND ends_at <= $1) OR (starts_at IS NULL AND answer_until <= $1))
             ORDER BY offered_at LIMIT 500",
        )
        .bind(now)
        .fetch_all(c)
        .await
    })?;
    let mut closed = 0;
    for (role, is_accepted) in due {
        let reason = if is_accepted { CloseReason::Expired } else { CloseReason::Unanswered };
        let mut tx = portal.db.begin().await?;
        closed += u64::from(close_with_descendants(&mut tx, now, role, reason).await?.is_some());
        tx.commit().await?;
    }
    let limit = now - RETENTION;
    execute!(portal.db, sqlx::query("DELETE FROM company_admin_role WHERE closed_at < $1").bind(limit))?;
    Ok(closed)
}

/// Closes the roles of an account that is being deleted, and erases its login and address from the offers of others.
pub(crate) async fn erase_account(tx: &mut Tx, now: Moment, owner: &Account) -> Result<(), Error> {
    let open: Vec<CompanyAdminRoleId> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM company_admin_role WHERE account_id = $1 AND closed_at IS NULL")
            .bind(owner.id)
            .fetch_all(c)
            .await
    })?;
    for role in open {
        close_with_descendants(tx, now, role, CloseReason::Renounced).await?;
    }
    execute_tx!(
        tx,
        sqlx::query(
            "UPDATE company_admin_role SET typed = '', resolved = $4 WHERE giver = $1 OR typed IN ($2, $3)",
        )
        .bind(owner.id)
        .bind(&owner.email)
        .bind(&owner.login)
        .bind(true)
    )?;
    Ok(())
}
