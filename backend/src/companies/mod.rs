//! What an account is linked to and may do: rattachements, habilitations, companies, the SIREN being worked on
//! (004, Rattachement; mission §3).
//!
//! The co-owners decide; the portal asks them again often ([`refresh`]) and keeps what they said last, so that their
//! silence does not lock anybody out.

mod changes;
mod choice;
mod events;
mod held;
mod link;
mod link_request;
mod links;
mod listing;
mod opening;
mod read;
mod refresh;
mod right_history;
mod store;
mod suggestion;

use domain::{co_owner::CoOwner, rights::Habilitation, siren::Siren, siret::Siret};

pub(crate) use changes::purge_changes;
pub use choice::{
    Choice, ChosenSiren, Listed, PAGE_SIZE, Switch, choice, choose, has_company, only_siren, switch,
};
pub(crate) use events::purge_events;
pub use events::{Effect, Refusal, receive_event};
pub use held::{HeldRight, HeldRights, RIGHTS_PAGE, RightsFilter, RightsOrder, Since, held_rights};
pub use link::{LinkBackParams, LinkedBack, link_back, link_begin};
pub(crate) use links::unlink_all;
pub use links::{LinkState, LinkedAccount, links, purge, unlink};
pub use opening::{may_open, open_account};
pub use read::{accounts_of_siren, companies_of, company, company_view, habilitations, known_habilitations};
pub(crate) use refresh::ask_who_does_not_push;
pub use refresh::reconcile;
pub use right_history::{
    CHANGES_PAGE, ChangesFilter, RightChange, RightChanges, changes_like, right_changes,
};
pub(crate) use suggestion::suggest;
pub use suggestion::suggested;

pub use crate::partners::Etablissement;

/// A company on which a person holds at least one habilitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub siren: Siren,
    pub raison_sociale: String,
    /// The establishments that the co-owners name, sorted by SIRET.
    pub etablissements: Vec<Etablissement>,
}

impl Company {
    /// « 123 456 782 00015 – Siège, Lille », or the number alone when no co-owner names the establishment.
    pub fn label_of(&self, siret: &Siret) -> String {
        let named = self.etablissements.iter().find(|one| one.siret == *siret);
        named.map_or_else(|| siret.grouped(), Etablissement::label)
    }
}

impl Etablissement {
    /// « 123 456 782 00015 – Siège, Lille ».
    pub fn label(&self) -> String {
        let place = [self.nom.as_str(), self.commune.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|text| !text.is_empty()).collect();
        if place.is_empty() {
            return self.siret.grouped();
        }
        format!("{} – {}", self.siret.grouped(), place.join(", "))
    }
}

/// The company being worked on and what the person may do there.
#[derive(Clone, Debug, PartialEq)]
pub struct CompanyView {
    pub company: Company,
    /// On this SIREN only.
    pub habilitations: Vec<Habilitation>,
    /// The co-owners at which the person has linked an account, whatever its rights.
    pub linked: Vec<CoOwner>,
}

impl CompanyView {
    pub fn siren(&self) -> &Siren {
        &self.company.siren
    }

    pub fn raison_sociale(&self) -> &str {
        &self.company.raison_sociale
    }
}
