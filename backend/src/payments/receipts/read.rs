use domain::receipt::ReceiptKind;
use platform::{
    Error,
    id::CardPaymentId,
    transparency::{self, Record},
};

use super::{
    content::PaymentReceipt,
    pdf,
    store::{self, Stored},
};
use crate::{Portal, accounts::sessions::Session, payments::shown, proofs::LoggedReceipt};

/// Returns the entry of a payment's receipt in the log; `None` if it is not paid.
pub async fn record(portal: &Portal, payment: CardPaymentId) -> Result<Option<Record>, Error> {
    match store::of_payment(&portal.db, payment).await? {
        Some(stored) => Ok(Some(transparency::record(portal, stored.entry).await?)),
        None => Ok(None),
    }
}

/// Returns the JSON of a payment's receipt, to the byte as the log recorded it; `None` if it is not paid.
///
/// # Errors
/// [`Error::NotFound`] for a session that may not see the payment; see [`shown::shown_payment`].
pub async fn payment_receipt_file(
    portal: &Portal,
    session: Option<&Session>,
    id: CardPaymentId,
) -> Result<Option<String>, Error> {
    Ok(find(portal, session, id).await?.map(|stored| stored.content))
}

/// Returns a payment's receipt as PDF, with its JSON and, once there is one, its proof attached; `None` if it is not paid.
///
/// # Errors
/// As [`payment_receipt_file`].
pub async fn payment_receipt_pdf(
    portal: &Portal,
    session: Option<&Session>,
    id: CardPaymentId,
) -> Result<Option<Vec<u8>>, Error> {
    let Some(stored) = find(portal, session, id).await? else { return Ok(None) };
    let receipt: PaymentReceipt = serde_json::from_str(&stored.content)?;
    let logged = LoggedReceipt::read(portal, ReceiptKind::Payment, &stored.content, stored.entry).await?;
    let recette = shown::recette(portal, &receipt.recette).await?;
    let document = pdf::document(&receipt, &recette, &logged)?;
    Ok(Some(tokio::task::spawn_blocking(move || document.to_pdf()).await??))
}

/// Returns the proof of a payment's receipt (C2SP `tlog-proof`); `None` if it is not paid, and until a checkpoint covers
/// its entry.
///
/// # Errors
/// As [`payment_receipt_file`].
pub async fn payment_receipt_proof(
    portal: &Portal,
    session: Option<&Session>,
    id: CardPaymentId,
) -> Result<Option<String>, Error> {
    let Some(stored) = find(portal, session, id).await? else { return Ok(None) };
    Ok(transparency::proof(portal, stored.entry).await?.map(|proof| proof.to_string()))
}

async fn find(
    portal: &Portal,
    session: Option<&Session>,
    id: CardPaymentId,
) -> Result<Option<Stored>, Error> {
    shown::find_visible(portal, session, id).await?;
    store::of_payment(&portal.db, id).await
}
