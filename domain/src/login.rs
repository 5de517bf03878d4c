//! Identifiant of a portal account.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::checked_text;

/// Minimum number of characters.
pub const MIN_LENGTH: usize = 3;
/// Maximum number of characters.
pub const MAX_LENGTH: usize = 32;

/// A valid identifiant in lower case, so that two accounts cannot differ only in case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

checked_text!(Login);

impl Login {
    /// Accepts 3 to 32 unaccented letters, digits, `.`, `-`, `_` (mission §2.1).
    ///
    /// Errors: [`Problem::NotALogin`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let well_formed = (MIN_LENGTH..=MAX_LENGTH).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        if well_formed { Ok(Login(text.to_ascii_lowercase())) } else { Err(Problem::NotALogin) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_logins_are_normalised() {
        for (text, normal) in [("abc", "abc"), (" Alix.Demo-2_b ", "alix.demo-2_b"), ("0-0", "0-0")] {
            assert_eq!(Login::parse(text).as_ref().map(Login::as_str), Ok(normal));
        }
        assert!(Login::parse(&"a".repeat(32)).is_ok());
    }

    #[test]
    fn invalid_logins_are_refused() {
        let long = "a".repeat(33);
        for text in ["", "ab", "chloé", "a b c", "a@b.fr", "abc\0", "abc\n\nd", &long] {
            assert_eq!(Login::parse(text), Err(Problem::NotALogin), "{text:?}");
        }
    }
}
