use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use rustls::pki_types::CertificateDer;
use sha2::{Digest, Sha256};

use super::{
    der::{CONTEXT_0, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE},
    query::{Query, SHA256},
    signature::{SignedToken, check_signature},
};
use crate::db::Moment;

/// What an authority attests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Date at which the authority has seen the text.
    pub at: Moment,
}

/// Reason for which a reply is no timestamp of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    #[error("the reply is not a TimeStampResp of RFC 3161")]
    Malformed,
    #[error("the authority refuses: status {0}")]
    Refused(u8),
    #[error("the timestamp is of another text")]
    OtherText,
    #[error("the timestamp answers another request")]
    OtherNonce,
    #[error("the signature of the timestamp does not verify")]
    BadSignature,
    #[error("none of the certificates of transparency.timestamp.authority has issued that of the timestamp")]
    UnknownAuthority,
}

/// Checks that a reply is a timestamp of the text, signed under one of the certificates. Without certificates, the
/// signature is not checked.
///
/// # Errors
/// [`TimestampError`].
pub fn verify(
    reply: &[u8],
    text: &[u8],
    authorities: &[CertificateDer<'_>],
) -> Result<Stamp, TimestampError> {
    verify_query(reply, &Sha256::digest(text).into(), None, authorities)
}

/// Like [`verify`], for the reply to this request.
pub(super) fn verify_reply(
    reply: &[u8],
    query: &Query,
    authorities: &[CertificateDer<'_>],
) -> Result<Stamp, TimestampError> {
    verify_query(reply, &query.imprint, Some(&query.nonce), authorities)
}

fn verify_query(
    reply: &[u8],
    imprint: &[u8; 32],
    nonce: Option<&[u8]>,
    authorities: &[CertificateDer<'_>],
) -> Result<Stamp, TimestampError> {
    let token = SignedToken::parse(granted(reply)?).ok_or(TimestampError::Malformed)?;
    let info = Info::parse(token.content).ok_or(TimestampError::Malformed)?;
    if info.imprint != imprint {
        return Err(TimestampError::OtherText);
    }
    if nonce.is_some_and(|nonce| info.nonce != Some(nonce)) {
        return Err(TimestampError::OtherNonce);
    }
    if !authorities.is_empty() {
        check_signature(&token, authorities, info.at)?;
    }
    Ok(Stamp { at: Moment::from_timestamp(info.at) })
}

/// Returns the token of a reply, which the authority has granted.
fn granted(reply: &[u8]) -> Result<&[u8], TimestampError> {
    let malformed = TimestampError::Malformed;
    let mut response = Reader::new(reply).expect(SEQUENCE).ok_or(malformed)?.reader();
    let mut status = response.expect(SEQUENCE).ok_or(malformed)?.reader();
    match status.expect(INTEGER).ok_or(malformed)?.contents {
        // Granted, or granted with modifications, which the checks below would notice.
        [0 | 1] => Ok(response.next().ok_or(malformed)?.bytes),
        [refused] => Err(TimestampError::Refused(*refused)),
        _ => Err(malformed),
    }
}

/// What the authority has signed: `TSTInfo`.
struct Info<'a> {
    /// SHA-256.
    imprint: &'a [u8],
    at: Timestamp,
    nonce: Option<&'a [u8]>,
}

impl<'a> Info<'a> {
    fn parse(bytes: &'a [u8]) -> Option<Info<'a>> {
        let mut info = Reader::new(bytes).expect(SEQUENCE)?.reader();
        info.expect(INTEGER).filter(|version| version.contents == [1])?;
        info.expect(OID)?;
        let mut imprint = info.expect(SEQUENCE)?.reader();
        let mut algorithm = imprint.expect(SEQUENCE)?.reader();
        algorithm.expect(OID).filter(|oid| oid.contents == SHA256)?;
        let imprint = imprint.expect(OCTET_STRING)?.contents;
        info.expect(INTEGER)?;
        let at = generalized_time(info.expect(GENERALIZED_TIME)?.contents)?;
        // Accuracy and ordering come before the nonce.
        let mut nonce = None;
        while let Some(element) = info.next().filter(|element| element.tag != CONTEXT_0) {
            if element.tag == INTEGER {
                nonce = Some(element.contents);
            }
        }
        Some(Info { imprint, at, nonce })
    }
}

/// Reads `20261130093000Z`, with or without fractions of a second.
fn generalized_time(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    if seconds.len() != 14 || fraction.len() > 9 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let at = DateTime::strptime("%Y%m%d%H%M%S", seconds).ok()?;
    let nanoseconds: i32 = format!("{fraction:0<9}").parse().ok()?;
    let at = at.with().subsec_nanosecond(nanoseconds).build().ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        let read = |text: &str| generalized_time(text.as_bytes()).map(|at| at.to_string());
        assert_eq!(read("20261130093000Z").as_deref(), Some("2026-11-30T09:30:00Z"));
        assert_eq!(read("20261130093000.25Z").as_deref(), Some("2026-11-30T09:30:00.25Z"));
        for text in ["", "20261130093000", "202611300930Z", "20261330093000Z", "20261130093000.Z0Z"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for reply in [
            &b""[..],
            b"<html>",
            &[0x30, 0x03, 0x02, 0x01, 0x00],
            &[0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00],
        ] {
            assert_eq!(verify(reply, b"text", &[]), Err(TimestampError::Malformed), "{reply:?}");
        }
        let refused = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
        assert_eq!(verify(&refused, b"text", &[]), Err(TimestampError::Refused(2)));
    }
}
