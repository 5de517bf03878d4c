//! Second factors: the ways to prove, after the password, that it is really the person (mission §2.3).

use crate::account::SecurityLevel;

/// One way to give the second proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// A code sent to the account's address.
    Mail,
    /// A code sent to the account's mobile number.
    Sms,
    /// A code that an authenticator application shows.
    Application,
    /// The signature of a passkey, which its owner unlocked.
    Passkey,
    /// One of the ten codes kept for the day when nothing else works.
    RecoveryCode,
}

impl Way {
    pub const ALL: [Way; 5] = [Way::Mail, Way::Sms, Way::Application, Way::Passkey, Way::RecoveryCode];

    /// As in forms and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Way::Mail => "mel",
            Way::Sms => "sms",
            Way::Application => "application",
            Way::Passkey => "cle",
            Way::RecoveryCode => "secours",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Way::ALL.into_iter().find(|way| way.code() == code)
    }

    /// The way of that code where it is one of `ways`, else the first of them.
    pub fn chosen(ways: &[Way], wanted: &str) -> Option<Self> {
        Way::from_code(wanted).filter(|way| ways.contains(way)).or(ways.first().copied())
    }

    /// Is a code sent, rather than found on something that the person has?
    pub const fn is_sent(self) -> bool {
        matches!(self, Way::Mail | Way::Sms)
    }
}

/// What an account can prove itself with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proofs {
    pub level: SecurityLevel,
    /// At least one authenticator application.
    pub application: bool,
    /// At least one passkey that can be used here.
    pub passkey: bool,
    /// The portal can take passkeys: its address has a name (WebAuthn knows no others).
    pub passkeys_taken: bool,
    /// At least one recovery code that was not used.
    pub recovery_code: bool,
    /// A mobile number to which codes can be sent now.
    pub sms: bool,
    /// A code sent to that number came back at least once.
    pub sms_confirmed: bool,
}

impl Proofs {
    /// The ways that the level accepts, the one that is asked first in front; never empty.
    ///
    /// A level is never satisfied by less than it promises: at level « application » neither mail nor SMS opens, at
    /// level « clé d'accès » no application either. Until the promised factor works (none added yet, number never
    /// confirmed), the code goes by mail.
    pub fn ways(&self) -> Vec<Way> {
        let only_passkeys = self.level == SecurityLevel::Passkey && self.passkey;
        let mut ways = match self.level {
            SecurityLevel::Totp if self.application => Vec::new(),
            SecurityLevel::Sms if self.sms => vec![Way::Sms],
            _ if only_passkeys => Vec::new(),
            _ => vec![Way::Mail],
        };
        if self.application && !only_passkeys {
            ways.push(Way::Application);
        }
        if self.passkey {
            ways.push(Way::Passkey);
        }
        if self.recovery_code {
            ways.push(Way::RecoveryCode);
        }
        if self.level == SecurityLevel::Sms && self.sms && !self.sms_confirmed {
            ways.push(Way::Mail);
        }
        ways
    }

    /// Is a second proof asked on trusted devices too? Only the lowest level trusts devices.
    pub fn asked_everywhere(&self) -> bool {
        self.level != SecurityLevel::Password
    }

    /// The level was chosen at registration and what it promises is still to be added.
    pub fn to_add(&self) -> Option<Way> {
        match self.level {
            SecurityLevel::Totp if !self.application => Some(Way::Application),
            SecurityLevel::Passkey if !self.passkey && self.passkeys_taken => Some(Way::Passkey),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SecurityLevel::{Passkey, Password, Sms, Totp};

    fn proofs(level: SecurityLevel, marks: &str) -> Proofs {
        let has = |mark: char| marks.contains(mark);
        Proofs {
            level,
            application: has('a'),
            passkey: has('k'),
            passkeys_taken: !has('-'),
            recovery_code: has('r'),
            sms: has('s') || has('S'),
            sms_confirmed: has('S'),
        }
    }

    #[test]
    fn each_level_asks_what_it_promises() {
        for (level, marks, ways) in [
            (Password, "", &[Way::Mail][..]),
            (Password, "arS", &[Way::Mail, Way::Application, Way::RecoveryCode]),
            (Sms, "S", &[Way::Sms]),
            (Sms, "Sar", &[Way::Sms, Way::Application, Way::RecoveryCode]),
            (Sms, "sr", &[Way::Sms, Way::RecoveryCode, Way::Mail]),
            (Sms, "", &[Way::Mail]),
            (Totp, "", &[Way::Mail]),
            (Totp, "a", &[Way::Application]),
            (Totp, "arS", &[Way::Application, Way::RecoveryCode]),
            (Totp, "akr", &[Way::Application, Way::Passkey, Way::RecoveryCode]),
            (Password, "k", &[Way::Mail, Way::Passkey]),
            (Passkey, "", &[Way::Mail]),
            (Passkey, "k", &[Way::Passkey]),
            (Passkey, "karS", &[Way::Passkey, Way::RecoveryCode]),
        ] {
            assert_eq!(proofs(level, marks).ways(), ways, "{level:?} {marks}");
        }
    }

    #[test]
    fn only_the_lowest_level_trusts_devices() {
        let asked = SecurityLevel::ALL.map(|level| proofs(level, "").asked_everywhere());
        assert_eq!(asked, [false, true, true, true]);
    }

    #[test]
    fn what_the_level_promises_is_to_be_added() {
        for (level, marks, to_add) in [
            (Totp, "kr", Some(Way::Application)),
            (Totp, "a", None),
            (Password, "", None),
            (Passkey, "ar", Some(Way::Passkey)),
            (Passkey, "k", None),
            // Where none can be taken, waiting for one would close the account for good.
            (Passkey, "-", None),
        ] {
            assert_eq!(proofs(level, marks).to_add(), to_add, "{level:?} {marks}");
        }
    }

    #[test]
    fn codes_are_read_back() {
        for way in Way::ALL {
            assert_eq!(Way::from_code(way.code()), Some(way));
        }
        assert_eq!(Way::from_code(""), None);
    }
}
