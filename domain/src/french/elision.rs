//! Elision: whether « de » and « que » lose their vowel before a name.

/// Words that begin with a vowel and refuse the elision: « de onze », « de Ouagadougou ».
const VOWELS_WITHOUT_ELISION: [&str; 7] =
    ["oui", "ouistiti", "ouagadougou", "ouzbek", "onze", "onzieme", "uhlan"];

/// Words in « y » and a vowel that elide nevertheless: « d’Yeu », « de l’Yonne ».
const Y_WITH_ELISION: [&str; 5] = ["yeu", "yeux", "yonne", "yerres", "yenne"];

/// Beginnings of words in « ha » whose h is mute. The others are aspirated: « de Hassan », « de Haguenau ».
const MUTE_HA: [&str; 9] =
    ["habi", "habl", "hadrien", "haleine", "hallucin", "halter", "hamecon", "harmoni", "harpago"];

/// Beginnings of other words whose h is aspirated: « de Hollande », « de Houria ».
const ASPIRATED: [&str; 41] = [
    "heaume", "hein", "henn", "herisson", "hernie", "heron", "heros", "herse", "hesse", "hetre", "heurt",
    "hibou", "hich", "hideux", "hierarch", "hilton", "hippie", "hiss", "hit", "hobby", "hochet", "hockey",
    "hold", "holland", "homard", "hondur", "hong", "honfleur", "hont", "hors", "hot-", "hotte", "hou",
    "hublot", "huguenot", "huit", "hull", "hun", "hurl", "huss", "hutte",
];

/// Returns `true` if « de » and « que » elide before the name. Marks in front of it do not count, digits never
/// elide (« de 8 »), and an h followed by a consonant is spelled (« de HSBC »).
pub(super) fn elides(name: &str) -> bool {
    let word = first_word(name);
    let second = word.chars().nth(1);
    let starts_with = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    match word.chars().next() {
        Some('y') if second.is_none_or(is_vowel) => Y_WITH_ELISION.contains(&word.as_str()),
        Some('y') => true,
        Some('h') if second == Some('a') => starts_with(&MUTE_HA),
        Some('h') => second.is_some_and(is_vowel_or_y) && !starts_with(&ASPIRATED),
        Some(first) => is_vowel(first) && !VOWELS_WITHOUT_ELISION.contains(&word.as_str()),
        None => false,
    }
}

/// First word, in lower case and without accents. Empty if a digit comes first.
fn first_word(name: &str) -> String {
    let start = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    let letters = start.chars().take_while(|c| c.is_alphabetic() || *c == '-');
    letters.flat_map(char::to_lowercase).filter_map(without_accent).collect()
}

/// Letter without its accent. `None` for a combining accent.
fn without_accent(letter: char) -> Option<char> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'æ' => 'a',
        'ç' => 'c',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'į' => 'i',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'œ' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        '\u{300}'..='\u{36f}' => return None,
        other => other,
    })
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn is_vowel_or_y(letter: char) -> bool {
    is_vowel(letter) || letter == 'y'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowels_and_mute_h_elide() {
        for name in [
            "Alix",
            "alix@exemple.fr",
            "Élodie",
            "E\u{301}lodie",
            "Œuvre textile",
            "Ægir",
            "Île de Ré",
            "Urssaf",
            "impots.gouv.fr",
            "octobre",
            "août",
            "EDF",
            "«\u{a0}Alix\u{a0}»",
            "(Alix)",
            "Hélène",
            "He\u{301}le\u{300}ne",
            "Henri",
            "Hugo",
            "Hortense",
            "Hyères",
            "Harmonie Mutuelle",
            "Hadrien",
            "Hôtel du Port",
            "Yves",
            "Yvonne",
            "Ysengrin",
            "Ypres",
            "Yonne",
        ] {
            assert!(elides(name), "{name}");
        }
    }

    #[test]
    fn consonants_digits_and_aspirated_h_do_not_elide() {
        for name in [
            "",
            "…",
            "Bruno",
            "douane.gouv.fr",
            "Çelik",
            "8 à Huit",
            "11 novembre",
            "1er mai",
            "Onze",
            "Oui",
            "Ouagadougou",
            "Hassan",
            "Hakim",
            "Le Havre",
            "Hambourg",
            "Hauts-de-France",
            "Hollande",
            "Houria",
            "Hongrie",
            "Huit",
            "Héron",
            "HSBC",
            "H&M",
            "Yann",
            "Yasmine",
            "Yémen",
            "Youssef",
            "Y",
            "Ωmega",
            "株式会社",
        ] {
            assert!(!elides(name), "{name}");
        }
    }
}
