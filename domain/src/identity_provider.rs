//! Providers through which a person can sign in without the portal's password (mission §2.3): the State's
//! identity providers and the co-owners, and the failures of a sign-in there.

use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;

/// An identity provider of the French State.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentityProvider {
    /// For professionals, through their organisation.
    ProConnect,
    /// For private persons.
    FranceConnect,
}

impl IdentityProvider {
    pub const ALL: [IdentityProvider; 2] = [IdentityProvider::ProConnect, IdentityProvider::FranceConnect];

    /// Code used in URLs, the configuration and the database.
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

    /// French sentence next to its button: the intended users.
    pub const fn audience(self) -> &'static str {
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

/// A provider accepted instead of the password: an identity provider, or a co-owner whose account is linked
/// to the portal's (004, Authentification).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provider {
    Identity(IdentityProvider),
    CoOwner(CoOwner),
}

impl Provider {
    /// Unique code used in URLs and the database.
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

    /// Name: « ProConnect », « douane.gouv.fr ».
    pub const fn label(self) -> &'static str {
        match self {
            Provider::Identity(provider) => provider.label(),
            Provider::CoOwner(co_owner) => co_owner.site(),
        }
    }

    /// Button text: « Se connecter avec ProConnect », « Continuer avec mon compte douane.gouv.fr ».
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

/// Failure of a sign-in or attachment at a provider, explained to the person on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderFailure {
    /// The person cancelled at the provider.
    Cancelled,
    /// The callback came too late, twice, or in another browser.
    Expired,
    /// The provider does not respond.
    Unavailable,
    /// The provider's response could not be verified.
    InvalidResponse,
    /// The authentication level at the provider is lower than the portal requires.
    InsufficientLevel,
    /// The identity is attached to another portal account.
    AttachedElsewhere,
    /// The account has another identity of this provider attached.
    OtherIdentityAttached,
    /// The account registered with this identity is not activated yet.
    AccountNotActivated,
    /// Another portal account is signed in in this browser.
    OtherAccountSignedIn,
    /// The person wants to register but already has an account linked to this provider.
    AlreadyRegistered,
}

impl ProviderFailure {
    pub const ALL: [ProviderFailure; 10] = [
        ProviderFailure::Cancelled,
        ProviderFailure::Expired,
        ProviderFailure::Unavailable,
        ProviderFailure::InvalidResponse,
        ProviderFailure::InsufficientLevel,
        ProviderFailure::AttachedElsewhere,
        ProviderFailure::OtherIdentityAttached,
        ProviderFailure::AccountNotActivated,
        ProviderFailure::OtherAccountSignedIn,
        ProviderFailure::AlreadyRegistered,
    ];

    /// Code used in URLs.
    pub const fn code(self) -> &'static str {
        match self {
            ProviderFailure::Cancelled => "annule",
            ProviderFailure::Expired => "expire",
            ProviderFailure::Unavailable => "sans-reponse",
            ProviderFailure::InvalidResponse => "refuse",
            ProviderFailure::InsufficientLevel => "niveau",
            ProviderFailure::AttachedElsewhere => "autre-compte",
            ProviderFailure::OtherIdentityAttached => "autre-identite",
            ProviderFailure::AccountNotActivated => "activation",
            ProviderFailure::OtherAccountSignedIn => "deja-connecte",
            ProviderFailure::AlreadyRegistered => "compte-existant",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        ProviderFailure::ALL.into_iter().find(|failure| failure.code() == code)
    }

    pub const fn title(self) -> &'static str {
        match self {
            ProviderFailure::Cancelled => "Connexion abandonnée",
            ProviderFailure::Expired => "Demande expirée",
            ProviderFailure::Unavailable => "Service momentanément indisponible",
            ProviderFailure::InvalidResponse => "Connexion impossible",
            ProviderFailure::InsufficientLevel => "Niveau de connexion insuffisant",
            ProviderFailure::AttachedElsewhere | ProviderFailure::OtherIdentityAttached => {
                "Rattachement impossible"
            }
            ProviderFailure::AccountNotActivated => "Compte à activer",
            ProviderFailure::OtherAccountSignedIn => "Une autre personne est connectée",
            ProviderFailure::AlreadyRegistered => "Vous avez déjà un compte",
        }
    }

    /// French sentence: the failure and the next step.
    pub fn sentence(self, provider: Provider) -> String {
        let name = provider.label();
        match self {
            ProviderFailure::Cancelled => {
                format!("Vous avez quitté {name} sans vous y connecter. Rien n’a changé.")
            }
            ProviderFailure::Expired => format!(
                "Votre connexion avec {name} a pris trop de temps, a déjà abouti ou a commencé dans un \
                 autre navigateur. \
                 Recommencez à partir de cette page\u{a0}: rien n’a changé."
            ),
            ProviderFailure::Unavailable => {
                format!("{name} ne répond pas. Réessayez dans quelques minutes, ou connectez-vous autrement.")
            }
            ProviderFailure::InvalidResponse => format!(
                "La réponse envoyée par {name} n’a pas pu être vérifiée\u{a0}: par sécurité, elle est refusée. \
                 Recommencez, ou connectez-vous autrement."
            ),
            ProviderFailure::InsufficientLevel => format!(
                "Le portail demande un niveau de sécurité supérieur à celui de votre connexion avec {name}. \
                 Recommencez avec un niveau supérieur, ou connectez-vous autrement."
            ),
            ProviderFailure::AttachedElsewhere => format!(
                "Cette identité {name} est déjà rattachée à un autre compte du portail. Connectez-vous à cet autre \
                 compte pour la détacher, puis recommencez."
            ),
            ProviderFailure::OtherIdentityAttached => format!(
                "Votre compte est déjà rattaché à une autre identité {name}. Détachez-la d’abord, dans l’onglet \
                 Sécurité de votre profil."
            ),
            ProviderFailure::AccountNotActivated => format!(
                "Un compte du portail a été ouvert avec votre identité {name}, mais il n’est pas activé. Ouvrez le lien \
                 reçu par courriel après l’inscription, ou demandez-en un nouveau."
            ),
            ProviderFailure::OtherAccountSignedIn => format!(
                "Un autre compte que celui rattaché à {name} est connecté au portail dans ce navigateur. \
                 Rien n’a changé\u{a0}: si ce n’est pas le vôtre, déconnectez-vous d’abord, puis recommencez."
            ),
            ProviderFailure::AlreadyRegistered => format!(
                "Votre compte {name} est déjà rattaché à un compte du portail\u{a0}: connectez-vous avec ce \
                 compte, sans nouvelle inscription."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_parses_back() {
        for provider in IdentityProvider::ALL {
            assert_eq!(IdentityProvider::from_code(provider.code()), Some(provider));
        }
        for failure in ProviderFailure::ALL {
            assert_eq!(ProviderFailure::from_code(failure.code()), Some(failure));
            assert!(failure.sentence(IdentityProvider::ProConnect.into()).contains("ProConnect"));
            assert!(failure.sentence(CoOwner::Dgddi.into()).contains("douane.gouv.fr"));
        }
        let identity = IdentityProvider::ALL.map(Provider::Identity).into_iter();
        let all: Vec<_> = identity.chain(CoOwner::ALL.map(Provider::CoOwner)).collect();
        for provider in &all {
            assert_eq!(Provider::from_code(provider.code()), Some(*provider));
        }
        let codes: std::collections::BTreeSet<_> = all.iter().map(|one| one.code()).collect();
        assert_eq!(codes.len(), all.len());
        assert_eq!(IdentityProvider::from_code("ProConnect"), None);
        assert_eq!(ProviderFailure::from_code(""), None);
    }
}
