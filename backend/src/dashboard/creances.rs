use domain::{
    co_owner::CoOwner,
    rights::{Action, Decision, Denial, Teleservice},
};
use platform::co_owners::{Creance, CreanceState};

use crate::{
    Portal,
    companies::{CompanyView, figures::decide},
    oidc_provider,
};

/// A créance, and the actions allowed to the person.
#[derive(Clone, Debug, PartialEq)]
pub struct CreanceRow {
    pub creance: Creance,
    pub payment: PaymentAccess,
    /// The person may ask a question about it.
    pub may_ask: bool,
}

/// Access to the payment of a créance.
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentAccess {
    /// Paid already, or not payable online.
    NotPayable,
    /// Address of the portal that leads to the payment at the co-owner.
    At(String),
    Denied(Denial),
}

pub(super) fn creance_row(
    portal: &Portal,
    view: &CompanyView,
    creance: Creance,
    may_use_messaging: bool,
) -> CreanceRow {
    let payment = payment_access(portal, view, &creance);
    // Questions go to customs: the other co-owners have their own messaging.
    let may_ask = may_use_messaging && creance.co_owner == CoOwner::Dgddi;
    CreanceRow { creance, payment, may_ask }
}

fn payment_access(portal: &Portal, view: &CompanyView, creance: &Creance) -> PaymentAccess {
    if creance.state == CreanceState::Paye || creance.remaining.cents() <= 0 {
        return PaymentAccess::NotPayable;
    }
    let teleservice = match creance.co_owner {
        CoOwner::Dgddi => Teleservice::TelepaiementSepa,
        CoOwner::Dgfip => Teleservice::PaiementsDgfip,
        CoOwner::Urssaf => Teleservice::PaiementsUrssaf,
        CoOwner::NetEntreprises => return PaymentAccess::NotPayable,
    };
    // Without a SIRET the right cannot be checked here: the customs téléservice checks it.
    if let (CoOwner::Dgddi, Some(siret)) = (creance.co_owner, &creance.siret)
        && let Decision::Denied(denial) = decide(view, Action::PayCreance(siret))
    {
        return PaymentAccess::Denied(denial);
    }
    let address = oidc_provider::launch_address(portal, teleservice, view.siren());
    address.map_or(PaymentAccess::NotPayable, PaymentAccess::At)
}
