use platform::{Error, db::Tx, execute_tx, on_tx};

use super::content::{Receipt, ReceiptSender};
use crate::id::{AccountId, MessageId};

/// Replaces the sender in the receipts of a person by `signature`. The portal can no longer show what the log recorded;
/// receipts that the company has downloaded still verify.
pub async fn erase_person(tx: &mut Tx, account: AccountId, signature: &str) -> Result<(), Error> {
    let receipts: Vec<(MessageId, String)> = on_tx!(tx, |c| {
        sqlx::query_as(
            "SELECT r.message, r.content FROM receipt r JOIN message m ON m.id = r.message WHERE m.author = $1",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    for (message, content) in receipts {
        let mut receipt: Receipt = serde_json::from_str(&content)?;
        receipt.sender = ReceiptSender { name: signature.to_owned() };
        execute_tx!(
            tx,
            sqlx::query("UPDATE receipt SET content = $1, intact = FALSE WHERE message = $2")
                .bind(receipt.canonical_json()?)
                .bind(message)
        )?;
    }
    Ok(())
}
