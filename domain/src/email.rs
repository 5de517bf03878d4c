//! E-mail address of an account; each address belongs to a single account (004).

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::checked_text;
use crate::typed_text;

/// Maximum length in bytes: longest address that fits in an SMTP path (RFC 5321).
pub const MAX_LENGTH: usize = 254;

/// A valid address in lower case, with the domain in ASCII form (IDNA), so that two accounts cannot share a mailbox by
/// differing in case or in the way an accented domain is typed. Show it with [`shown`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

checked_text!(Email);

impl Email {
    /// Accepts an ASCII name at a qualified domain, with or without accents; refuses what a mail relay could misread.
    /// Ignores surrounding spaces, invisible marks and a leading `mailto:`.
    ///
    /// Errors: [`Problem::NotAnEmail`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        read(&typed_text::line(text)).map(Email).ok_or(Problem::NotAnEmail)
    }
}

fn read(text: &str) -> Option<String> {
    let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let (local, domain) = text[scheme.map_or(0, str::len)..].rsplit_once('@')?;
    let domain = ascii_domain(domain)?;
    let address = [local, "@", &domain].concat().to_ascii_lowercase();
    (address.len() <= MAX_LENGTH && is_local(local) && is_domain(&domain)).then_some(address)
}

/// Returns the ASCII form of a domain: `société.fr` becomes `xn--socit-esab.fr`. The browser has no tables for it and
/// only checks the ASCII characters.
fn ascii_domain(domain: &str) -> Option<String> {
    #[cfg(feature = "unicode")]
    if !domain.is_ascii() || domain.to_ascii_lowercase().contains("xn--") {
        return idna::domain_to_ascii_strict(domain).ok();
    }
    Some(domain.chars().map(|c| if c.is_ascii() { c } else { 'x' }).collect())
}

/// Returns a stored address as people type it, with the accents of its domain: « contact@société.fr ».
pub fn shown(address: &str) -> String {
    #[cfg(feature = "unicode")]
    if let Some((local, domain)) = address.rsplit_once('@')
        && let (typed, Ok(())) = idna::domain_to_unicode(domain)
    {
        return [local, "@", &typed].concat();
    }
    address.to_owned()
}

/// Masks an address: « a•••@exemple.fr », enough for its owner to recognise it.
pub fn masked(address: &str) -> String {
    let address = shown(address);
    let (local, domain) = address.split_once('@').unwrap_or((&address, ""));
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
            ("\u{202a}alix@exemple.fr\u{202c}", "alix@exemple.fr"),
            ("\u{feff}al\u{200b}ix@exem\u{ad}ple.fr\u{a0}", "alix@exemple.fr"),
            ("mailto:alix@exemple.fr", "alix@exemple.fr"),
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
            "mailto:",
            "é@",
            "alix@é.f",
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

    #[cfg(feature = "unicode")]
    #[test]
    fn address_at_an_accented_domain_is_one_however_typed() {
        for typed in [
            "contact@société.fr",
            "Contact@SOCIÉTÉ.FR",
            "contact@socie\u{301}te\u{301}.fr",
            "contact@xn--socit-esab.fr",
            "contact@XN--SOCIT-ESAB.FR",
            " contact@soci\u{ad}été。fr\u{200b}",
        ] {
            let read = Email::parse(typed).map(String::from);
            assert_eq!(read.as_deref(), Ok("contact@xn--socit-esab.fr"), "{typed:?}");
        }
        assert_eq!(shown("contact@xn--socit-esab.fr"), "contact@société.fr");
        assert_eq!(masked("contact@xn--socit-esab.fr"), "c•••@société.fr");
        for address in ["alix@exemple.fr", "alix@xn--.fr", "alix"] {
            assert_eq!(shown(address), address);
        }
        for invalid in ["a@xn--zzzzzzzz.fr", "a@so ciété.fr", "a@-é.fr", "a@é..fr"] {
            assert_eq!(Email::parse(invalid), Err(Problem::NotAnEmail), "{invalid}");
        }
    }
}
