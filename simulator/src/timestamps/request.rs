use super::der::{element, split};

/// A request of a timestamp: `TimeStampReq`.
pub struct TimestampRequest {
    /// `MessageImprint`, in DER.
    pub imprint: Vec<u8>,
    /// `nonce`, in DER; empty without one.
    pub nonce: Vec<u8>,
    pub wants_certificate: bool,
}

impl TimestampRequest {
    /// Reads a request with an imprint by SHA-256; `None` for anything else.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (0x30, contents, &[]) = split(bytes)? else { return None };
        let (0x02, &[1], rest) = split(contents)? else { return None };
        let (0x30, imprint, mut rest) = split(rest)? else { return None };
        let (0x30, algorithm, hash) = split(imprint)? else { return None };
        let (0x04, hash, &[]) = split(hash)? else { return None };
        if !algorithm.starts_with(&super::der::oid(super::der::SHA256)) || hash.len() != 32 {
            return None;
        }
        let mut request =
            Self { imprint: element(0x30, imprint), nonce: Vec::new(), wants_certificate: false };
        while let Some((tag, contents, left)) = split(rest) {
            match tag {
                0x02 => request.nonce = element(tag, contents),
                0x01 => request.wants_certificate = contents == [0xff],
                _ => {}
            }
            rest = left;
        }
        Some(request)
    }
}
