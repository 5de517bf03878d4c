//! State of running payments, as reported by the co-owner.

use domain::card_payment::CardPaymentState;
use platform::{
    Error,
    co_owners::{CardPayment, Failure},
    db::Duration,
};

use super::{
    payable::TIME_TO_PAY,
    receipts,
    store::{self, Payment, QUERY_INTERVAL},
};
use crate::{Portal, companies::figures};

/// Time after which the job queries a payment again: its payer may never come back, and a push may be lost.
const JOB_INTERVAL: Duration = Duration::from_secs(60);

/// Number of payments of one run of the job.
const PER_RUN: i64 = 100;

/// State of a payment after a report of the co-owner is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Applied {
    /// The payment goes on.
    Running,
    /// The payment has ended, now or before.
    Ended,
}

/// Queries the co-owner about a running payment, unless it was queried within [`QUERY_INTERVAL`]. Returns the payment as
/// stored afterwards: unchanged if the co-owner does not answer.
pub(super) async fn refreshed(portal: &Portal, payment: Payment) -> Result<Payment, Error> {
    if payment.state != CardPaymentState::Running {
        return Ok(payment);
    }
    if store::record_check(portal, payment.id, QUERY_INTERVAL).await? {
        query(portal, &payment).await?;
    }
    // A push may have ended it meanwhile.
    store::find(portal, payment.id).await
}

/// Queries the co-owner about the running payments that were not queried for [`JOB_INTERVAL`]. Returns the number of
/// payments that ended.
///
/// # Errors
/// [`Error::Busy`].
pub async fn check_running(portal: &Portal) -> Result<u64, Error> {
    let before = portal.clock.now() - JOB_INTERVAL;
    let mut ended = 0;
    for payment in store::unchecked_since(portal, before, PER_RUN).await? {
        if store::record_check(portal, payment.id, JOB_INTERVAL).await?
            && query(portal, &payment).await? == Applied::Ended
        {
            ended += 1;
        }
    }
    Ok(ended)
}

async fn query(portal: &Portal, payment: &Payment) -> Result<Applied, Error> {
    match portal.co_owners.card_payment(&portal.clock, payment.co_owner, payment.id).await {
        Ok(answer) => apply(portal, payment, &answer).await,
        // The co-owner never received it: it cannot be paid.
        Err(Failure::Unknown) if portal.clock.now() >= payment.started_at + TIME_TO_PAY => {
            end(portal, payment, CardPaymentState::Expired, None).await
        }
        Err(failure) => {
            tracing::warn!(payment = %payment.id, %failure, "failed to query a payment by card");
            Ok(Applied::Running)
        }
    }
}

/// Applies the report of the co-owner on a stored payment.
///
/// # Errors
/// [`Error::Unexpected`] if it is about another créance or amount.
pub(super) async fn apply(
    portal: &Portal,
    payment: &Payment,
    answer: &CardPayment,
) -> Result<Applied, Error> {
    if (payment.id, &payment.reference, payment.amount) != (answer.id, &answer.reference, answer.amount) {
        let error = anyhow::anyhow!("the co-owner has another créance or amount for payment {}", payment.id);
        return Err(Error::Unexpected(error));
    }
    if answer.state != CardPaymentState::Running {
        return end(portal, payment, answer.state, Some(answer)).await;
    }
    if let Some(address) = &answer.address {
        store::record_acceptance(portal, payment.id, address.as_str(), answer.expires_at).await?;
    }
    Ok(Applied::Running)
}

async fn end(
    portal: &Portal,
    payment: &Payment,
    state: CardPaymentState,
    answer: Option<&CardPayment>,
) -> Result<Applied, Error> {
    let now = portal.clock.now();
    let ended_at = answer.and_then(|answer| answer.ended_at).unwrap_or(now);
    let reference = answer.and_then(|answer| answer.payment_reference.as_deref());
    let mut tx = portal.db.begin().await?;
    if store::end(&mut tx, payment.id, state, ended_at, reference).await? {
        if state == CardPaymentState::Paid {
            figures::record_change(&mut tx, payment.co_owner, &payment.siren, now).await?;
            receipts::insert(&mut tx, now, payment, ended_at, reference).await?;
        }
        tx.commit().await?;
        tracing::info!(payment = %payment.id, state = state.code(), "payment by card ended");
    }
    Ok(Applied::Ended)
}
