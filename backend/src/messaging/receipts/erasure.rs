use platform::{Error, db::Tx, execute_tx, on_tx};

use super::{
    content::{Receipt, ReceiptSender},
    reply::ReplyRecord,
};
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
        execute_tx!(
            tx,
            sqlx::query("UPDATE receipt SET content = $1, intact = FALSE WHERE message = $2")
                .bind(without_sender(&content, signature)?)
                .bind(message)
        )?;
    }
    Ok(())
}

/// Returns the content of a question or of a reply under another name.
fn without_sender(content: &str, signature: &str) -> serde_json::Result<String> {
    let sender = ReceiptSender { name: signature.to_owned() };
    // Their members differ, and neither accepts others.
    if let Ok(receipt) = serde_json::from_str::<Receipt>(content) {
        return Receipt { sender, ..receipt }.canonical_json();
    }
    let reply: ReplyRecord = serde_json::from_str(content)?;
    serde_json::to_string(&ReplyRecord { author: sender, ..reply })
}
