use std::sync::Arc;

use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision, Denial, Teleservice},
};
use platform::co_owners::{Creance, CreanceState};

use crate::{
    Portal,
    companies::{
        CompanyView,
        figures::{decide, may_pay_by_card},
    },
    oidc_provider,
};

/// A créance, and the actions allowed to the person.
#[derive(Clone, Debug, PartialEq)]
pub struct CreanceRow {
    pub creance: Arc<Creance>,
    pub payment: PaymentAccess,
    /// The person may pay it by card too, at the portal's [`CREANCE_PAYMENT`](domain::path::CREANCE_PAYMENT).
    pub by_card: bool,
    /// The person may ask a question about it.
    pub may_ask: bool,
}

/// Access to the payment of a créance.
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentAccess {
    /// Paid already, or not payable online.
    NotPayable,
    /// Address of the portal that leads to the payment at the co-owner.
    At(Arc<str>),
    Denied(Denial),
}

/// Returns the créances of one co-owner, each with the actions allowed to the person.
pub(super) fn creance_rows(
    portal: &Portal,
    view: &CompanyView,
    co_owner: CoOwner,
    creances: Vec<Arc<Creance>>,
    may_use_messaging: bool,
) -> Vec<CreanceRow> {
    let address = payments_address(portal, view, co_owner);
    // Questions go to customs: the other co-owners have their own messaging.
    let may_ask = may_use_messaging && co_owner == CoOwner::Dgddi;
    let row = |creance: Arc<Creance>| {
        let payment = payment_access(view, &creance, address.as_ref());
        let by_card = may_pay_by_card(view, &creance);
        CreanceRow { creance, payment, by_card, may_ask }
    };
    creances.into_iter().map(row).collect()
}

/// Address of the portal that leads to the payments and mandats at the co-owner: one for all of them.
pub(super) fn payments_address(portal: &Portal, view: &CompanyView, co_owner: CoOwner) -> Option<Arc<str>> {
    let teleservice = match co_owner {
        CoOwner::Dgddi => Teleservice::TelepaiementSepa,
        CoOwner::Dgfip => Teleservice::PaiementsDgfip,
        CoOwner::Urssaf => Teleservice::PaiementsUrssaf,
        CoOwner::NetEntreprises => return None,
    };
    oidc_provider::launch_address(portal, teleservice, view.siren()).map(Arc::from)
}

fn payment_access(view: &CompanyView, creance: &Creance, address: Option<&Arc<str>>) -> PaymentAccess {
    if creance.state == CreanceState::Paye || creance.remaining.cents() <= 0 {
        return PaymentAccess::NotPayable;
    }
    // Without a SIRET the right cannot be checked here: the customs téléservice checks it.
    if let (CoOwner::Dgddi, Some(siret)) = (creance.co_owner, &creance.siret)
        && let Decision::Denied(denial) = decide(view, Action::PayCreance(siret))
    {
        return PaymentAccess::Denied(denial);
    }
    address.map_or(PaymentAccess::NotPayable, |address| PaymentAccess::At(Arc::clone(address)))
}
