//! Time-based codes (RFC 6238): SHA-1, six digits, steps of 30 seconds, what every application knows.

use anyhow::anyhow;
use rand::{TryRng, rngs::SysRng};
use totp_rs::{Builder, Secret, Totp};

use crate::{Error, db::Moment};

/// Who shows the codes, as applications name it.
const ISSUER: &str = "Prodouane";

/// 160 bits, as RFC 4226 §4 recommends.
const KEY_BYTES: usize = 20;

/// Steps of clock difference that are forgiven on each side.
const SKEW: u16 = 1;

/// The secret that an application and the portal share. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Vec<u8>);

impl Key {
    /// # Panics
    /// When the operating system has no randomness to give: nothing can be safe then.
    pub fn draw() -> Self {
        let mut bytes = vec![0; KEY_BYTES];
        SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives randomness");
        Key(bytes)
    }

    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Key(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As it is typed into an application that cannot scan: base 32, in groups of four.
    pub fn grouped(&self) -> String {
        let text = Secret::from(self.0.as_slice()).to_base32();
        let groups: Vec<&[u8]> = text.as_bytes().chunks(4).collect();
        groups.into_iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// The address that the QR code holds; `login` names the account in the application.
    pub(super) fn address(&self, login: &str) -> Result<String, Error> {
        self.totp(login)?.to_url().map_err(unexpected)
    }

    /// The step whose code was typed, if it is the present one or a neighbour of it.
    pub(super) fn step_of(&self, typed: &str, now: Moment) -> Result<Option<i64>, Error> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let seconds = u64::try_from(now.micros() / 1_000_000).unwrap_or(0);
        let step = self.totp("compte")?.check(&digits, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    fn totp(&self, login: &str) -> Result<Totp, Error> {
        let secret = Secret::from(self.0.as_slice());
        let builder = Builder::new().with_secret(secret).with_skew(SKEW);
        builder.with_account_name(login).with_issuer(Some(ISSUER)).build().map_err(unexpected)
    }
}

fn unexpected(error: totp_rs::TotpError) -> Error {
    Error::Unexpected(anyhow!("one-time codes: {error}"))
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key and the times of RFC 6238, appendix B (SHA-1), whose eight digits end with our six.
    fn rfc() -> Key {
        Key::from_bytes(b"12345678901234567890".to_vec())
    }

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    fn code_at(seconds: i64) -> String {
        let seconds = u64::try_from(seconds).expect("after the epoch");
        rfc().totp("compte").expect("a key").generate(seconds).to_string()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(seconds), code);
            assert_eq!(rfc().step_of(code, at(seconds)).expect("checked"), Some(seconds / 30));
        }
    }

    #[test]
    fn one_step_of_difference_is_forgiven_and_two_are_not() {
        let now = 1_234_567_890;
        for (seconds, known) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let code = code_at(now + seconds);
            let step = rfc().step_of(&code, at(now)).expect("checked");
            assert_eq!(step, known.then_some((now + seconds) / 30), "{seconds}");
        }
        assert_eq!(rfc().step_of("005 924", at(now)).expect("checked"), Some(now / 30));
        for typed in ["", "00592", "0059241", "abcdef"] {
            assert_eq!(rfc().step_of(typed, at(now)).expect("checked"), None, "{typed}");
        }
    }

    #[test]
    fn keys_are_shown_to_people_and_to_applications_alike() {
        let shown = rfc().grouped();
        assert_eq!(shown, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let address = rfc().address("alix.demo").expect("an address");
        assert!(address.starts_with("otpauth://totp/Prodouane:alix.demo?"), "{address}");
        assert!(address.contains(&format!("secret={}", shown.replace(' ', ""))), "{address}");
        assert_ne!(Key::draw(), Key::draw());
        assert!(!format!("{:?}", rfc()).contains("49"));
    }
}
