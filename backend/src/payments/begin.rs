//! Beginning of a payment: announces it to the co-owner, whose page takes the card.

use domain::{card_payment::CardPaymentState, path, problem::Problem};
use platform::{
    Error,
    co_owners::{Failure, NewCardPayment},
    id::CardPaymentId,
};

use super::{
    check, creance, notice,
    payable::{CARDS_AT, Payable, TIME_TO_PAY},
    store::{self, Payment},
};
use crate::{Portal, accounts::sessions::Session, id::PaymentNoticeId};

/// Begins the payment of the créance of a payment notice, or resumes the one that is running in this session. Returns the
/// address where the card is entered.
///
/// # Errors
/// [`Error::NotFound`] for another session's notice; [`Error::Invalid`]: `CreanceChanged`, `PaymentRunning`;
/// [`Error::CoOwnerDown`].
pub async fn begin_for_notice(
    portal: &Portal,
    session: &Session,
    id: PaymentNoticeId,
) -> Result<String, Error> {
    let (creance, _) = notice::find(portal, session.id, id).await?;
    begin(portal, session, &creance).await
}

/// Like [`begin_for_notice`], for a créance of the current company.
///
/// # Errors
/// As [`creance()`](super::creance()) and [`begin_for_notice`].
pub async fn begin_for_creance(portal: &Portal, session: &Session, reference: &str) -> Result<String, Error> {
    let creance = creance::creance(portal, session, reference).await?.creance;
    begin(portal, session, &creance).await
}

fn changed() -> Error {
    Error::invalid("", Problem::CreanceChanged)
}

async fn begin(portal: &Portal, session: &Session, creance: &Payable) -> Result<String, Error> {
    if creance.refusal().is_some() {
        return Err(changed());
    }
    // The second round begins anew after a payment that has ended without the portal knowing it yet.
    for _ in 0..2 {
        let id = CardPaymentId::generate();
        let until = portal.clock.now() + TIME_TO_PAY;
        if store::insert(portal, id, session.id, CARDS_AT, creance, until).await? {
            return announce(portal, &store::find(portal, id).await?).await;
        }
        let running = store::running_of_creance(portal, CARDS_AT, &creance.reference).await?;
        let Some(running) = running else { continue };
        let known = check::refreshed(portal, running).await?;
        match known.state {
            CardPaymentState::Running if known.session == Some(session.id) => {
                return resume(portal, known).await;
            }
            CardPaymentState::Running => {
                let until = known.expires_at.french_minute();
                return Err(Error::invalid("", Problem::PaymentRunning { until }));
            }
            CardPaymentState::Paid => return Err(changed()),
            CardPaymentState::Refused | CardPaymentState::Cancelled | CardPaymentState::Expired => {}
        }
    }
    Err(changed())
}

/// Returns the address of a running payment: the request of another tab has begun it, or its answer was lost.
async fn resume(portal: &Portal, payment: Payment) -> Result<String, Error> {
    match payment.address {
        Some(address) => Ok(address),
        None => announce(portal, &payment).await,
    }
}

/// Announces the payment to the co-owner. Idempotent, so that two tabs get the same address.
async fn announce(portal: &Portal, payment: &Payment) -> Result<String, Error> {
    let back = portal.link(&path::payment_state(payment.id));
    let request = NewCardPayment {
        reference: &payment.reference,
        montant_centimes: payment.amount.cents(),
        retour: &back,
    };
    let answer =
        portal.co_owners.begin_card_payment(&portal.clock, payment.co_owner, payment.id, &request).await;
    let accepted = match answer {
        Ok(accepted) => accepted,
        // Paid elsewhere, another amount, or another payment: nothing has begun.
        Err(Failure::Status(409)) => {
            store::delete_refused(portal, payment.id).await?;
            return Err(changed());
        }
        // The co-owner may have begun it: a retry or the job will tell.
        Err(failure) => return Err(store::unavailable(&failure)),
    };
    check::apply(portal, payment, &accepted).await?;
    accepted.address.map(String::from).ok_or_else(changed)
}
