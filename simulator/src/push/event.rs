//! Events for the portals: changes of rights and of figures, and states of payments by card.

use std::collections::BTreeSet;

use serde::Serialize;
use uuid::Uuid;

use crate::co_owner::CoOwner;
use crate::world::{Account, Company, Habilitation, World};

/// A body longer than this is sent without the changes; the portal accepts 64 KiB.
const MAX_BYTES: usize = 60 * 1024;

/// An event, the same at each delivery.
#[derive(Clone, Debug)]
pub struct Event {
    pub co_owner: CoOwner,
    pub id: Uuid,
    /// Last segment of the portal's address.
    pub interface: &'static str,
    /// The event as JSON.
    pub body: String,
}

#[derive(Clone, Debug, Serialize)]
struct RightsChange {
    evenement: Uuid,
    compte: String,
    version: u64,
    version_precedente: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    changements: Option<Changes>,
}

#[derive(Clone, Debug, Serialize)]
struct Changes {
    accordees: Vec<Habilitation>,
    retirees: Vec<Habilitation>,
    entreprises: Vec<Company>,
}

#[derive(Serialize)]
struct PaymentChange<'a, P> {
    evenement: Uuid,
    paiement: &'a P,
}

#[derive(Serialize)]
struct FiguresChange<'a> {
    evenement: Uuid,
    siren: &'a str,
}

impl Event {
    /// Creates the event for the change of an account from `before` to `after`.
    pub fn of(world: &World, co_owner: CoOwner, before: &Account, after: &Account) -> Self {
        let accordees: Vec<_> = after.habilitations.difference(&before.habilitations).cloned().collect();
        let retirees = before.habilitations.difference(&after.habilitations).cloned().collect();
        let sirens: BTreeSet<&str> = accordees.iter().map(|one| one.place.siren()).collect();
        let entreprises =
            sirens.into_iter().filter_map(|siren| world.companies.get(siren)).cloned().collect();
        let id = Uuid::new_v4();
        let change = RightsChange {
            evenement: id,
            compte: after.login.clone(),
            version: after.version,
            version_precedente: before.version,
            changements: Some(Changes { accordees, retirees, entreprises }),
        };
        let mut body = json(&change);
        if body.len() > MAX_BYTES {
            body = json(&RightsChange { changements: None, ..change });
        }
        Self { co_owner, id, interface: "evenements", body }
    }

    /// Creates the event for a change of the figures of a company.
    pub fn of_figures(co_owner: CoOwner, siren: &str) -> Self {
        let id = Uuid::new_v4();
        let body = json(&FiguresChange { evenement: id, siren });
        Self { co_owner, id, interface: "chiffres", body }
    }

    /// Creates the event for the end of a payment by card, with its state as in the contract.
    pub fn of_payment(co_owner: CoOwner, paiement: &impl Serialize) -> Self {
        let id = Uuid::new_v4();
        let body = json(&PaymentChange { evenement: id, paiement });
        Self { co_owner, id, interface: "paiements", body }
    }
}

fn json(event: &impl Serialize) -> String {
    serde_json::to_string(event).unwrap_or_default()
}
