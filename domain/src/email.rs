//! Adresse mél: one address serves one account (004).

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::checked_text;

/// RFC 5321: what fits in a path.
pub const MAX_LENGTH: usize = 254;

/// Lower-cased as a whole, so that one mailbox cannot open two accounts by its capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

checked_text!(Email);

impl Email {
    /// ASCII addresses with a qualified domain; anything a relay could misread is refused.
    /// Errors: [`Problem::NotAnEmail`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let well_formed = text.len() <= MAX_LENGTH
            && text.rsplit_once('@').is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
        if well_formed { Ok(Email(text.to_ascii_lowercase())) } else { Err(Problem::NotAnEmail) }
    }
}

/// « a•••@exemple.fr »: enough for the owner to recognise an address that is kept for them.
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
    // An address literal or a bare host name cannot be told from a slip of the finger.
    labels >= 2 && last.len() >= 2 && last.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts() {
        for (text, normal) in [
            ("alix@exemple.fr", "alix@exemple.fr"),
            ("  Alix.Martin+douane@Exemple.FR ", "alix.martin+douane@exemple.fr"),
            ("o'hara@a-b.c.museum", "o'hara@a-b.c.museum"),
        ] {
            assert_eq!(Email::parse(text).as_ref().map(Email::as_str), Ok(normal));
        }
    }

    #[test]
    fn refuses() {
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
