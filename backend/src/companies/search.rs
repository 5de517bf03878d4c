//! Search for a company by name or number.

use domain::{
    search::{key, words},
    siren::Siren,
};
use platform::db::SearchedWords;

/// Returns the value of `entreprise.search_key`, used for searches and for the order of lists.
pub(super) fn search_key(name: &str, siren: &Siren) -> String {
    format!("{} {}", key(name), siren.as_str())
}

/// Reads the search of a person for a company, to compare with `entreprise.search_key`.
pub(super) fn searched(typed: &str) -> SearchedWords {
    let words = words(typed);
    // « 123 456 782 » is typed with spaces and stored without.
    let number = words.concat();
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        // The search key holds the SIREN only, which is the beginning of a SIRET.
        return SearchedWords::of(&[number.get(..9).unwrap_or(&number).to_owned()]);
    }
    SearchedWords::of(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(typed: &str) -> Vec<String> {
        searched(typed).patterns().iter().filter(|pattern| *pattern != "%").cloned().collect()
    }

    #[test]
    fn search_matches_names_and_numbers_as_typed() {
        assert_eq!(patterns("  "), [""; 0]);
        assert_eq!(patterns("Épices"), ["%epices%"]);
        assert_eq!(patterns("123 456 782"), ["%123456782%"]);
        assert_eq!(patterns("123 456 782 00015"), ["%123456782%"]);
        assert_eq!(patterns("123\u{202f}456\u{2011}782"), ["%123456782%"]);
        assert_eq!(patterns("brumaire négoce"), ["%brumaire%", "%negoce%"]);
        assert_eq!(patterns("100 %"), ["%100%", "%!%%"]);
    }

    #[test]
    fn key_begins_with_the_name() {
        let siren = Siren::parse("732829320").expect("a SIREN");
        assert_eq!(search_key("Îlot-Épices", &siren), "ilot epices ilotepices 732829320");
    }
}
