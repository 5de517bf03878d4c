use std::collections::BTreeSet;

use serde::Serialize;
use uuid::Uuid;

use crate::co_owner::CoOwner;
use crate::world::{Account, Company, Habilitation, World};

/// A body longer than this is sent without its changes; the portal takes 64 KiB.
const MAX_BYTES: usize = 60 * 1024;

/// A change of the rights of one account.
#[derive(Clone, Debug)]
pub struct Event {
    pub co_owner: CoOwner,
    told: Told,
}

#[derive(Clone, Debug, Serialize)]
struct Told {
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

impl Event {
    /// What was changed in an account that was `before`.
    pub fn of(world: &World, co_owner: CoOwner, before: &Account, after: &Account) -> Self {
        let accordees: Vec<_> = after.habilitations.difference(&before.habilitations).cloned().collect();
        let retirees = before.habilitations.difference(&after.habilitations).cloned().collect();
        let sirens: BTreeSet<&str> = accordees.iter().map(|one| one.place.siren()).collect();
        let entreprises =
            sirens.into_iter().filter_map(|siren| world.companies.get(siren)).cloned().collect();
        let told = Told {
            evenement: Uuid::new_v4(),
            compte: after.login.clone(),
            version: after.version,
            version_precedente: before.version,
            changements: Some(Changes { accordees, retirees, entreprises }),
        };
        Self { co_owner, told }
    }

    pub fn id(&self) -> Uuid {
        self.told.evenement
    }

    /// The same bytes at every delivery.
    pub fn body(&self) -> String {
        let body = |told: &Told| serde_json::to_string(told).unwrap_or_default();
        let whole = body(&self.told);
        if whole.len() <= MAX_BYTES {
            return whole;
        }
        body(&Told { changements: None, ..self.told.clone() })
    }
}
