//! Recovery codes: single-use codes that replace a lost second factor (mission §2.4, *Sécurité*).

use std::fmt;

use crate::problem::Problem;
use crate::typed_text::is_filler;

/// Base 32 of RFC 4648, without 0, 1, 8 and 9 to avoid confusion with letters.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Characters of a code: 80 bits, too many to guess whatever the hash function.
const LENGTH: usize = 16;

/// Characters between two hyphens in the displayed code.
const GROUP: usize = 4;

/// A code in normal form: sixteen characters without hyphens. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// Encodes ten random bytes.
    pub fn from_bytes(bytes: [u8; 10]) -> Self {
        let bits = bytes.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
        let character = |rank: usize| {
            let five = (bits >> (5 * (LENGTH - 1 - rank))) & 31;
            char::from(ALPHABET[five as usize])
        };
        RecoveryCode((0..LENGTH).map(character).collect())
    }

    /// Parses a typed code. Ignores spaces, dashes and case; reads 0, 1 and 8 as the letters O, I and B.
    ///
    /// Errors: [`Problem::NotARecoveryCode`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let code: String = text
            .chars()
            .filter(|c| !is_filler(*c))
            .take(LENGTH + 1)
            .map(|c| match c.to_ascii_uppercase() {
                '0' => 'O',
                '1' => 'I',
                '8' => 'B',
                other => other,
            })
            .collect();
        let known = code.bytes().all(|byte| ALPHABET.contains(&byte));
        if known && code.len() == LENGTH { Ok(RecoveryCode(code)) } else { Err(Problem::NotARecoveryCode) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Formats the code in groups: « ABCD-EFGH-IJKL-MNOP ».
    pub fn grouped(&self) -> String {
        let groups: Vec<&str> = (0..LENGTH / GROUP).map(|group| &self.0[group * GROUP..][..GROUP]).collect();
        groups.join("-")
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_bytes_parse_back() {
        // Derived from the « foobar » test vectors of RFC 4648 §10.
        let code = RecoveryCode::from_bytes(*b"foobarfoob");
        assert_eq!(code.as_str(), "MZXW6YTBOJTG633C");
        assert_eq!(code.grouped(), "MZXW-6YTB-OJTG-633C");
        for bytes in [[0; 10], [255; 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]] {
            let code = RecoveryCode::from_bytes(bytes);
            assert_eq!(RecoveryCode::parse(&code.grouped()), Ok(code));
        }
    }

    #[test]
    fn typing_variants_are_accepted_and_invalid_codes_refused() {
        for text in ["mzxw 6ytb ojtg 633c", "MZXW6YTB–OJTG\u{a0}633C", " MZXW‑6YTB-OJTG-633C\u{200b}"] {
            assert_eq!(RecoveryCode::parse(text).as_ref().map(RecoveryCode::as_str), Ok("MZXW6YTBOJTG633C"));
        }
        let read = RecoveryCode::parse("0000-1111-8888-AAAA");
        assert_eq!(read.as_ref().map(RecoveryCode::as_str), Ok("OOOOIIIIBBBBAAAA"));
        for text in ["", "123456", "MZXW6YTBOJTG633", "MZXW6YTBOJTG633CC", "MZXW6YTBOJTG639C", "é"] {
            assert_eq!(RecoveryCode::parse(text), Err(Problem::NotARecoveryCode), "{text}");
        }
    }

    #[test]
    fn debug_output_hides_the_code() {
        assert!(!format!("{:?}", RecoveryCode::from_bytes([7; 10])).contains("A4"));
    }
}
