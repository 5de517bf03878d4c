//! French grammar of sentences with inserted names and numbers: elision, contraction, plural.

mod elision;
mod spacing;

use elision::elides;
pub use spacing::with_no_break_spaces;

/// Joins « de » and a name: « d’impots.gouv.fr », « du correspondant », « de la DGFiP ».
pub fn with_de(name: &str) -> String {
    match name.split_once(' ') {
        Some(("le", rest)) => format!("du {rest}"),
        Some(("les", rest)) => format!("des {rest}"),
        _ if elides(name) => format!("d’{name}"),
        _ => format!("de {name}"),
    }
}

/// Joins « que » and a name: « qu’Alix Martin », « que Bruno Petit ».
pub fn with_que(name: &str) -> String {
    if elides(name) { format!("qu’{name}") } else { format!("que {name}") }
}

/// Joins « à » and a name: « à l’Urssaf », « au correspondant ».
pub fn with_a(name: &str) -> String {
    match name.split_once(' ') {
        Some(("le", rest)) => format!("au {rest}"),
        Some(("les", rest)) => format!("aux {rest}"),
        _ => format!("à {name}"),
    }
}

/// Returns the text with a capital first letter: « Ouvert jusqu’à 19 h 30 ».
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Formats a number with its noun: « 0 habilitation », « 1 habilitation », « 1 234 habilitations ».
pub fn count(number: impl TryInto<u64>, singular: &str, plural: &str) -> String {
    let number = number.try_into().unwrap_or_default();
    let mut text = format_number(number);
    text.push('\u{a0}');
    text.push_str(agree(number, singular, plural));
    text
}

/// Chooses the form of a word that agrees with a number: 0 and 1 are singular in French.
pub const fn agree<'a>(number: u64, singular: &'a str, plural: &'a str) -> &'a str {
    if number < 2 { singular } else { plural }
}

/// Formats a number with a narrow no-break space between thousands: « 1 234 567 ».
pub fn format_number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_letter_becomes_capital() {
        assert_eq!(capitalised("état"), "État");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn articles_contract() {
        for (name, de, a) in [
            ("le correspondant", "du correspondant", "au correspondant"),
            ("les services", "des services", "aux services"),
            ("la DGFiP", "de la DGFiP", "à la DGFiP"),
            ("l’Urssaf", "de l’Urssaf", "à l’Urssaf"),
            ("Le Goff Transit", "de Le Goff Transit", "à Le Goff Transit"),
            ("impots.gouv.fr", "d’impots.gouv.fr", "à impots.gouv.fr"),
        ] {
            assert_eq!(with_de(name), de);
            assert_eq!(with_a(name), a);
        }
    }

    #[test]
    fn que_elides_before_a_vowel() {
        assert_eq!(with_que("Alix Martin"), "qu’Alix Martin");
        assert_eq!(with_que("Bruno Petit"), "que Bruno Petit");
    }

    #[test]
    fn nouns_agree_with_their_number() {
        for (number, expected) in [
            (-1_i64, "0\u{a0}entreprise"),
            (0, "0\u{a0}entreprise"),
            (1, "1\u{a0}entreprise"),
            (2, "2\u{a0}entreprises"),
            (999, "999\u{a0}entreprises"),
            (1_000, "1\u{202f}000\u{a0}entreprises"),
            (1_234_567, "1\u{202f}234\u{202f}567\u{a0}entreprises"),
        ] {
            assert_eq!(count(number, "entreprise", "entreprises"), expected);
        }
    }
}
