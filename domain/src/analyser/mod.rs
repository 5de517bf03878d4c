//! The analyser of French texts for searches: a text becomes the stems of its words.
//!
//! Lower case, compatibility decomposition, ligatures, elisions, stop words, stems (Snowball), synonyms, in this order.
//! Texts and searches pass through it alike, so that « oeuvres » finds « main-d'œuvre ». Server only.

mod distance;
mod query;
mod stems;
mod stop_words;
mod synonyms;
mod tokens;

pub use distance::{distance, is_near};
pub use query::{Alternative, Pattern, Query};
pub use stems::{MAX_LENGTH, MAX_WORDS, searched_words, stem, stems, stems_of, words};
pub use tokens::tokens;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for pair in [
            ["main-d’œuvre", "oeuvres main"],
            ["déclarations", "déclarer"],
            ["échéancier", "ÉCHÉANCES"],
            ["l'échéancier", "lʼecheancier"],
            ["habilitations", "habilité"],
            ["jointes", "joindre"],
            ["octrois de mer", "octroi de mer"],
            ["paiements", "payer"],
            ["Straße", "strasse"],
            ["jusqu’à l’activation", "activer"],
            ["mots de passe", "mdp"],
            ["adresse mél", "adresse e-mail"],
        ] {
            let [mut one, mut other] = pair.map(stems);
            one.sort();
            other.sort();
            let common = one.iter().filter(|stem| other.contains(stem)).count();
            assert!(common == one.len().min(other.len()), "{pair:?}: {one:?} {other:?}");
        }
    }

    #[test]
    fn elisions_and_stop_words_leave_nothing() {
        assert_eq!(words("Qu’est-ce que l’e-contacts d’aujourd’hui ?"), ["contacts"]);
        assert!(stems("puisqu’il n’y a pas de").is_empty());
    }

    #[test]
    fn different_words_stay_apart() {
        for [one, other] in [["compte", "comptable"], ["mandat", "mandataire"], ["garantie", "garer"]] {
            assert_ne!(stems(one), stems(other), "{one}, {other}");
        }
    }

    #[test]
    fn searches_are_bounded() {
        assert_eq!(searched_words(&"compte ".repeat(100)).len(), MAX_WORDS);
        assert!(searched_words(&"x".repeat(5_000))[0].len() <= MAX_LENGTH);
    }
}
