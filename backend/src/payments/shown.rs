//! The page of a payment: its state, then its receipt.

use domain::{
    card_payment::CardPaymentState,
    rights::{Action, Decision},
    siret::Siret,
};
use platform::{Error, id::CardPaymentId, transparency::Record};

use super::{
    check, notice, receipts,
    store::{self, Payment},
};
use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    companies::{self, figures::decide},
    directory::offices,
};

/// A payment as its page shows it.
#[derive(Clone, Debug)]
pub struct ShownPayment {
    pub payment: Payment,
    /// Service in charge of the créance.
    pub recette: String,
    /// Address where the card is entered, for the session that pays.
    pub resume: Option<String>,
    /// Entry of the receipt in the transparency log, once paid.
    pub record: Option<Record>,
    /// It is paid, and the person may ask a question about it, for the current company.
    pub may_ask: bool,
}

/// Returns a payment to the session that began it, to one that knows the payment notice of its créance, and to those who
/// may pay it by card for the current company. Queries the co-owner if it is running: what the payer's browser says on its
/// return proves nothing.
///
/// # Errors
/// [`Error::NotFound`] for anybody else.
pub async fn shown_payment(
    portal: &Portal,
    session: Option<&Session>,
    id: CardPaymentId,
) -> Result<ShownPayment, Error> {
    let (payment, is_payer) = find_visible(portal, session, id).await?;
    let payment = check::refreshed(portal, payment).await?;
    let recette = recette(portal, &payment.recette).await?;
    let resume = payment.address.clone().filter(|_| is_payer);
    // The page of a running payment is refreshed every few seconds.
    let is_paid = payment.state == CardPaymentState::Paid;
    let record = if is_paid { receipts::record(portal, payment.id).await? } else { None };
    let may_ask = is_paid && is_allowed_for_company(portal, session, &payment, Action::UseMessaging).await?;
    Ok(ShownPayment { payment, recette, resume, record, may_ask })
}

/// Returns a payment as stored, if the session may see it, and whether the session began it.
///
/// # Errors
/// As [`shown_payment`].
pub(super) async fn find_visible(
    portal: &Portal,
    session: Option<&Session>,
    id: CardPaymentId,
) -> Result<(Payment, bool), Error> {
    let session = session.ok_or(Error::NotFound)?;
    let payment = store::find(portal, id).await?;
    let is_payer = payment.session == Some(session.id);
    if is_payer || may_see(portal, session, &payment).await? {
        Ok((payment, is_payer))
    } else {
        Err(Error::NotFound)
    }
}

/// Names the service in charge of a créance, from the code of its recette.
pub(super) async fn recette(portal: &Portal, code: &str) -> Result<String, Error> {
    if code.is_empty() {
        return Ok("Direction générale des douanes et droits indirects".to_owned());
    }
    let office = offices::find(portal, code).await?;
    Ok(office.map_or_else(|| format!("Recette {code}"), |office| format!("{} ({code})", office.name)))
}

async fn may_see(portal: &Portal, session: &Session, payment: &Payment) -> Result<bool, Error> {
    if notice::is_known(portal, session.id, &payment.reference, portal.clock.now()).await? {
        return Ok(true);
    }
    match Siret::parse(&payment.siret) {
        Ok(siret) => is_allowed_for_company(portal, Some(session), payment, Action::PayByCard(&siret)).await,
        Err(_) => Ok(false),
    }
}

/// Returns `true` if the session is that of a usager who works for the company of the payment and may do this there.
async fn is_allowed_for_company(
    portal: &Portal,
    session: Option<&Session>,
    payment: &Payment,
    action: Action<'_>,
) -> Result<bool, Error> {
    let is_current = |session: &&Session| {
        matches!(session.visitor, Visitor::Usager(_)) && session.siren.as_ref() == Some(&payment.siren)
    };
    let Some(session) = session.filter(is_current) else { return Ok(false) };
    match companies::company_view(portal, session).await {
        Ok(view) => Ok(decide(&view, action) == Decision::Allowed),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
