use sqlx::FromRow;

use platform::{
    Error,
    db::{Db, Moment, Tx},
    execute_tx,
    id::CardPaymentId,
    on, on_tx,
    transparency::{self, Entry},
};

use super::content::PaymentReceipt;
use crate::payments::Payment;

/// A receipt as stored.
#[derive(FromRow)]
pub(super) struct Stored {
    /// The bytes that the log recorded.
    pub content: String,
    /// Number of its entry in the log.
    pub entry: i64,
}

/// Stores the receipt of a payment that has just been confirmed and records it in the log, which locks the log until the
/// end of the transaction: call it last.
pub async fn insert(
    tx: &mut Tx,
    now: Moment,
    payment: &Payment,
    paid_at: Moment,
    payment_reference: Option<&str>,
) -> Result<(), Error> {
    let receipt = PaymentReceipt::of(payment, paid_at, payment_reference);
    let content = receipt.canonical_json()?;
    let entry = Entry { json: content.as_bytes(), salt: &receipt.salt };
    let entry = transparency::append(tx, now, &entry).await?;
    execute_tx!(
        tx,
        sqlx::query("INSERT INTO payment_receipt (payment, content, entry) VALUES ($1, $2, $3)")
            .bind(payment.id)
            .bind(&content)
            .bind(entry)
    )?;
    Ok(())
}

/// Deletes the receipt of a payment. Returns the number of its entry in the log, which stays.
pub async fn delete(tx: &mut Tx, payment: CardPaymentId) -> Result<Option<i64>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_scalar("DELETE FROM payment_receipt WHERE payment = $1 RETURNING entry")
            .bind(payment)
            .fetch_optional(c)
            .await
    })?)
}

/// Returns the receipt of a payment.
pub(super) async fn of_payment(db: &Db, payment: CardPaymentId) -> Result<Option<Stored>, Error> {
    Ok(on!(db, |c| {
        sqlx::query_as("SELECT content, entry FROM payment_receipt WHERE payment = $1")
            .bind(payment)
            .fetch_optional(c)
            .await
    })?)
}
