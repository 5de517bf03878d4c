use std::fmt;

use serde::{Deserialize, Serialize, de::IgnoredAny};
use sha2::{Digest, Sha256};

use super::merkle::{Hash, leaf_hash};

/// 32 random bytes in an entry, as hexadecimal digits. Without them, a hash would let anyone check a guess about what the
/// entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Salt([u8; 32]);

impl Salt {
    pub fn generate() -> Self {
        Salt(rand::random())
    }
}

impl TryFrom<String> for Salt {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Salt(bytes))
    }
}

impl From<Salt> for String {
    fn from(salt: Salt) -> String {
        hex::encode(salt.0)
    }
}

/// What to append to the log.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// JSON object in one fixed form, with the salt as its member `sel`. Any kind of fact may be recorded.
    pub json: &'a [u8],
    pub salt: &'a Salt,
}

impl Entry<'_> {
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint { leaf: leaf_hash(self.json), salt: Sha256::digest(self.salt.0).into() }
    }
}

/// Hashes that find an entry in the log: nothing can be guessed from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Hash of the leaf.
    pub leaf: Hash,
    /// SHA-256 of the salt: finds the entry that an altered text comes from.
    pub salt: Hash,
}

/// Beginning of every entry that is attached to a PDF.
const ATTACHED: &[u8] = br#"{"format":"prodouane/"#;

/// The member of an entry that the log reads.
#[derive(Deserialize)]
struct Salted {
    sel: Salt,
}

impl Fingerprint {
    /// Reads a text that may be an entry of the log; `None` if it is no JSON object with a salt.
    pub fn of_json(json: &[u8]) -> Option<Self> {
        let Salted { sel } = serde_json::from_slice(json).ok()?;
        Some(Entry { json, salt: &sel }.fingerprint())
    }

    /// Reads a file that may be an entry, or a PDF that it is attached to uncompressed.
    pub fn of_file(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(b"%PDF-") {
            return Self::of_json(bytes);
        }
        let start = bytes.windows(ATTACHED.len()).position(|window| window == ATTACHED)?;
        let json = bytes.get(start..)?;
        let mut objects = serde_json::Deserializer::from_slice(json).into_iter::<IgnoredAny>();
        objects.next()?.ok()?;
        Self::of_json(json.get(..objects.byte_offset())?)
    }

    /// Reads what [`Fingerprint`] formats.
    pub fn parse(text: &str) -> Option<Self> {
        let (leaf, salt) = text.split_once('-')?;
        let hash = |text: &str| {
            let mut hash = [0; 32];
            hex::decode_to_slice(text, &mut hash).ok().map(|()| hash)
        };
        Some(Fingerprint { leaf: hash(leaf)?, salt: hash(salt)? })
    }
}

/// Formats as hexadecimal digits, for an address.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", hex::encode(self.leaf), hex::encode(self.salt))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprint_is_found_in_the_json_and_parses_back() {
        let salt = Salt::generate();
        let json = serde_json::json!({ "numero": "Q-1", "sel": salt }).to_string();
        let entry = Entry { json: json.as_bytes(), salt: &salt };
        assert_eq!(Fingerprint::of_json(json.as_bytes()), Some(entry.fingerprint()));
        let altered = Fingerprint::of_json(json.replace("Q-1", "Q-2").as_bytes()).expect("JSON with a salt");
        assert!(altered.salt == entry.fingerprint().salt && altered.leaf != entry.fingerprint().leaf);
        assert_eq!(Fingerprint::parse(&altered.to_string()), Some(altered));
        for other in ["", "[]", "{}", r#"{"sel":"00"}"#, "%PDF-1.7"] {
            assert_eq!(Fingerprint::of_json(other.as_bytes()), None, "{other}");
            assert_eq!(Fingerprint::parse(other), None, "{other}");
        }
    }
}
