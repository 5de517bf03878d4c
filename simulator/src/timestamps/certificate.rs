//! Certificates (X.509) of the authority.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use ring::signature::KeyPair;

use super::authority::Key;
use super::der::{bits, boolean, element, integer, octets, oid, sequence, set, tagged};

pub const ECDSA_WITH_SHA256: &str = "1.2.840.10045.4.3.2";

/// Ten years.
const VALIDITY: SignedDuration = SignedDuration::from_hours(24 * 3653);

/// What a certificate may be used for.
#[derive(Clone, Copy)]
pub enum Usage {
    Authority,
    Timestamps,
}

/// Content of a certificate, apart from its keys.
pub struct Subject<'a> {
    pub serial: [u8; 8],
    pub issuer: &'a str,
    pub name: &'a str,
    pub usage: Usage,
    pub now: Timestamp,
}

/// Returns a certificate in DER.
pub fn issue(subject: &Subject<'_>, key: &Key, issuer: &Key) -> anyhow::Result<Vec<u8>> {
    let algorithm = sequence(&[oid(ECDSA_WITH_SHA256)]);
    let validity =
        sequence(&[utc_time(subject.now - SignedDuration::from_hours(24)), utc_time(subject.now + VALIDITY)]);
    let key_type = sequence(&[oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")]);
    let public = sequence(&[key_type, bits(key.pair.public_key().as_ref(), 0)]);
    let signed = sequence(&[
        tagged(0, &integer(&[2])),
        integer(&subject.serial),
        algorithm.clone(),
        name(subject.issuer),
        validity,
        name(subject.name),
        public,
        tagged(3, &sequence(&extensions(subject.usage))),
    ]);
    let signature = issuer.sign(&signed)?;
    Ok(sequence(&[signed, algorithm, bits(&signature, 0)]))
}

/// Returns a name with a common name only.
pub fn name(common_name: &str) -> Vec<u8> {
    sequence(&[set(&[sequence(&[oid("2.5.4.3"), element(0x0c, common_name.as_bytes())])])])
}

fn extensions(usage: Usage) -> Vec<Vec<u8>> {
    let critical = |id: &str, value: Vec<u8>| sequence(&[oid(id), boolean(true), octets(&value)]);
    match usage {
        Usage::Authority => vec![
            critical("2.5.29.19", sequence(&[boolean(true)])),
            // Signature of certificates and of lists of revoked ones.
            critical("2.5.29.15", bits(&[0x06], 1)),
        ],
        Usage::Timestamps => vec![
            // Digital signature, non-repudiation.
            critical("2.5.29.15", bits(&[0xc0], 6)),
            critical("2.5.29.37", sequence(&[oid("1.3.6.1.5.5.7.3.8")])),
        ],
    }
}

fn utc_time(at: Timestamp) -> Vec<u8> {
    element(0x17, at.to_zoned(TimeZone::UTC).strftime("%y%m%d%H%M%SZ").to_string().as_bytes())
}
