use super::habilitation::Habilitation;
use crate::co_owner::CoOwner;

/// Returns `true` if an « administrateur général de l'entreprise » may delegate the habilitations of this
/// co-owner. Customs do not allow it in the first version of the portal (004, Habilitation).
pub fn allows_delegation(co_owner: CoOwner) -> bool {
    co_owner != CoOwner::Dgddi
}

impl Habilitation {
    /// Returns `true` if the habilitation may be delegated. Never for a téléservice of customs, whichever co-owner
    /// granted it.
    pub fn is_delegable(&self) -> bool {
        allows_delegation(self.co_owner) && allows_delegation(self.teleservice.co_owner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rights::{Droit, Place, Teleservice};
    use crate::siren::Siren;

    #[test]
    fn customs_habilitations_are_not_delegable() {
        let place = Place::Siren(Siren::parse("732829320").expect("a SIREN"));
        for co_owner in CoOwner::ALL {
            for teleservice in Teleservice::ALL {
                for droit in Droit::ALL {
                    let right = Habilitation { co_owner, teleservice, droit, place: place.clone() };
                    let customs = co_owner == CoOwner::Dgddi || teleservice.co_owner() == CoOwner::Dgddi;
                    assert_eq!(right.is_delegable(), !customs, "{right:?}");
                }
            }
        }
    }
}
