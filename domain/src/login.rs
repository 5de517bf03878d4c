//! Identifiant of a portal account.

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::problem::Problem;
use crate::text::checked_text;
use crate::typed_text;

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
        let text = typed_text::line(text);
        let well_formed = (MIN_LENGTH..=MAX_LENGTH).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        if well_formed { Ok(Login(text.to_ascii_lowercase())) } else { Err(Problem::NotALogin) }
    }
}

/// Returns the form under which an account is found: the stored form of an identifiant or an e-mail address, typed
/// anyhow. An identifiant contains no `@`.
pub fn account_key(typed: &str) -> String {
    match Email::parse(typed) {
        Ok(email) => email.into(),
        Err(_) => typed_text::line(typed).to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_logins_are_normalised() {
        for (text, normal) in [
            ("abc", "abc"),
            (" Alix.Demo-2_b ", "alix.demo-2_b"),
            ("0-0", "0-0"),
            ("\u{feff}ali\u{200b}x\u{a0}", "alix"),
        ] {
            assert_eq!(Login::parse(text).as_ref().map(Login::as_str), Ok(normal));
        }
        assert!(Login::parse(&"a".repeat(32)).is_ok());
    }

    #[test]
    fn invalid_logins_are_refused() {
        let long = "a".repeat(33);
        for text in ["", "ab", "chloé", "a b c", "a@b.fr", "abc\n\nd", &long] {
            assert_eq!(Login::parse(text), Err(Problem::NotALogin), "{text:?}");
        }
    }

    #[test]
    fn account_is_found_however_its_name_is_typed() {
        for (typed, key) in [
            (" Alix.Demo ", "alix.demo"),
            ("\u{200b}alix\u{a0}", "alix"),
            ("\u{202a}Alix@Exemple.FR\u{202c}", "alix@exemple.fr"),
            ("É", "É"),
        ] {
            assert_eq!(account_key(typed), key, "{typed:?}");
        }
    }
}
