use std::fmt;

use crate::crockford::{ALPHABET, symbols, value_of};

/// Symbols of a reference after its letter, and of a secret.
const REFERENCE: u32 = 8;
const SECRET: u32 = 16;

/// Reference of a case: « A-7F3K-9M2T », dictated over the telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseReference(String);

/// Secret of a case: 80 random bits, « 7F3K-9M2T-… ».
#[derive(Clone, PartialEq, Eq)]
pub struct CaseSecret(String);

impl CaseReference {
    /// From 40 random bits.
    pub fn from_bits(bits: u64) -> Self {
        CaseReference(format!("A-{}", grouped(&text(&symbols(bits, REFERENCE)))))
    }

    /// Reads a reference as typed; `None` if it cannot be one.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = compact(typed);
        let symbols = typed.strip_prefix('A')?;
        (symbols.len() == REFERENCE as usize).then(|| CaseReference(format!("A-{}", grouped(symbols))))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CaseSecret {
    /// From 80 random bits: 40 of each number.
    pub fn from_bits(high: u64, low: u64) -> Self {
        let mut all = symbols(high, SECRET / 2);
        all.extend(symbols(low, SECRET / 2));
        CaseSecret(grouped(&text(&all)))
    }

    /// Reads a secret as typed or as a link has it; `None` if it cannot be one.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = compact(typed);
        (typed.len() == SECRET as usize).then(|| CaseSecret(grouped(&typed)))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Omits the secret: values may be logged.
impl fmt::Debug for CaseSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseSecret(…)")
    }
}

fn text(values: &[u8]) -> String {
    values.iter().map(|value| ALPHABET[usize::from(*value)] as char).collect()
}

/// Symbols of a typed text, in normal form; empty if a character is none.
fn compact(typed: &str) -> String {
    let typed: Vec<char> = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    let symbol = |c: &char| {
        let byte = u8::try_from(c.to_ascii_uppercase()).ok()?;
        value_of(byte).map(|value| ALPHABET[usize::from(value)] as char)
    };
    typed.iter().map(symbol).collect::<Option<String>>().unwrap_or_default()
}

/// Groups by four, joined by dashes.
fn grouped(symbols: &str) -> String {
    let symbols: Vec<char> = symbols.chars().collect();
    symbols.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_secrets_are_read_as_typed() {
        let reference = CaseReference::from_bits(0x12_3456_789A);
        assert_eq!(CaseReference::parse(reference.as_str()), Some(reference.clone()));
        let typed = reference.as_str().to_lowercase().replace('-', " ");
        assert_eq!(CaseReference::parse(&typed), Some(reference));
        let secret = CaseSecret::from_bits(1, 0xFF_FFFF_FFFF);
        assert_eq!(secret.expose(), "0000-0001-ZZZZ-ZZZZ");
        assert_eq!(CaseSecret::parse("0000 oool zzzz-zzzz"), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "CaseSecret(…)");
        for wrong in ["", "A-7F3K", "B-7F3K-9M2T", "A-7F3K-9M2T-7F3K", "A-é"] {
            assert_eq!(CaseReference::parse(wrong), None, "{wrong}");
        }
        assert_eq!(CaseSecret::parse("A-7F3K-9M2T"), None);
    }
}
