//! Events about changes of rights.

use std::collections::BTreeSet;

use serde::Serialize;
use uuid::Uuid;

use crate::co_owner::CoOwner;
use crate::world::{Account, Company, Habilitation, World};

/// A body longer than this is sent without the changes; the portal accepts 64 KiB.
const MAX_BYTES: usize = 60 * 1024;

/// A change of the rights of one account.
#[derive(Clone, Debug)]
pub struct Event {
    pub co_owner: CoOwner,
    body: Body,
}

#[derive(Clone, Debug, Serialize)]
struct Body {
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
    /// Creates the event for the change of an account from `before` to `after`.
    pub fn of(world: &World, co_owner: CoOwner, before: &Account, after: &Account) -> Self {
        let accordees: Vec<_> = after.habilitations.difference(&before.habilitations).cloned().collect();
        let retirees = before.habilitations.difference(&after.habilitations).cloned().collect();
        let sirens: BTreeSet<&str> = accordees.iter().map(|one| one.place.siren()).collect();
        let entreprises =
            sirens.into_iter().filter_map(|siren| world.companies.get(siren)).cloned().collect();
        let body = Body {
            evenement: Uuid::new_v4(),
            compte: after.login.clone(),
            version: after.version,
            version_precedente: before.version,
            changements: Some(Changes { accordees, retirees, entreprises }),
        };
        Self { co_owner, body }
    }

    pub fn id(&self) -> Uuid {
        self.body.evenement
    }

    /// Returns the event as JSON. Stable across retries.
    pub fn to_json(&self) -> String {
        let encode = |body: &Body| serde_json::to_string(body).unwrap_or_default();
        let json = encode(&self.body);
        if json.len() <= MAX_BYTES {
            return json;
        }
        encode(&Body { changements: None, ..self.body.clone() })
    }
}
