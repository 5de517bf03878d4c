use super::Habilitation;
use crate::co_owner::CoOwner;

/// Does this co-owner let an « administrateur général de l'entreprise » delegate what they hold there? Customs do not in
/// the portal's first version (004, Habilitation).
pub fn recognises_administrators(co_owner: CoOwner) -> bool {
    co_owner != CoOwner::Dgddi
}

impl Habilitation {
    /// May it be held by delegation? Never one of customs, whoever claims to give it.
    pub fn is_delegable(&self) -> bool {
        recognises_administrators(self.co_owner) && recognises_administrators(self.teleservice.co_owner())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Droit, Place, Teleservice};
    use super::*;
    use crate::siren::Siren;

    #[test]
    fn nothing_of_customs_is_delegated() {
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
