use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    merkle::{Hash, is_included, leaf_hash},
    note::{Checkpoint, VerifyingKey, decimal},
};

/// First line of a proof.
const FORMAT: &str = "c2sp.org/tlog-proof@v1";

/// Proof that a checkpoint covers an entry, in the text format of C2SP (`tlog-proof`). Verifies with the server off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Number of the entry in the log, from 0.
    pub index: u64,
    /// Inclusion path, from the sibling of the leaf to the child of the root.
    pub path: Vec<Hash>,
    /// Signed checkpoint.
    pub note: String,
}

/// What a verified proof shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub index: u64,
    pub checkpoint: Checkpoint,
}

/// Reason for which a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("the proof is not a text of the form {FORMAT}")]
    Malformed,
    #[error("none of the keys has signed the checkpoint of the proof")]
    Unsigned,
    #[error("the checkpoint does not cover this text: it, its number or the path was altered")]
    NotIncluded,
}

impl Proof {
    /// Reads the text of a proof; `None` if it is malformed. Extra data is ignored: nothing authenticates it.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.lines().filter(|line| !line.starts_with("extra "));
        lines.next().filter(|line| *line == FORMAT)?;
        let index = decimal(lines.next()?.strip_prefix("index ")?)?;
        let path = lines.map(|line| STANDARD.decode(line).ok()?.try_into().ok()).collect::<Option<_>>()?;
        Some(Proof { index, path, note: note.to_owned() })
    }

    /// Checks that a checkpoint, signed by one of the keys, covers the entry with these bytes.
    ///
    /// # Errors
    /// [`ProofError`].
    pub fn verify(&self, entry: &[u8], keys: &[VerifyingKey]) -> Result<Proven, ProofError> {
        let checkpoint = Checkpoint::verified(&self.note, keys).ok_or(ProofError::Unsigned)?;
        let leaf = leaf_hash(entry);
        if !is_included(&leaf, self.index, checkpoint.size, &self.path, &checkpoint.root) {
            return Err(ProofError::NotIncluded);
        }
        Ok(Proven { index: self.index, checkpoint })
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FORMAT}\nindex {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transparency::{merkle::Frontier, note::SigningKey};

    /// A log of two entries, and the proof of the second one.
    fn proof() -> (Proof, VerifyingKey) {
        let key = SigningKey::from_seed("portail.example/registre", &[1; 32]).expect("a key");
        let mut tree = Frontier::default();
        for entry in [b"first".as_slice(), b"second"] {
            tree.push(leaf_hash(entry), |_, _| {});
        }
        let origin = key.public.name.clone();
        let note = key.sign(&Checkpoint { origin, size: tree.size(), root: tree.root() });
        (Proof { index: 1, path: vec![leaf_hash(b"first")], note }, key.public)
    }

    #[test]
    fn one_changed_byte_anywhere_fails() {
        let (proof, key) = proof();
        let keys = [key];
        let text = proof.to_string();
        assert_eq!(Proof::parse(&text).as_ref(), Some(&proof));
        assert_eq!(proof.verify(b"second", &keys).expect("verified").checkpoint.size, 2);
        assert_eq!(proof.verify(b"Second", &keys), Err(ProofError::NotIncluded));
        assert_eq!(proof.verify(b"second", &[]), Err(ProofError::Unsigned));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(altered) = String::from_utf8(bytes) else { continue };
            let accepted = Proof::parse(&altered).is_some_and(|proof| proof.verify(b"second", &keys).is_ok());
            assert!(!accepted, "byte {at}: {altered}");
        }
    }

    #[test]
    fn extra_data_is_ignored() {
        let (proof, key) = proof();
        let text = proof.to_string().replacen("\nindex", "\nextra YWJj\nindex", 1);
        assert!(Proof::parse(&text).expect("a proof").verify(b"second", &[key]).is_ok());
    }
}
