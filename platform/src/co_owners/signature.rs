//! Signature of pushed bodies: HMAC-SHA-256 of timestamp and body, with the secret of the co-owner.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{db::Moment, secret::Secret};

/// Accepted difference between the timestamp and the portal's clock, in either direction.
pub const TOLERANCE: Duration = Duration::from_secs(300);

/// Shortest accepted secret, in bytes: the length of a SHA-256 digest.
pub const MIN_SECRET_BYTES: usize = 32;

/// Received body with its signature.
#[derive(Clone, Copy, Debug)]
pub struct SignedBody<'a> {
    /// Seconds since the epoch, as decimal digits: the header `Prodouane-Horodatage`.
    pub timestamp: &'a str,
    /// `v1=` and 64 hexadecimal digits: the header `Prodouane-Signature`.
    pub signature: &'a str,
    pub body: &'a [u8],
}

impl SignedBody<'_> {
    /// Returns `true` if the body was signed with this secret within [`TOLERANCE`]. Compares in constant time.
    pub(super) fn is_genuine(&self, secret: &Secret, now: Moment) -> bool {
        let Some(signature) = self.signature.strip_prefix("v1=").and_then(|text| hex::decode(text).ok())
        else {
            return false;
        };
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else { return false };
        mac.update(self.timestamp.as_bytes());
        mac.update(b".");
        mac.update(self.body);
        mac.verify_slice(&signature).is_ok() && self.is_recent(now)
    }

    fn is_recent(&self, now: Moment) -> bool {
        if !self.timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let signed = self.timestamp.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1_000_000));
        let Some(signed) = signed.map(Moment::from_micros) else { return false };
        now.since(signed).max(signed.since(now)) <= TOLERANCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected signature, computed with `printf '%s' '1780300800.{"a":1}' | openssl dgst -sha256 -hmac '…'`.
    const SIGNATURE: &str = "v1=e524a329011cfc7b5c2ecde45124e50246dd3ef7c96b43d3a0f32015e6b4fd84";
    const SECRET: &str = "un secret d'essai assez long pour la signature";

    fn is_genuine(timestamp: &str, signature: &str, body: &str, now: i64) -> bool {
        let signed = SignedBody { timestamp, signature, body: body.as_bytes() };
        signed.is_genuine(&Secret::new(SECRET), Moment::from_micros(now * 1_000_000))
    }

    #[test]
    fn signature_of_openssl_is_accepted() {
        assert!(is_genuine("1780300800", SIGNATURE, r#"{"a":1}"#, 1_780_300_800));
    }

    #[test]
    fn timestamps_are_accepted_for_five_minutes() {
        for (now, expected) in [(-301, false), (-300, true), (300, true), (301, false)] {
            assert_eq!(
                is_genuine("1780300800", SIGNATURE, r#"{"a":1}"#, 1_780_300_800 + now),
                expected,
                "{now}"
            );
        }
    }

    #[test]
    fn altered_delivery_is_refused() {
        let now = 1_780_300_800;
        assert!(!is_genuine("1780300801", SIGNATURE, r#"{"a":1}"#, now));
        assert!(!is_genuine("1780300800", SIGNATURE, r#"{"a":2}"#, now));
        assert!(!is_genuine("1780300800", &SIGNATURE[..SIGNATURE.len() - 2], r#"{"a":1}"#, now));
        assert!(!is_genuine("1780300800", &SIGNATURE[3..], r#"{"a":1}"#, now), "without its version");
        assert!(!is_genuine("", "v1=", "", now));
        assert!(!is_genuine("-1780300800", SIGNATURE, r#"{"a":1}"#, now));
    }
}
