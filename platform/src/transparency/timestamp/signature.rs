//! Signature of a timestamp: CMS (RFC 5652) with the certificate that ESS attributes name (RFC 5816).

use std::time::Duration;

use jiff::Timestamp;
use ring::digest;
use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::{
    der::{CONTEXT_0, CONTEXT_1, Element, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, SET, element},
    reply::TimestampError,
};

/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.9.16.1.4
const TIMESTAMP_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];
/// 1.2.840.113549.1.9.3
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
/// 1.2.840.113549.1.9.4
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
/// 1.2.840.113549.1.9.16.2.12, with SHA-1.
const SIGNING_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0c];
/// 1.2.840.113549.1.9.16.2.47
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f];
/// 1.3.6.1.5.5.7.3.8, extended key usage of authorities.
const TIMESTAMPING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];

/// Hashes of contents and certificates, recognised by their lengths.
const DIGESTS: [&digest::Algorithm; 4] =
    [&digest::SHA256, &digest::SHA384, &digest::SHA512, &digest::SHA1_FOR_LEGACY_USE_ONLY];

/// A token, taken apart.
pub(super) struct SignedToken<'a> {
    /// `TSTInfo`.
    pub content: &'a [u8],
    certificates: Vec<CertificateDer<'a>>,
    /// Contents of the set of signed attributes.
    attributes: &'a [u8],
    signature: &'a [u8],
}

impl<'a> SignedToken<'a> {
    /// Reads a `ContentInfo` with one signer.
    pub fn parse(bytes: &'a [u8]) -> Option<SignedToken<'a>> {
        let mut token = Reader::new(bytes).expect(SEQUENCE)?.reader();
        token.expect(OID).filter(|oid| oid.contents == SIGNED_DATA)?;
        let mut data = token.expect(CONTEXT_0)?.reader().expect(SEQUENCE)?.reader();
        data.expect(INTEGER)?;
        data.expect(SET)?;
        let mut encapsulated = data.expect(SEQUENCE)?.reader();
        encapsulated.expect(OID).filter(|oid| oid.contents == TIMESTAMP_INFO)?;
        let content = encapsulated.expect(CONTEXT_0)?.reader().expect(OCTET_STRING)?.contents;
        let certificates = data.optional(CONTEXT_0).map(certificates).unwrap_or_default();
        data.optional(CONTEXT_1);
        let mut signers = data.expect(SET)?.reader();
        let mut signer = signers.expect(SEQUENCE).filter(|_| signers.is_at_end())?.reader();
        signer.expect(INTEGER)?;
        // Issuer and number, or key identifier: the signed attributes name the certificate.
        signer.next()?;
        signer.expect(SEQUENCE)?;
        let attributes = signer.expect(CONTEXT_0)?.contents;
        signer.expect(SEQUENCE)?;
        let signature = signer.expect(OCTET_STRING)?.contents;
        Some(SignedToken { content, certificates, attributes, signature })
    }

    /// Returns the only value of a signed attribute.
    fn attribute(&self, oid: &[u8]) -> Option<Element<'a>> {
        let mut attributes = Reader::new(self.attributes);
        while let Some(attribute) = attributes.expect(SEQUENCE) {
            let mut attribute = attribute.reader();
            if attribute.expect(OID)?.contents == oid {
                return attribute.expect(SET)?.reader().next();
            }
        }
        None
    }

    /// Returns the certificate of the signer, whose hash the signer has signed.
    fn signer(&self) -> Option<&CertificateDer<'a>> {
        let named = self.attribute(SIGNING_CERTIFICATE_V2).or_else(|| self.attribute(SIGNING_CERTIFICATE))?;
        let mut first = named.reader().expect(SEQUENCE)?.reader().expect(SEQUENCE)?.reader();
        // The algorithm of the hash, unless it is the default one.
        first.optional(SEQUENCE);
        let hash = first.expect(OCTET_STRING)?.contents;
        self.certificates.iter().find(|certificate| is_hash(hash, certificate))
    }
}

fn certificates(set: Element<'_>) -> Vec<CertificateDer<'_>> {
    let mut certificates = set.reader();
    std::iter::from_fn(|| certificates.next())
        .filter(|one| one.tag == SEQUENCE)
        .map(|one| CertificateDer::from(one.bytes))
        .collect()
}

fn is_hash(hash: &[u8], bytes: &[u8]) -> bool {
    let algorithm = DIGESTS.into_iter().find(|algorithm| algorithm.output_len() == hash.len());
    algorithm.is_some_and(|algorithm| digest::digest(algorithm, bytes).as_ref() == hash)
}

/// Checks that the signer has signed the content, and that one of the certificates has issued theirs, for timestamps and
/// at this time.
pub(super) fn check_signature(
    token: &SignedToken<'_>,
    authorities: &[CertificateDer<'_>],
    at: Timestamp,
) -> Result<(), TimestampError> {
    let bad = TimestampError::BadSignature;
    let is_of_content = token.attribute(CONTENT_TYPE).is_some_and(|oid| oid.contents == TIMESTAMP_INFO)
        && token.attribute(MESSAGE_DIGEST).is_some_and(|hash| is_hash(hash.contents, token.content));
    let signer = token.signer().filter(|_| is_of_content).ok_or(bad)?;
    let certificate = EndEntityCert::try_from(signer).map_err(|_| bad)?;
    // Signed as a set, and written with another tag.
    let signed = element(SET, token.attributes);
    let verifies = |algorithm: &&dyn rustls::pki_types::SignatureVerificationAlgorithm| {
        certificate.verify_signature(*algorithm, &signed, token.signature).is_ok()
    };
    if !ALL_VERIFICATION_ALGS.iter().any(verifies) {
        return Err(bad);
    }
    let anchors: Vec<TrustAnchor<'_>> =
        authorities.iter().filter_map(|one| anchor_from_trusted_cert(one).ok()).collect();
    let seconds = u64::try_from(at.as_second()).map_err(|_| bad)?;
    let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let usage = KeyUsage::required(TIMESTAMPING);
    certificate
        .verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &token.certificates, at, usage, None, None)
        .map(drop)
        .map_err(|_| TimestampError::UnknownAuthority)
}
