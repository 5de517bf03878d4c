//! Removal of what identifies a person or a company from a text that must stay anonymous.

/// Written in place of what was removed.
const REMOVED: &str = "[retiré]";
/// A run of that many digits is a telephone number, a SIREN, a SIRET or an account number.
const IDENTIFYING_DIGITS: usize = 9;
/// Shortest and longest IBAN, without spaces.
const IBAN: std::ops::RangeInclusive<usize> = 15..=34;

/// Returns the text without e-mail addresses, telephone numbers, SIREN, SIRET and IBAN.
pub fn anonymous_text(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let starts_word = at == 0 || !characters[at - 1].is_alphanumeric();
        let end = if starts_word {
            iban_end(&characters, at)
                .or_else(|| number_end(&characters, at))
                .or_else(|| mail_end(&characters, at))
        } else {
            None
        };
        match end {
            Some(end) => {
                kept.push_str(REMOVED);
                at = end;
            }
            None => {
                kept.push(characters[at]);
                at += 1;
            }
        }
    }
    kept
}

/// Returns the end of an IBAN: two letters, two digits, then groups with digits.
fn iban_end(text: &[char], start: usize) -> Option<usize> {
    let head = text.get(start..start + 4)?;
    let is_head =
        head[..2].iter().all(char::is_ascii_alphabetic) && head[2..].iter().all(char::is_ascii_digit);
    if !is_head {
        return None;
    }
    let (mut at, mut end, mut length) = (start, start, 0);
    while at < text.len() {
        let group = text[at..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
        let has_digit = text[at..at + group].iter().any(char::is_ascii_digit);
        if group == 0 || !has_digit || length + group > *IBAN.end() {
            break;
        }
        length += group;
        end = at + group;
        at = end + text[end..].iter().take_while(|c| is_separator(**c)).count();
    }
    IBAN.contains(&length).then_some(end)
}

/// Returns the end of a run of digits, with the signs that separate their groups.
fn number_end(text: &[char], start: usize) -> Option<usize> {
    let first = text[start];
    if !first.is_ascii_digit() && first != '+' && first != '(' {
        return None;
    }
    let (mut digits, mut end, mut gap) = (0, start, 0);
    for (offset, c) in text[start..].iter().enumerate() {
        if c.is_ascii_digit() {
            digits += 1;
            gap = 0;
            end = start + offset + 1;
        } else if (is_separator(*c) || matches!(c, '+' | '(' | ')')) && gap < 3 {
            gap += 1;
        } else {
            break;
        }
    }
    (digits >= IDENTIFYING_DIGITS).then_some(end)
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '‑' | '–')
}

/// Returns the end of an e-mail address.
fn mail_end(text: &[char], start: usize) -> Option<usize> {
    let is_of_address = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '\'');
    let name = text[start..].iter().take_while(|c| is_of_address(c)).count();
    if name == 0 || text.get(start + name) != Some(&'@') {
        return None;
    }
    let site = text[start + name + 1..].iter().take_while(|c| is_of_address(c)).count();
    (site > 0).then_some(start + name + 1 + site)
}

#[cfg(test)]
mod tests {
    use super::anonymous_text;

    #[test]
    fn identifying_marks_are_removed() {
        for (typed, kept) in [
            ("Écrivez à alix.demo+test@exemple.fr merci", "Écrivez à [retiré] merci"),
            ("Mon numéro : 06 12 34 56 78.", "Mon numéro : [retiré]."),
            ("+33 (0)1.72.40.78.50 !", "[retiré] !"),
            ("SIREN 732 829 320", "SIREN [retiré]"),
            ("SIRET 73282932000074, lent", "SIRET [retiré], lent"),
            ("EORI FR73282932000074", "EORI [retiré]"),
            ("IBAN FR76 3000 6000 0112 3456 7890 189 merci", "IBAN [retiré] merci"),
            ("fr7630006000011234567890189", "[retiré]"),
            ("a@b", "[retiré]"),
        ] {
            assert_eq!(anonymous_text(typed), kept, "{typed}");
        }
    }

    #[test]
    fn the_rest_stays() {
        for text in [
            "Le 22/11/2026 à 16 h 05, erreur 503 après 1 200 lignes.",
            "Très bien @ tous",
            "Version 142.0, écran 1920 x 1080",
            "DE12 est un code",
            "",
        ] {
            assert_eq!(anonymous_text(text), text);
        }
    }
}
