//! Signed notes and checkpoints, in the text formats of C2SP (`signed-note`, `tlog-checkpoint`).

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};

use super::merkle::Hash;

/// Type byte of Ed25519 in key identifiers.
const ED25519_TYPE: u8 = 1;

/// Beginning of a signature line.
const SIGNATURE: &str = "— ";

/// State of the log that its key signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }
}

impl Checkpoint {
    /// Reads the text of a checkpoint. Lines after the third are extensions, which the portal does not write.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let origin = lines.next().filter(|origin| !origin.is_empty())?.to_owned();
        let size = decimal(lines.next()?)?;
        let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        Some(Checkpoint { origin, size, root })
    }

    /// Reads a signed checkpoint that one of the keys has signed for its own log; `None` for any other text.
    pub fn verified(note: &str, keys: &[VerifyingKey]) -> Option<Self> {
        let (text, signatures) = note.rsplit_once("\n\n")?;
        let text = format!("{text}\n");
        let checkpoint = Checkpoint::parse(&text)?;
        let signed = |key: &&VerifyingKey| {
            key.name == checkpoint.origin && signatures.lines().any(|line| key.has_signed(&text, line))
        };
        keys.iter().find(signed)?;
        Some(checkpoint)
    }
}

/// Reads a number without sign or leading zeroes.
pub(super) fn decimal(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

/// Public key of a log. Formatted and read as `name+identifier+key`, the form that verifiers of signed notes share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    /// The origin of the log.
    pub name: String,
    id: [u8; 4],
    public: [u8; 32],
}

impl VerifyingKey {
    fn new(name: &str, public: [u8; 32]) -> Self {
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519_TYPE])
            .chain_update(public)
            .finalize();
        VerifyingKey { name: name.to_owned(), id: [hash[0], hash[1], hash[2], hash[3]], public }
    }

    fn has_signed(&self, text: &str, line: &str) -> bool {
        let signature = line
            .strip_prefix(SIGNATURE)
            .and_then(|line| line.split_once(' '))
            .filter(|(name, _)| *name == self.name)
            .and_then(|(_, signature)| STANDARD.decode(signature).ok());
        let Some((id, signature)) = signature.as_deref().and_then(|bytes| bytes.split_at_checked(4)) else {
            return false;
        };
        let key = UnparsedPublicKey::new(&ED25519, self.public);
        id == self.id && key.verify(text.as_bytes(), signature).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[ED25519_TYPE][..], &self.public].concat();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id), STANDARD.encode(typed))
    }
}

impl FromStr for VerifyingKey {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let key = || {
            // The Base64 of the key may contain « + ».
            let (name, rest) = text.split_once('+')?;
            let (id, key) = rest.split_once('+')?;
            let typed = STANDARD.decode(key).ok()?;
            let (kind, public) = typed.split_first()?;
            let key = VerifyingKey::new(name, public.try_into().ok()?);
            (*kind == ED25519_TYPE && !name.is_empty() && hex::encode(key.id) == id).then_some(key)
        };
        key().ok_or_else(|| anyhow::anyhow!("not a key of the form name+identifier+key: {text:?}"))
    }
}

/// Private key of a log.
pub(super) struct SigningKey {
    pair: Ed25519KeyPair,
    pub public: VerifyingKey,
}

impl SigningKey {
    /// Returns the key of 32 secret bytes; `None` for another length.
    pub fn from_seed(name: &str, seed: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let public = pair.public_key().as_ref().try_into().ok()?;
        Some(SigningKey { public: VerifyingKey::new(name, public), pair })
    }

    /// Returns the signed note of a checkpoint.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.to_string();
        let signature = self.pair.sign(text.as_bytes());
        let signature = STANDARD.encode([&self.public.id[..], signature.as_ref()].concat());
        format!("{text}\n{SIGNATURE}{} {signature}\n", self.public.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SigningKey {
        SigningKey::from_seed("portail.example/registre", &[byte; 32]).expect("a key")
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "portail.example/registre".to_owned(), size: 42, root: [7; 32] }
    }

    #[test]
    fn signed_checkpoints_verify_with_their_key_only() {
        let (mine, other) = (key(1), key(2));
        let note = mine.sign(&checkpoint());
        assert_eq!(note.lines().count(), 5, "{note}");
        assert_eq!(Checkpoint::verified(&note, std::slice::from_ref(&mine.public)), Some(checkpoint()));
        assert_eq!(Checkpoint::verified(&note, &[other.public, mine.public.clone()]), Some(checkpoint()));
        assert_eq!(Checkpoint::verified(&note, &[key(2).public]), None);
        for (from, to) in [("\n42\n", "\n43\n"), ("registre\n42", "autre\n42"), ("— ", "- "), ("\n\n", "\n")]
        {
            let altered = note.replacen(from, to, 1);
            assert_ne!(altered, note, "{from:?}");
            assert_eq!(Checkpoint::verified(&altered, std::slice::from_ref(&mine.public)), None, "{altered}");
        }
    }

    /// Key and note that the documentation of the format gives as example.
    #[test]
    fn the_example_of_the_format_verifies() {
        let key: VerifyingKey =
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".parse().expect("a key");
        let line = "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";
        assert!(key.has_signed("This is an example message.\n", line));
        assert!(!key.has_signed("This is another message.\n", line));
        assert_eq!(key.to_string().parse::<VerifyingKey>().expect("a key"), key);
    }

    #[test]
    fn malformed_keys_and_checkpoints_are_refused() {
        for text in [
            "",
            "a+b",
            "a+00000000+AQ==",
            "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        ] {
            assert!(text.parse::<VerifyingKey>().is_err(), "{text}");
        }
        for text in ["", "a\n1\n", "a\n01\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n", "\n1\nBwcH\n"] {
            assert_eq!(Checkpoint::parse(text), None, "{text:?}");
        }
    }
}
