//! Where a single sign-on of the portal leads: a téléservice (mission §3.4), or the site of a co-owner.

use crate::co_owner::CoOwner;
use crate::rights::Teleservice;

/// Client of the portal as OpenID Connect provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    Teleservice(Teleservice),
    /// Home page of the co-owner, for a person who has linked their account there.
    Site(CoOwner),
}

impl Destination {
    /// Code used in the configuration and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Destination::Teleservice(teleservice) => teleservice.code(),
            Destination::Site(CoOwner::Dgddi) => "SITE-DGDDI",
            Destination::Site(CoOwner::Dgfip) => "SITE-DGFIP",
            Destination::Site(CoOwner::Urssaf) => "SITE-URSSAF",
            Destination::Site(CoOwner::NetEntreprises) => "SITE-NET-ENTREPRISES",
        }
    }

    /// Returns `None` for an unknown code and for a téléservice without single sign-on.
    pub fn from_code(code: &str) -> Option<Self> {
        let site = CoOwner::ALL.into_iter().map(Destination::Site).find(|site| site.code() == code);
        let teleservice = || {
            Teleservice::from_code(code)
                .filter(|teleservice| teleservice.has_single_sign_on())
                .map(Destination::Teleservice)
        };
        site.or_else(teleservice)
    }

    /// Name for the middle of a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Destination::Teleservice(teleservice) => teleservice.label(),
            Destination::Site(co_owner) => co_owner.site(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_parses_back() {
        let sites = CoOwner::ALL.into_iter().map(Destination::Site);
        let teleservices = Teleservice::with_single_sign_on().map(Destination::Teleservice);
        for destination in sites.chain(teleservices) {
            assert_eq!(Destination::from_code(destination.code()), Some(destination));
        }
        assert_eq!(Destination::from_code("TRIGO"), None);
        assert_eq!(Destination::from_code("PAIEMENTS-DGFIP"), None);
    }
}
