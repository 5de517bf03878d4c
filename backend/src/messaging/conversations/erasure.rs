use crate::id::AccountId;
use platform::{Error, db::Tx, execute_tx};

/// Replaces the person's name in their messages and steps by `signature`, and deletes their unread questions.
pub async fn erase_person(tx: &mut Tx, account: AccountId, signature: &str) -> Result<(), Error> {
    for statement in [
        "UPDATE message SET author_name = $2 WHERE author = $1",
        "UPDATE conversation_step SET by_name = $2 WHERE by_account = $1",
    ] {
        execute_tx!(tx, sqlx::query(statement).bind(account).bind(signature))?;
    }
    execute_tx!(tx, sqlx::query("DELETE FROM conversation_unread WHERE reader = $1").bind(account))?;
    Ok(())
}
