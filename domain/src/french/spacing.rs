//! No-break spaces of French typography, which nobody types.

const NO_BREAK: char = '\u{a0}';
/// Between thousands.
const NARROW: char = '\u{202f}';

/// Replaces the ordinary spaces before « : ; ? ! », inside quotation marks and between digits by no-break ones.
pub fn with_no_break_spaces(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let spaced = letters.iter().enumerate().map(|(place, &letter)| match letter {
        ' ' => space(&letters[..place], &letters[place + 1..]),
        letter => letter,
    });
    spaced.collect()
}

fn space(before: &[char], after: &[char]) -> char {
    let next_ends_word = after.get(1).is_none_or(|next| next.is_whitespace());
    match (before.last(), after.first()) {
        (Some('«'), _) | (_, Some('»')) => NO_BREAK,
        (_, Some(':' | ';' | '?' | '!')) if next_ends_word => NO_BREAK,
        _ if ends_group(before) && begins_group(after) => NARROW,
        (Some(last), Some(first)) if last.is_ascii_digit() && first.is_ascii_digit() => NO_BREAK,
        _ => ' ',
    }
}

/// Returns `true` for one to three digits that follow no other digit, or a whole group.
fn ends_group(before: &[char]) -> bool {
    let digits = before.iter().rev().take_while(|letter| letter.is_ascii_digit()).count();
    (1..=3).contains(&digits)
}

fn begins_group(after: &[char]) -> bool {
    after.iter().take_while(|letter| letter.is_ascii_digit()).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_must_not_break_are_replaced() {
        for (typed, expected) in [
            ("Exemple : 1 234,56.", "Exemple\u{a0}: 1\u{202f}234,56."),
            ("Pourquoi ?", "Pourquoi\u{a0}?"),
            ("La page « Mandats » du site", "La page «\u{a0}Mandats\u{a0}» du site"),
            ("De 12 345 678 à 9", "De 12\u{202f}345\u{202f}678 à 9"),
            ("Code 2208 30 11 de 2026", "Code 2208\u{a0}30\u{a0}11 de 2026"),
            ("Un :mot", "Un :mot"),
            ("Déjà\u{a0}: fait", "Déjà\u{a0}: fait"),
            ("", ""),
        ] {
            assert_eq!(with_no_break_spaces(typed), expected);
        }
    }
}
