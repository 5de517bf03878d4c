//! First and last names of people, as they choose them.

/// Returns `true` if a name contains the address of a site, which mail programs turn into a link: anyone could then have
/// the portal send an advertisement to any address.
///
/// An initial stuck to a name, « J.Dupont », is no address.
pub fn contains_site(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("://")
        || lower.contains("www.")
        || name.split(|c: char| !is_of_address(c)).any(|word| is_domain(word, name))
}

/// Returns a name for a mail to an address that was never confirmed: empty if it contains the address of a site.
pub fn in_mail_to_unconfirmed(name: &str) -> &str {
    if contains_site(name) { "" } else { name }
}

/// Top levels that mail programs turn into links most often. An identifiant may contain dots, « prenom.nom », so that only
/// these are taken for the address of a site.
const LINKED_TOP_LEVELS: [&str; 16] = [
    "biz", "click", "co", "com", "eu", "fr", "info", "io", "link", "net", "online", "org", "shop", "site",
    "top", "xyz",
];

/// Returns an identifiant for a mail to an address that was never confirmed: empty if mail programs would turn it into a
/// link.
pub fn login_in_mail_to_unconfirmed(login: &str) -> &str {
    let top_level = login.rsplit_once('.').map_or("", |(_, top_level)| top_level);
    if login.starts_with("www.") || LINKED_TOP_LEVELS.contains(&top_level) { "" } else { login }
}

/// Letters, digits, hyphens, the dots that resolvers accept, and any character that is not ASCII: the browser needs no
/// table of letters for this.
fn is_of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '.' || !c.is_ascii()
}

fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{2024}' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}')
}

/// Returns `true` if two labels of the word look like a domain: a label, a dot, and a top level of at least two characters
/// that is no number.
fn is_domain(word: &str, name: &str) -> bool {
    let labels: Vec<&str> = word.split(is_dot).collect();
    let pairs = labels.windows(2).filter(|pair| is_label(pair[0]) && is_top_level(pair[1]));
    pairs.into_iter().any(|pair| !is_initial(pair[0], pair[1]) || name.contains('/'))
}

fn is_label(label: &str) -> bool {
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
}

fn is_top_level(label: &str) -> bool {
    is_label(label) && label.chars().count() >= 2 && label.chars().any(|c| !c.is_ascii_digit() && c != '-')
}

fn is_initial(label: &str, next: &str) -> bool {
    label.chars().count() == 1
        && label.chars().all(char::is_uppercase)
        && next.starts_with(char::is_uppercase)
        && next.chars().skip(1).all(|c| !c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_sites_are_found_in_names() {
        for name in [
            "Gagnez 500 € sur https://exemple.invalid",
            "http://exemple",
            "FTP://exemple",
            "www.exemple",
            "voir WWW.exemple.fr",
            "exemple.fr",
            "Cliquez:exemple.com/gain",
            "(exemple.fr)",
            "« exemple.fr »",
            "«exemple.fr»",
            "exemple.рф",
            "gain-facile.io!",
            "exemple。com",
            "exemple．com",
            "t.co/abc",
            "T.Co/abc",
            "x.com",
            "alix@exemple.fr",
            "a.b.exemple.fr",
            "Exemple.Invalid",
            "société.fr",
        ] {
            assert!(contains_site(name), "{name}");
            assert_eq!(in_mail_to_unconfirmed(name), "");
        }
    }

    #[test]
    fn logins_that_become_links_are_found() {
        for login in ["www.exemple", "gain-facile.com", "a.b.fr"] {
            assert_eq!(login_in_mail_to_unconfirmed(login), "", "{login}");
        }
        for login in ["alix.demo", "jean.martin", "alix", "com", "a-fr", "alix."] {
            assert_eq!(login_in_mail_to_unconfirmed(login), login);
        }
    }

    #[test]
    fn names_of_people_pass() {
        for name in [
            "O",
            "Ng",
            "d’Arc",
            "d'Arc",
            "Jean-Éloi",
            "Ωmega",
            "J.-B. Martin",
            "J. R. R.",
            "J.R.R. Tolkien",
            "M.Martin",
            "M.Éloi",
            "St. Pierre",
            "Dr. No",
            "Martin Jr.",
            "Anne…Marie",
            "عائشة",
            "李",
            "Henri IV",
            "2.0",
            "O’Neill",
            "van der Berg",
            "Marie-Noëlle",
            "X Æ A-12",
            "Mme. Dupont",
            "",
        ] {
            assert!(!contains_site(name), "{name}");
            assert_eq!(in_mail_to_unconfirmed(name), name);
        }
    }
}
