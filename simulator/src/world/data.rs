//! All data of the administrations.

use std::collections::BTreeMap;

use super::{Account, Company, Creance, Export, Figures, Place};
use crate::co_owner::CoOwner;

/// All data of the administrations.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Companies by SIREN.
    pub companies: BTreeMap<String, Company>,
    /// Accounts by co-owner and login, which is also the `sub` of the ID tokens.
    pub accounts: BTreeMap<(CoOwner, String), Account>,
    /// Figures by co-owner and SIREN.
    pub figures: BTreeMap<(CoOwner, String), Figures>,
}

impl World {
    pub fn account(&self, co_owner: CoOwner, login: &str) -> Option<&Account> {
        self.accounts.get(&(co_owner, login.to_owned()))
    }

    pub fn account_mut(&mut self, co_owner: CoOwner, login: &str) -> Option<&mut Account> {
        self.accounts.get_mut(&(co_owner, login.to_owned()))
    }

    /// Returns the SIREN of a créance, and the créance, by its reference.
    pub fn creance(&self, co_owner: CoOwner, reference: &str) -> Option<(&str, &Creance)> {
        let of_co_owner = self.figures.iter().filter(|((owner, _), _)| *owner == co_owner);
        of_co_owner
            .flat_map(|((_, siren), figures)| figures.creances.iter().map(move |one| (siren.as_str(), one)))
            .find(|(_, creance)| creance.reference == reference)
    }

    /// Returns an export declaration of any company.
    pub fn export(&self, co_owner: CoOwner, mrn: &str) -> Option<&Export> {
        let of_co_owner = self.figures.iter().filter(|((owner, _), _)| *owner == co_owner);
        of_co_owner.flat_map(|(_, figures)| &figures.exports).find(|export| export.mrn == mrn)
    }

    /// Figures of a company, which are added if there are none.
    pub fn figures_mut(&mut self, co_owner: CoOwner, siren: &str) -> &mut Figures {
        self.figures.entry((co_owner, siren.to_owned())).or_default()
    }

    pub fn accounts_of(&self, co_owner: CoOwner) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(move |((owner, _), _)| *owner == co_owner).map(|(_, account)| account)
    }

    /// Returns `true` if the company or establishment exists.
    pub fn contains(&self, place: &Place) -> bool {
        match place {
            Place::Siren(siren) => self.companies.contains_key(siren),
            Place::Siret(siret) => self
                .companies
                .get(place.siren())
                .is_some_and(|company| company.establishment(siret).is_some()),
        }
    }
}
