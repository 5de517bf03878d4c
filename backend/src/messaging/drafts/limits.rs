//! Limit of the drafts of one account. Agents have none.
//!
//! It is checked in the transaction that adds one, with the account locked: concurrent requests wait for each other.

use domain::problem::Problem;

use platform::{Error, db::Tx, on_tx};

use crate::{Portal, accounts::account, id::AccountId};

/// Locks the account and checks that it may have another draft of this kind.
///
/// # Errors
/// [`Error::Invalid`]: [`Problem::TooManyDrafts`], on the whole form.
pub async fn check_count(tx: &mut Tx, portal: &Portal, account: AccountId, kind: &str) -> Result<(), Error> {
    account::lock(tx, account).await?;
    let count: i64 = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM draft WHERE owner = $1 AND kind = $2")
            .bind(account)
            .bind(kind)
            .fetch_one(c)
            .await
    })?;
    let max = portal.config.messaging.drafts_per_account;
    match usize::try_from(count) {
        Ok(count) if count < max => Ok(()),
        _ => Err(Error::invalid("", Problem::TooManyDrafts { max })),
    }
}
