use sha2::{Digest, Sha256};

use crate::id::SessionId;

/// Purpose of a code, which is invalid for any other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    Mail,
    Sms,
    /// Confirms that this number receives messages.
    Number(&'a str),
}

/// Hash of a code. No hash resists a search of a million codes: the short validity and the few attempts protect a code.
/// The session's identifier makes equal codes of two sessions differ.
pub(super) fn hash(session: SessionId, purpose: Purpose<'_>, code: &str) -> Vec<u8> {
    let hasher = Sha256::new().chain_update(session.as_bytes());
    let hasher = match purpose {
        Purpose::Mail => hasher,
        Purpose::Sms => hasher.chain_update("sms:"),
        Purpose::Number(number) => hasher.chain_update("numero:").chain_update(number).chain_update(":"),
    };
    hasher.chain_update(code.as_bytes()).finalize().to_vec()
}
