use platform::{Error, db::Tx, execute_tx};

use crate::{id::AccountId, portal::Signal};

/// Records that the rights of an account changed, in the transaction of the change, and notifies its open pages.
pub async fn rights_changed(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE account SET rights_mark = rights_mark + 1 WHERE id = $1").bind(account)
    )?;
    tx.notify(Signal::Rights(account));
    Ok(())
}
