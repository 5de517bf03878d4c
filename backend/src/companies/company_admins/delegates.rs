use platform::{Error, db::Tx, on_tx};

use crate::id::AccountId;

/// Returns the accounts that hold rights of this account by delegation: if it loses a right, so do they.
pub(crate) async fn delegates_of(tx: &mut Tx, account: AccountId) -> Result<Vec<AccountId>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT DISTINCT r.account_id FROM company_admin_source s JOIN company_admin_role r ON r.id = s.role_id
             WHERE s.account_id = $1 AND r.starts_at IS NOT NULL AND r.closed_at IS NULL ORDER BY r.account_id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}
