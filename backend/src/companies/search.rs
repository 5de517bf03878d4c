//! Search for a company by name or number.

use domain::{
    analyser,
    search::{key, words},
    siren::Siren,
};
use platform::db::SearchedWords;

/// Returns the value of `entreprise.search_key`, used for searches and for the order of lists: the folded words of the name,
/// the SIREN, the stems of the name.
pub fn search_key(name: &str, siren: &Siren) -> String {
    let stems: Vec<String> = analyser::words(name).iter().map(|word| analyser::stem(word)).collect();
    format!("{} {} {} ", key(name), siren.as_str(), stems.join(" "))
}

/// Reads the search of a person for a company, to compare with `entreprise.search_key`: names are found by stems and by
/// parts of words, numbers by their parts.
pub(super) fn searched(typed: &str) -> SearchedWords {
    let words = words(typed);
    // « 123 456 782 » is typed with spaces and stored without.
    let number = words.concat();
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        // The search key holds the SIREN only, which is the beginning of a SIRET.
        return SearchedWords::of(&[number.get(..9).unwrap_or(&number).to_owned()]);
    }
    let parts: Vec<String> = words.iter().filter(|word| is_compared(word)).map(|word| part(word)).collect();
    // « Vous et nous » is a name too.
    SearchedWords::of(if parts.is_empty() { &words } else { &parts })
}

/// Returns `false` for a word without a meaning of its own.
fn is_compared(word: &str) -> bool {
    !analyser::words(word).is_empty() || !word.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// Returns the part of the key that a word is found by: its stem, also inside a word if the word begins with it.
fn part(word: &str) -> String {
    let stem = analyser::stem(word);
    if word.starts_with(&stem) { stem } else { format!(" {stem} ") }
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
        assert_eq!(patterns("Épices"), ["%epic%"]);
        assert_eq!(patterns("les normaux"), ["% normal %"]);
        assert_eq!(patterns("vous et nous"), ["%vous%", "%et%", "%nous%"]);
        assert_eq!(patterns("123 456 782"), ["%123456782%"]);
        assert_eq!(patterns("123 456 782 00015"), ["%123456782%"]);
        assert_eq!(patterns("123\u{202f}456\u{2011}782"), ["%123456782%"]);
        assert_eq!(patterns("brumaire négoce"), ["%brumair%", "%negoc%"]);
        assert_eq!(patterns("100 %"), ["%100%", "%!%%"]);
    }

    #[test]
    fn key_begins_with_the_name() {
        let siren = Siren::parse("732829320").expect("a SIREN");
        assert_eq!(search_key("Îlot-Épices", &siren), "ilot epices ilotepices 732829320 ilot epic ");
    }
}
