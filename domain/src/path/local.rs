//! Return addresses: pages of the portal in query strings and form values.

use super::{ADMINISTRATION, AGENT_INBOX, CASES, FORMS, MANAGED_FOLDERS, SIGN_IN, STAFF_HOME, STAFF_SIGN_IN};

/// Maximum length of a return address in bytes; the longest are authorization requests of téléservices.
const MAX_LENGTH: usize = 2048;

/// Percent-encodes a path for use as a query value.
pub fn encode(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len() + 8), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

/// Adds the page to return to.
pub fn with_return(path: &str, return_path: &str) -> String {
    format!("{path}?retour={}", encode(return_path))
}

/// Adds the page that a message is about.
pub fn with_page(path: &str, page: &str) -> String {
    format!("{path}?page={}", encode(page))
}

/// Returns the path if it is a page of this portal. Redirecting to anything else would be an open redirect.
pub fn local(path: &str) -> Option<&str> {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control())
        && path.len() <= MAX_LENGTH
        && !path.starts_with(FORMS);
    is_local.then_some(path)
}

/// Returns `true` if a local address redirects outside the portal, which scripts may not follow.
pub fn leaves_portal(path: &str) -> bool {
    ["/openid/", "/teleservices/", "/sites/"].iter().any(|prefix| path.starts_with(prefix))
}

/// First segments of the pages for the staff.
const STAFF_PAGES: [&str; 5] = [ADMINISTRATION, AGENT_INBOX, CASES, MANAGED_FOLDERS, STAFF_HOME];

/// Returns `true` if a local address is one of the pages for the staff.
pub fn is_for_staff(path: &str) -> bool {
    STAFF_PAGES.iter().any(|page| {
        path.strip_prefix(page)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('?'))
    })
}

/// Returns the sign-in page that leads to a page.
pub fn sign_in_for(page: &str) -> &'static str {
    if is_for_staff(page) { STAFF_SIGN_IN } else { SIGN_IN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::{AGENT_QUESTION, DASHBOARD, HELP, MANDATS, OPINION, SIGN_IN_CODE};

    #[test]
    fn only_local_paths_are_accepted() {
        assert_eq!(local("/tableau-de-bord?x=1"), Some("/tableau-de-bord?x=1"));
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "/\t/evil.example",
            "",
            "mailto:x",
            "/a\r\nb",
            "/form/deconnexion",
        ] {
            assert_eq!(local(foreign), None, "{foreign}");
        }
        assert_eq!(local(&"/a".repeat(1025)), None);
    }

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(encode("/a?b=c&d=é"), "/a%3Fb%3Dc%26d%3D%C3%A9");
    }

    #[test]
    fn other_pages_are_added_as_query_values() {
        assert_eq!(with_return(SIGN_IN_CODE, "/mandats?a=b"), "/connexion/code?retour=/mandats%3Fa%3Db");
        assert_eq!(with_page(OPINION, HELP), "/avis?page=/aide");
    }

    #[test]
    fn redirects_to_other_sites_are_recognised() {
        for (path, leaves) in [
            ("/openid/autorisation?client_id=a", true),
            ("/teleservices/delta?siren=123456782", true),
            ("/teleservices", false),
            ("/sites/dgddi", true),
            (DASHBOARD, false),
        ] {
            assert_eq!(leaves_portal(path), leaves, "{path}");
        }
    }

    #[test]
    fn staff_sign_in_on_their_own_page() {
        for page in [AGENT_INBOX, "/agent?etat=clos", AGENT_QUESTION, STAFF_HOME] {
            assert_eq!(sign_in_for(page), STAFF_SIGN_IN, "{page}");
        }
        for page in [MANDATS, "/agents", "/"] {
            assert_eq!(sign_in_for(page), SIGN_IN, "{page}");
        }
    }
}
