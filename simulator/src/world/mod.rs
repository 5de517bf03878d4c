//! What the simulated administrations know: companies, accounts and figures.

mod account;
mod company;
mod figures;
mod habilitation;

use std::collections::BTreeMap;

pub use account::Account;
pub use company::{Company, Establishment};
pub use figures::{Creance, CreanceState, Declaration, Due, Figures, Mandat, MandatState, Means, Payment};
pub use habilitation::{Habilitation, Place};

use crate::co_owner::CoOwner;

/// Everything that the administration page can change, kept in memory.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// By SIREN.
    pub companies: BTreeMap<String, Company>,
    /// By co-owner and login; the login is also the `sub` of the ID tokens.
    pub accounts: BTreeMap<(CoOwner, String), Account>,
    /// By co-owner and SIREN.
    pub figures: BTreeMap<(CoOwner, String), Figures>,
}

impl World {
    pub fn account(&self, co_owner: CoOwner, login: &str) -> Option<&Account> {
        self.accounts.get(&(co_owner, login.to_owned()))
    }

    pub fn account_mut(&mut self, co_owner: CoOwner, login: &str) -> Option<&mut Account> {
        self.accounts.get_mut(&(co_owner, login.to_owned()))
    }

    pub fn accounts_of(&self, co_owner: CoOwner) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(move |((owner, _), _)| *owner == co_owner).map(|(_, account)| account)
    }

    /// Whether the company or establishment exists.
    pub fn knows(&self, place: &Place) -> bool {
        match place {
            Place::Siren(siren) => self.companies.contains_key(siren),
            Place::Siret(siret) => self
                .companies
                .get(place.siren())
                .is_some_and(|company| company.establishment(siret).is_some()),
        }
    }
}
