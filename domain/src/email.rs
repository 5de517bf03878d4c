//! E-mail address of an account; each address belongs to a single account (004).

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::checked_text;

/// Maximum length in bytes: longest address that fits in an SMTP path (RFC 5321).
pub const MAX_LENGTH: usize = 254;

/// A valid address in lower case, so that two accounts cannot share a mailbox by differing in case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

checked_text!(Email);

impl Email {
    /// Accepts ASCII addresses with a qualified domain; refuses what a mail relay could misread.
    ///
    /// Errors: [`Problem::NotAnEmail`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let well_formed = text.len() <= MAX_LENGTH
            && text.rsplit_once('@').is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
        if well_formed { Ok(Email(text.to_ascii_lowercase())) } else { Err(Problem::NotAnEmail) }
    }
}

/// Masks an address: « a•••@exemple.fr », enough for its owner to recognise it.
pub fn masked(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}•••@{domain}")
}

fn is_local(local: &str) -> bool {
    let dots = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    !local.is_empty()
        && local.len() <= 64
        && dots
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    let mut labels = 0;
    let mut last = "";
    for label in domain.split('.') {
        let well_formed = !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !well_formed {
            return false;
        }
        labels += 1;
        last = label;
    }
    // An address literal or a bare host name is more likely a typing error.
    labels >= 2 && last.len() >= 2 && last.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_addresses_are_normalised() {
        for (text, normal) in [
            ("alix@exemple.fr", "alix@exemple.fr"),
            ("  Alix.Martin+douane@Exemple.FR ", "alix.martin+douane@exemple.fr"),
            ("o'hara@a-b.c.museum", "o'hara@a-b.c.museum"),
        ] {
            assert_eq!(Email::parse(text).as_ref().map(Email::as_str), Ok(normal));
        }
    }

    #[test]
    fn invalid_addresses_are_refused() {
        let long = format!("{}@exemple.fr", "a".repeat(65));
        let longer = format!("a@{}.fr", "b.".repeat(130));
        for text in [
            "",
            "alix",
            "@exemple.fr",
            "alix@",
            "alix@exemple",
            "alix@@exemple.fr",
            "a b@exemple.fr",
            "alix@exemple..fr",
            ".alix@exemple.fr",
            "alix.@exemple.fr",
            "al..ix@exemple.fr",
            "alix@-exemple.fr",
            "alix@exemple.f",
            "alix@192.168.0.1",
            "alix@exemple.fr\r\nBcc: x@y.fr",
            "<alix@exemple.fr>",
            "\"a b\"@exemple.fr",
            "chloé@exemple.fr",
            "alix@exemple.fr,basile@exemple.fr",
            &long,
            &longer,
        ] {
            assert_eq!(Email::parse(text), Err(Problem::NotAnEmail), "{text:?}");
        }
    }
}
