//! Security level of a portal account.

use serde::{Deserialize, Serialize};

/// Authentication required at every sign-in, chosen by the account holder (mission §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityLevel {
    #[serde(rename = "mot_de_passe")]
    Password,
    Sms,
    Totp,
    #[serde(rename = "cle")]
    Passkey,
}

impl SecurityLevel {
    pub const ALL: [SecurityLevel; 4] =
        [SecurityLevel::Password, SecurityLevel::Sms, SecurityLevel::Totp, SecurityLevel::Passkey];

    /// Code used in forms and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            SecurityLevel::Password => "mot_de_passe",
            SecurityLevel::Sms => "sms",
            SecurityLevel::Totp => "totp",
            SecurityLevel::Passkey => "cle",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        SecurityLevel::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Returns the levels to offer, the strongest first: it is the recommended one.
    pub fn by_strength(available: &[SecurityLevel]) -> Vec<SecurityLevel> {
        let mut levels = available.to_vec();
        levels.sort_by(|one, other| other.cmp(one));
        levels
    }

    pub const fn label(self) -> &'static str {
        match self {
            SecurityLevel::Password => "Identifiant + mot de passe",
            SecurityLevel::Sms => "Identifiant + mot de passe + jeton SMS",
            SecurityLevel::Totp => "Identifiant + mot de passe + application d’authentification",
            SecurityLevel::Passkey => "Identifiant + mot de passe + clé d’accès",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_level_is_offered_first() {
        let levels =
            SecurityLevel::by_strength(&[SecurityLevel::Password, SecurityLevel::Totp, SecurityLevel::Sms]);
        assert_eq!(levels, [SecurityLevel::Totp, SecurityLevel::Sms, SecurityLevel::Password]);
    }

    #[test]
    fn every_code_parses_back() {
        for level in SecurityLevel::ALL {
            assert_eq!(SecurityLevel::from_code(level.code()), Some(level));
        }
        assert_eq!(SecurityLevel::from_code(""), None);
    }
}
