//! Who else may say who a person is (mission §2.3): the State's identity providers, the co-owners at which an account is
//! linked, and how a journey there can end.

use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentityProvider {
    /// Professionals, through the organisation they work for.
    ProConnect,
    /// Private persons.
    FranceConnect,
}

impl IdentityProvider {
    pub const ALL: [IdentityProvider; 2] = [IdentityProvider::ProConnect, IdentityProvider::FranceConnect];

    /// As in addresses, configuration and the database.
    pub const fn code(self) -> &'static str {
        match self {
            IdentityProvider::ProConnect => "proconnect",
            IdentityProvider::FranceConnect => "franceconnect",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        IdentityProvider::ALL.into_iter().find(|provider| provider.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            IdentityProvider::ProConnect => "ProConnect",
            IdentityProvider::FranceConnect => "FranceConnect",
        }
    }

    /// For whom it is, under its button.
    pub const fn public(self) -> &'static str {
        match self {
            IdentityProvider::ProConnect => {
                "Pour les professionnels\u{a0}: avec le compte de votre organisation."
            }
            IdentityProvider::FranceConnect => {
                "Pour les particuliers\u{a0}: avec un compte que vous avez déjà (impôts, assurance maladie…)."
            }
        }
    }
}

/// Who may stand for the password at a sign-in: an identity provider, or a co-owner through the account that is linked
/// there (004, Authentification).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provider {
    Identity(IdentityProvider),
    CoOwner(CoOwner),
}

impl Provider {
    /// As in addresses and the database; no two are the same.
    pub const fn code(self) -> &'static str {
        match self {
            Provider::Identity(provider) => provider.code(),
            Provider::CoOwner(co_owner) => co_owner.code(),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        IdentityProvider::from_code(code)
            .map(Provider::Identity)
            .or_else(|| CoOwner::from_code(code).map(Provider::CoOwner))
    }

    /// « ProConnect », « douane.gouv.fr ».
    pub const fn label(self) -> &'static str {
        match self {
            Provider::Identity(provider) => provider.label(),
            Provider::CoOwner(co_owner) => co_owner.site(),
        }
    }

    /// « Se connecter avec ProConnect », « Continuer avec mon compte douane.gouv.fr ».
    pub fn button(self) -> String {
        match self {
            Provider::Identity(provider) => format!("Se connecter avec {}", provider.label()),
            Provider::CoOwner(co_owner) => format!("Continuer avec mon compte {}", co_owner.site()),
        }
    }
}

impl From<IdentityProvider> for Provider {
    fn from(provider: IdentityProvider) -> Self {
        Provider::Identity(provider)
    }
}

impl From<CoOwner> for Provider {
    fn from(co_owner: CoOwner) -> Self {
        Provider::CoOwner(co_owner)
    }
}

/// How a journey to a provider fails; each is told by a page with a way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// The person gave up there.
    Cancelled,
    /// Came back too late, twice, or in another browser.
    Expired,
    /// The provider does not answer.
    Silent,
    /// What came back proves nothing.
    Refused,
    /// The person was authenticated there more weakly than the portal asks.
    TooWeak,
    /// The identity belongs to another account of the portal.
    Elsewhere,
    /// The account has another identity of this provider.
    OtherAttached,
    /// The account was opened with this identity and is not activated yet.
    NotActivated,
    /// Somebody else is signed in to the portal in this browser.
    SomebodyElse,
    /// Who wants to register has an account that this provider opens.
    HasAccount,
}

impl Setback {
    pub const ALL: [Setback; 10] = [
        Setback::Cancelled,
        Setback::Expired,
        Setback::Silent,
        Setback::Refused,
        Setback::TooWeak,
        Setback::Elsewhere,
        Setback::OtherAttached,
        Setback::NotActivated,
        Setback::SomebodyElse,
        Setback::HasAccount,
    ];

    /// As in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Setback::Cancelled => "annule",
            Setback::Expired => "expire",
            Setback::Silent => "sans-reponse",
            Setback::Refused => "refuse",
            Setback::TooWeak => "niveau",
            Setback::Elsewhere => "autre-compte",
            Setback::OtherAttached => "autre-identite",
            Setback::NotActivated => "activation",
            Setback::SomebodyElse => "deja-connecte",
            Setback::HasAccount => "compte-existant",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Setback::ALL.into_iter().find(|setback| setback.code() == code)
    }

    pub const fn title(self) -> &'static str {
        match self {
            Setback::Cancelled => "Connexion abandonnée",
            Setback::Expired => "Demande expirée",
            Setback::Silent => "Service momentanément indisponible",
            Setback::Refused => "Connexion impossible",
            Setback::TooWeak => "Niveau de connexion insuffisant",
            Setback::Elsewhere | Setback::OtherAttached => "Rattachement impossible",
            Setback::NotActivated => "Compte à activer",
            Setback::SomebodyElse => "Une autre personne est connectée",
            Setback::HasAccount => "Vous avez déjà un compte",
        }
    }

    /// What happened and what to do.
    pub fn sentence(self, provider: Provider) -> String {
        let name = provider.label();
        match self {
            Setback::Cancelled => {
                format!("Vous êtes revenu de {name} sans vous y connecter. Rien n’a changé.")
            }
            Setback::Expired => format!(
                "Votre passage par {name} a duré trop longtemps, a déjà servi ou a commencé dans un autre navigateur. \
                 Recommencez depuis cette page\u{a0}: rien n’a changé."
            ),
            Setback::Silent => {
                format!("{name} ne répond pas. Réessayez dans quelques minutes, ou connectez-vous autrement.")
            }
            Setback::Refused => format!(
                "La réponse de {name} n’a pas pu être vérifiée\u{a0}: par sécurité, elle est refusée. Recommencez, ou \
                 connectez-vous autrement."
            ),
            Setback::TooWeak => format!(
                "Le portail demande une connexion plus forte que celle que vous avez faite chez {name}. Recommencez en \
                 choisissant un moyen plus fort, ou connectez-vous autrement."
            ),
            Setback::Elsewhere => format!(
                "Cette identité {name} est déjà rattachée à un autre compte du portail. Connectez-vous à cet autre \
                 compte pour la détacher, puis recommencez."
            ),
            Setback::OtherAttached => format!(
                "Votre compte est déjà rattaché à une autre identité {name}. Détachez-la d’abord, dans l’onglet \
                 Sécurité de votre profil."
            ),
            Setback::NotActivated => format!(
                "Un compte du portail a été ouvert avec votre identité {name}, mais il n’est pas activé. Ouvrez le lien \
                 reçu par mél après l’inscription, ou demandez-en un nouveau."
            ),
            Setback::SomebodyElse => format!(
                "Dans ce navigateur, le portail est ouvert avec un autre compte que celui auquel {name} donne accès. Rien \
                 n’a changé\u{a0}: déconnectez-vous d’abord si ce n’est pas le vôtre, puis recommencez."
            ),
            Setback::HasAccount => format!(
                "Votre compte {name} est déjà rattaché à un compte du portail\u{a0}: inutile de vous inscrire, il suffit \
                 pour vous connecter."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for provider in IdentityProvider::ALL {
            assert_eq!(IdentityProvider::from_code(provider.code()), Some(provider));
        }
        for setback in Setback::ALL {
            assert_eq!(Setback::from_code(setback.code()), Some(setback));
            assert!(setback.sentence(IdentityProvider::ProConnect.into()).contains("ProConnect"));
            assert!(setback.sentence(CoOwner::Dgddi.into()).contains("douane.gouv.fr"));
        }
        let identity = IdentityProvider::ALL.map(Provider::Identity).into_iter();
        let all: Vec<_> = identity.chain(CoOwner::ALL.map(Provider::CoOwner)).collect();
        for provider in &all {
            assert_eq!(Provider::from_code(provider.code()), Some(*provider));
        }
        let codes: std::collections::BTreeSet<_> = all.iter().map(|one| one.code()).collect();
        assert_eq!(codes.len(), all.len());
        assert_eq!(IdentityProvider::from_code("ProConnect"), None);
        assert_eq!(Setback::from_code(""), None);
    }
}
