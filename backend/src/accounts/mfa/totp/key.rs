//! Time-based codes (RFC 6238): SHA-1, six digits, steps of 30 seconds, which every authenticator app supports.

use anyhow::anyhow;
use platform::{Error, db::Moment, secret::random_bytes};
use totp_rs::{Builder, Secret, Totp};

/// Issuer of the codes, as apps display it.
const ISSUER: &str = "Prodouane";

/// 160 bits, as RFC 4226 §4 recommends.
const KEY_BYTES: usize = 20;

/// Number of steps of clock difference accepted on each side.
const SKEW: u16 = 1;

/// Secret shared by an authenticator app and the portal. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpKey(Vec<u8>);

impl TotpKey {
    /// Generates a random key.
    ///
    /// # Panics
    /// If the operating system provides no randomness: no key would be secret.
    pub fn generate() -> Self {
        TotpKey(random_bytes::<KEY_BYTES>().to_vec())
    }

    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        TotpKey(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Formats the key for typing into an app that cannot scan: base 32, in groups of four.
    pub fn grouped(&self) -> String {
        let text = Secret::from(self.0.as_slice()).to_base32();
        let groups: Vec<&[u8]> = text.as_bytes().chunks(4).collect();
        groups.into_iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }

    /// Returns the `otpauth:` URI for the QR code; `login` names the account in the app.
    pub(super) fn uri(&self, login: &str) -> Result<String, Error> {
        self.totp(login)?.to_url().map_err(unexpected)
    }

    /// Returns the time step of a code, if it is the current one or within [`SKEW`] of it.
    pub(super) fn step_of(&self, code: &str, now: Moment) -> Result<Option<i64>, Error> {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
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
    Error::Unexpected(anyhow!("TOTP: {error}"))
}

impl std::fmt::Debug for TotpKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key of RFC 6238, appendix B (SHA-1). The codes below are the last six of its eight digits.
    fn rfc_key() -> TotpKey {
        TotpKey::from_bytes(b"12345678901234567890".to_vec())
    }

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    fn code_at(seconds: i64) -> String {
        let seconds = u64::try_from(seconds).expect("after the epoch");
        rfc_key().totp("compte").expect("a key").generate(seconds).to_string()
    }

    #[test]
    fn codes_match_rfc_6238() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(seconds), code);
            assert_eq!(rfc_key().step_of(code, at(seconds)).expect("checked"), Some(seconds / 30));
        }
    }

    #[test]
    fn clock_difference_of_one_step_is_accepted() {
        let now = 1_234_567_890;
        for (seconds, accepted) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let code = code_at(now + seconds);
            let step = rfc_key().step_of(&code, at(now)).expect("checked");
            assert_eq!(step, accepted.then_some((now + seconds) / 30), "{seconds}");
        }
        assert_eq!(rfc_key().step_of("005 924", at(now)).expect("checked"), Some(now / 30));
        for typed in ["", "00592", "0059241", "abcdef"] {
            assert_eq!(rfc_key().step_of(typed, at(now)).expect("checked"), None, "{typed}");
        }
    }

    #[test]
    fn displayed_key_and_uri_hold_the_same_secret() {
        let displayed = rfc_key().grouped();
        assert_eq!(displayed, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let uri = rfc_key().uri("alix.demo").expect("a URI");
        assert!(uri.starts_with("otpauth://totp/Prodouane:alix.demo?"), "{uri}");
        assert!(uri.contains(&format!("secret={}", displayed.replace(' ', ""))), "{uri}");
        assert_ne!(TotpKey::generate(), TotpKey::generate());
        assert!(!format!("{:?}", rfc_key()).contains("49"));
    }
}
