use sha2::{Digest, Sha256};

use super::der::{BOOLEAN, INTEGER, NULL, OCTET_STRING, OID, SEQUENCE, constructed, element};

/// SHA-256, 2.16.840.1.101.3.4.2.1.
pub(super) const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

/// A request of a timestamp: `TimeStampReq` of RFC 3161.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    pub imprint: [u8; 32],
    /// Contents of an INTEGER; the reply repeats them, and so cannot be an older one.
    pub nonce: Vec<u8>,
}

impl Query {
    /// Creates a request for a text.
    pub fn of(text: &[u8]) -> Query {
        let mut nonce: [u8; 16] = rand::random();
        // A positive number, in its shortest form.
        nonce[0] = nonce[0] & 0x3f | 0x40;
        Query { imprint: Sha256::digest(text).into(), nonce: nonce.to_vec() }
    }

    /// Returns the request in DER. Asks for the certificate of the authority.
    pub fn to_der(&self) -> Vec<u8> {
        let algorithm = constructed(SEQUENCE, &[element(OID, &SHA256), element(NULL, &[])]);
        let imprint = constructed(SEQUENCE, &[algorithm, element(OCTET_STRING, &self.imprint)]);
        let version = element(INTEGER, &[1]);
        let with_certificate = element(BOOLEAN, &[0xff]);
        constructed(SEQUENCE, &[version, imprint, element(INTEGER, &self.nonce), with_certificate])
    }
}
