//! The page of a payment: its state, then its receipt.

use domain::{
    rights::{Action, Decision},
    siret::Siret,
};
use platform::{Error, id::CardPaymentId};

use super::{
    check, notice,
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
    /// Name of the recette, if it is in the list of customs offices.
    pub recette: Option<String>,
    /// Address where the card is entered, for the session that pays.
    pub resume: Option<String>,
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
    let session = session.ok_or(Error::NotFound)?;
    let payment = store::find(portal, id).await?;
    let is_payer = payment.session == Some(session.id);
    if !is_payer && !may_see(portal, session, &payment).await? {
        return Err(Error::NotFound);
    }
    let payment = check::refreshed(portal, payment).await?;
    let recette = offices::find(portal, &payment.recette).await?.map(|office| office.name);
    let resume = payment.address.clone().filter(|_| is_payer);
    Ok(ShownPayment { payment, recette, resume })
}

async fn may_see(portal: &Portal, session: &Session, payment: &Payment) -> Result<bool, Error> {
    if notice::is_known(portal, session.id, &payment.reference, portal.clock.now()).await? {
        return Ok(true);
    }
    let Ok(siret) = Siret::parse(&payment.siret) else { return Ok(false) };
    if !matches!(session.visitor, Visitor::Usager(_)) || session.siren.as_ref() != Some(&payment.siren) {
        return Ok(false);
    }
    match companies::company_view(portal, session).await {
        Ok(view) => Ok(decide(&view, Action::PayByCard(&siret)) == Decision::Allowed),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
