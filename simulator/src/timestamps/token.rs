//! Replies of the authority: `TimeStampResp`.

use jiff::{Timestamp, tz::TimeZone};
use sha2::{Digest, Sha256};

use super::authority::{Key, Mode, TimestampAuthority};
use super::certificate::{ECDSA_WITH_SHA256, name};
use super::der::{SHA256, element, integer, octets, oid, sequence, set, tagged};
use super::request::TimestampRequest;

/// Policy of a fictitious authority.
const POLICY: &str = "1.3.6.1.4.1.99999.1";
const TIMESTAMP_INFO: &str = "1.2.840.113549.1.9.16.1.4";

/// Returns the reply to a malformed request.
pub fn rejection() -> Vec<u8> {
    sequence(&[sequence(&[integer(&[2])])])
}

/// Returns the reply to a request.
pub fn granted(
    authority: &TimestampAuthority,
    request: &TimestampRequest,
    now: Timestamp,
) -> anyhow::Result<Vec<u8>> {
    let info = info(request, authority.mode(), now);
    let certificates = match request.wants_certificate {
        true => tagged(0, &authority.certificate),
        false => Vec::new(),
    };
    let data = sequence(&[
        integer(&[3]),
        set(&[sequence(&[oid(SHA256)])]),
        sequence(&[oid(TIMESTAMP_INFO), tagged(0, &octets(&info))]),
        certificates,
        set(&[signer(authority, &info)?]),
    ]);
    let token = sequence(&[oid("1.2.840.113549.1.7.2"), tagged(0, &data)]);
    Ok(sequence(&[sequence(&[integer(&[0])]), token]))
}

/// Returns what is signed: `TSTInfo`.
fn info(request: &TimestampRequest, mode: Mode, now: Timestamp) -> Vec<u8> {
    let time = now.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%SZ").to_string();
    let (mut imprint, mut nonce) = (request.imprint.clone(), request.nonce.clone());
    let changed = match mode {
        Mode::OtherText => imprint.last_mut(),
        Mode::OtherNonce => nonce.last_mut(),
        _ => None,
    };
    if let Some(byte) = changed {
        *byte ^= 1;
    }
    let number: [u8; 8] = rand::random();
    sequence(&[
        integer(&[1]),
        oid(POLICY),
        imprint,
        integer(&number),
        element(0x18, time.as_bytes()),
        // Accuracy of a second.
        sequence(&[integer(&[1])]),
        nonce,
    ])
}

/// Returns the signature with its attributes: `SignerInfo`.
fn signer(authority: &TimestampAuthority, info: &[u8]) -> anyhow::Result<Vec<u8>> {
    let attribute = |id: &str, value: Vec<u8>| sequence(&[oid(id), set(&[value])]);
    let certificate_hash = octets(&Sha256::digest(&authority.certificate));
    let attributes = set(&[
        attribute("1.2.840.113549.1.9.3", oid(TIMESTAMP_INFO)),
        attribute("1.2.840.113549.1.9.4", octets(&Sha256::digest(info))),
        attribute("1.2.840.113549.1.9.16.2.47", sequence(&[sequence(&[sequence(&[certificate_hash])])])),
    ]);
    let signature = match authority.mode() {
        Mode::OtherKey => Key::generate()?.0.sign(&attributes)?,
        _ => authority.key.sign(&attributes)?,
    };
    // Written with the tag [0] instead of that of a set, which is signed.
    let mut written = attributes;
    if let Some(tag) = written.first_mut() {
        *tag = 0xa0;
    }
    Ok(sequence(&[
        integer(&[1]),
        sequence(&[name(TimestampAuthority::issuer()), integer(&authority.serial)]),
        sequence(&[oid(SHA256)]),
        written,
        sequence(&[oid(ECDSA_WITH_SHA256)]),
        octets(&signature),
    ]))
}
