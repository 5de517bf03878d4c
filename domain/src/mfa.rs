//! Multi-factor authentication: second factors and the rules of each security level (mission §2.3).

use crate::account::SecurityLevel;

/// A second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecondFactor {
    /// A code sent to the e-mail address of the account.
    Mail,
    /// A code sent to the mobile number of the account.
    Sms,
    /// A TOTP code from an authenticator app.
    AuthenticatorApp,
    /// The signature of a passkey, after user verification.
    Passkey,
    /// One of the ten single-use codes for when no other factor is available.
    RecoveryCode,
}

impl SecondFactor {
    pub const ALL: [SecondFactor; 5] = [
        SecondFactor::Mail,
        SecondFactor::Sms,
        SecondFactor::AuthenticatorApp,
        SecondFactor::Passkey,
        SecondFactor::RecoveryCode,
    ];

    /// Code used in forms and URLs.
    pub const fn code(self) -> &'static str {
        match self {
            SecondFactor::Mail => "mel",
            SecondFactor::Sms => "sms",
            SecondFactor::AuthenticatorApp => "application",
            SecondFactor::Passkey => "cle",
            SecondFactor::RecoveryCode => "secours",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        SecondFactor::ALL.into_iter().find(|factor| factor.code() == code)
    }

    /// Returns the factor of code `requested` if it is `accepted`, otherwise the first accepted one.
    pub fn select(accepted: &[SecondFactor], requested: &str) -> Option<Self> {
        SecondFactor::from_code(requested)
            .filter(|factor| accepted.contains(factor))
            .or(accepted.first().copied())
    }

    /// Returns `true` if the portal sends the code, by mail or SMS.
    pub const fn is_sent(self) -> bool {
        matches!(self, SecondFactor::Mail | SecondFactor::Sms)
    }
}

/// Second factors that an account can use now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailableFactors {
    pub level: SecurityLevel,
    /// At least one authenticator app is added.
    pub authenticator_app: bool,
    /// At least one passkey can be used at the address of this portal.
    pub passkey: bool,
    /// The portal supports passkeys: its host is a domain name, as WebAuthn requires.
    pub passkeys_supported: bool,
    /// At least one recovery code is unused.
    pub recovery_code: bool,
    /// A mobile number to which codes can be sent.
    pub sms: bool,
    /// The number was confirmed at least once with a code sent to it.
    pub sms_confirmed: bool,
}

impl AvailableFactors {
    /// Returns the factors of a member of the staff, whose level follows from what they have added: the strongest factors replace
    /// codes by mail. `recovery_code` as in [`AvailableFactors`].
    pub fn of_member(
        authenticator_app: bool,
        passkey: bool,
        passkeys_supported: bool,
        recovery_code: bool,
    ) -> Self {
        let level = match (authenticator_app, passkey) {
            (true, _) => SecurityLevel::Totp,
            (false, true) => SecurityLevel::Passkey,
            (false, false) => SecurityLevel::Password,
        };
        AvailableFactors {
            level,
            authenticator_app,
            passkey,
            passkeys_supported,
            recovery_code,
            sms: false,
            sms_confirmed: false,
        }
    }

    /// Returns the factors that the security level accepts, the default one first; never empty.
    ///
    /// A level never accepts a weaker factor than its own: level « application » refuses mail and SMS, level
    /// « clé d'accès » also refuses authenticator apps. Until the factor of the level is set up (none added yet,
    /// number never confirmed), a code by mail is accepted.
    pub fn accepted(&self) -> Vec<SecondFactor> {
        let only_passkeys = self.level == SecurityLevel::Passkey && self.passkey;
        let mut accepted = match self.level {
            SecurityLevel::Totp if self.authenticator_app => Vec::new(),
            SecurityLevel::Sms if self.sms => vec![SecondFactor::Sms],
            _ if only_passkeys => Vec::new(),
            _ => vec![SecondFactor::Mail],
        };
        if self.authenticator_app && !only_passkeys {
            accepted.push(SecondFactor::AuthenticatorApp);
        }
        if self.passkey {
            accepted.push(SecondFactor::Passkey);
        }
        if self.recovery_code {
            accepted.push(SecondFactor::RecoveryCode);
        }
        if self.level == SecurityLevel::Sms && self.sms && !self.sms_confirmed {
            accepted.push(SecondFactor::Mail);
        }
        accepted
    }

    /// Returns `true` if the second factor is required even on trusted devices: all levels but the lowest.
    pub fn required_on_trusted_devices(&self) -> bool {
        self.level != SecurityLevel::Password
    }

    /// Returns the factor of the security level if it has not been set up yet.
    pub fn to_enrol(&self) -> Option<SecondFactor> {
        match self.level {
            SecurityLevel::Totp if !self.authenticator_app => Some(SecondFactor::AuthenticatorApp),
            SecurityLevel::Passkey if !self.passkey && self.passkeys_supported => Some(SecondFactor::Passkey),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SecurityLevel::{Passkey, Password, Sms, Totp};

    /// Builds the factors of an account. `flags`: `a`pplication, pass`k`ey, `r`ecovery code, `s`ms or confirmed `S`ms,
    /// `-` no passkey support.
    fn available(level: SecurityLevel, flags: &str) -> AvailableFactors {
        let has = |flag: char| flags.contains(flag);
        AvailableFactors {
            level,
            authenticator_app: has('a'),
            passkey: has('k'),
            passkeys_supported: !has('-'),
            recovery_code: has('r'),
            sms: has('s') || has('S'),
            sms_confirmed: has('S'),
        }
    }

    #[test]
    fn each_level_accepts_its_factors() {
        for (level, flags, accepted) in [
            (Password, "", &[SecondFactor::Mail][..]),
            (
                Password,
                "arS",
                &[SecondFactor::Mail, SecondFactor::AuthenticatorApp, SecondFactor::RecoveryCode],
            ),
            (Sms, "S", &[SecondFactor::Sms]),
            (Sms, "Sar", &[SecondFactor::Sms, SecondFactor::AuthenticatorApp, SecondFactor::RecoveryCode]),
            (Sms, "sr", &[SecondFactor::Sms, SecondFactor::RecoveryCode, SecondFactor::Mail]),
            (Sms, "", &[SecondFactor::Mail]),
            (Totp, "", &[SecondFactor::Mail]),
            (Totp, "a", &[SecondFactor::AuthenticatorApp]),
            (Totp, "arS", &[SecondFactor::AuthenticatorApp, SecondFactor::RecoveryCode]),
            (
                Totp,
                "akr",
                &[SecondFactor::AuthenticatorApp, SecondFactor::Passkey, SecondFactor::RecoveryCode],
            ),
            (Password, "k", &[SecondFactor::Mail, SecondFactor::Passkey]),
            (Passkey, "", &[SecondFactor::Mail]),
            (Passkey, "k", &[SecondFactor::Passkey]),
            (Passkey, "karS", &[SecondFactor::Passkey, SecondFactor::RecoveryCode]),
        ] {
            assert_eq!(available(level, flags).accepted(), accepted, "{level:?} {flags}");
        }
    }

    #[test]
    fn a_member_of_the_staff_who_has_added_a_factor_no_longer_receives_codes_by_mail() {
        use SecondFactor::{AuthenticatorApp, Mail, RecoveryCode};
        let accepted = |app, key, code| AvailableFactors::of_member(app, key, true, code).accepted();
        assert_eq!(accepted(false, false, false), [Mail]);
        assert_eq!(accepted(true, false, true), [AuthenticatorApp, RecoveryCode]);
        assert_eq!(accepted(false, true, true), [SecondFactor::Passkey, RecoveryCode]);
        assert_eq!(accepted(true, true, false), [AuthenticatorApp, SecondFactor::Passkey]);
    }

    #[test]
    fn only_the_lowest_level_trusts_devices() {
        let required = SecurityLevel::ALL.map(|level| available(level, "").required_on_trusted_devices());
        assert_eq!(required, [false, true, true, true]);
    }

    #[test]
    fn missing_factor_of_the_level_is_to_enrol() {
        for (level, flags, to_enrol) in [
            (Totp, "kr", Some(SecondFactor::AuthenticatorApp)),
            (Totp, "a", None),
            (Password, "", None),
            (Passkey, "ar", Some(SecondFactor::Passkey)),
            (Passkey, "k", None),
            // Without passkey support, requiring one would lock the account forever.
            (Passkey, "-", None),
        ] {
            assert_eq!(available(level, flags).to_enrol(), to_enrol, "{level:?} {flags}");
        }
    }

    #[test]
    fn every_code_parses_back() {
        for factor in SecondFactor::ALL {
            assert_eq!(SecondFactor::from_code(factor.code()), Some(factor));
        }
        assert_eq!(SecondFactor::from_code(""), None);
    }
}
