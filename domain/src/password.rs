//! Rules of a new password (mission §2.1, *Decided*).

use crate::problem::Problem;
use crate::typed_text;

/// Minimum number of characters of a password with upper case, lower case and digits.
pub const MIN_MIXED: usize = 12;
/// Minimum number of characters of a passphrase, whatever its content.
pub const MIN_PASSPHRASE: usize = 20;
/// Maximum size in bytes: enough for any passphrase, and short enough that hashing cannot be abused.
pub const MAX_BYTES: usize = 256;
/// Minimum accepted zxcvbn score, from 0 to 4.
pub const MIN_SCORE: u8 = 3;

/// Returns the form of a password that is hashed: one form however the keyboard or the clipboard produced it (RFC 8265,
/// OpaqueString). Accents are composed on the server (NFC), every space is an ordinary one, invisible characters are
/// dropped. Case and surrounding spaces count.
pub fn normal_form(typed: &str) -> String {
    let clean = typed_text::clean(typed, |c| match c {
        _ if c.is_whitespace() => Some(' '),
        _ => (!typed_text::is_invisible(c)).then_some(c),
    });
    typed_text::composed(&clean)
}

/// Forms of a typed password to compare with a stored hash, without duplicates: the normal one, then those of hashes stored
/// before passwords were normalised: as typed, and with accents typed as separate characters (NFD).
#[cfg(feature = "unicode")]
pub fn forms_to_verify(typed: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    let mut forms = vec![normal_form(typed)];
    for form in [typed.to_owned(), forms[0].nfd().collect()] {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// Checks a new password in its [`normal_form`].
///
/// `personal`: identifiant, names and e-mail address of the person, which attackers try first. `score`:
/// zxcvbn score, computed on the server only; `None` in the browser, which skips that rule.
///
/// Errors: [`Problem::PasswordTooShort`], [`Problem::PasswordTooLong`], [`Problem::PasswordPersonal`],
/// [`Problem::PasswordGuessable`].
pub fn check(password: &str, personal: &[&str], score: Option<u8>) -> Result<(), Problem> {
    if password.len() > MAX_BYTES {
        return Err(Problem::PasswordTooLong);
    }
    let password = &normal_form(password);
    let length = password.chars().count();
    if length < MIN_PASSPHRASE && (length < MIN_MIXED || !is_mixed(password)) {
        return Err(Problem::PasswordTooShort);
    }
    if is_personal(password, personal) {
        return Err(Problem::PasswordPersonal);
    }
    if score.is_some_and(|score| score < MIN_SCORE) {
        return Err(Problem::PasswordGuessable);
    }
    Ok(())
}

fn is_mixed(password: &str) -> bool {
    password.chars().any(char::is_uppercase)
        && password.chars().any(char::is_lowercase)
        && password.chars().any(|c| c.is_ascii_digit())
}

/// Returns `true` if fewer than eight characters remain once the `personal` words are removed.
fn is_personal(password: &str, personal: &[&str]) -> bool {
    const MUST_REMAIN: usize = 8;
    let mut rest = password.to_ascii_lowercase();
    for word in personal.iter().filter(|word| word.chars().count() >= 3) {
        rest = rest.replace(&word.to_ascii_lowercase(), "");
    }
    rest.chars().count() < MUST_REMAIN
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSONAL: [&str; 4] = ["alix.martin", "Alix", "Martin", "alix@exemple.fr"];

    #[test]
    fn strong_passwords_are_accepted() {
        for password in [
            "Simulateur-2026",
            "abcdefghijkL1",
            "une phrase de passe longue",
            "  espaces aux deux bouts  ",
            "ÉCLAIREZmoi12x",
            &"🦀".repeat(64),
        ] {
            assert_eq!(check(password, &PERSONAL, Some(3)), Ok(()), "{password}");
        }
        assert_eq!(check("Simulateur-2026", &[""], None), Ok(()));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for (password, score, problem) in [
            ("", None, Problem::PasswordTooShort),
            ("Court1Aa", None, Problem::PasswordTooShort),
            ("toutenminuscules1", None, Problem::PasswordTooShort),
            ("SansChiffreIci", None, Problem::PasswordTooShort),
            ("alix.martin-2026Aa", Some(4), Problem::PasswordPersonal),
            ("AlixMartinAlixMartin", Some(4), Problem::PasswordPersonal),
            ("Motdepasse2026", Some(2), Problem::PasswordGuessable),
            ("Court1\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}Aa", None, Problem::PasswordTooShort),
            (&"a".repeat(257), None, Problem::PasswordTooLong),
        ] {
            assert_eq!(check(password, &PERSONAL, score), Err(problem), "{password:?}");
        }
    }

    #[test]
    fn invisible_characters_do_not_count_and_spaces_are_one() {
        for typed in [
            "Clé-2026 x",
            "\u{feff}Clé-\u{200b}2026\u{a0}x",
            "Clé-2026\u{202f}x\u{1}",
            "\u{202a}Clé-2026\u{2007}x\u{202c}",
        ] {
            assert_eq!(normal_form(typed), "Clé-2026 x", "{typed:?}");
        }
        assert_eq!(normal_form("  A a "), "  A a ", "case and spaces at the ends count");
        assert_eq!(normal_form("👨\u{200d}👩"), "👨\u{200d}👩");
        assert_eq!(check("Simulateur-\u{1}2026", &PERSONAL, Some(3)), Ok(()));
    }

    #[cfg(feature = "unicode")]
    #[test]
    fn composed_and_decomposed_accents_are_one_password() {
        let (composed, decomposed) = ("Clé-Éprouvée-2026", "Cle\u{301}-E\u{301}prouve\u{301}e-2026");
        assert_ne!(composed, decomposed);
        assert_eq!(normal_form(decomposed), composed);
        assert_eq!(normal_form(composed), composed);
        assert_eq!(forms_to_verify("Simulateur-2026"), ["Simulateur-2026"]);
        for typed in [composed, decomposed] {
            assert_eq!(forms_to_verify(typed), [composed, decomposed], "the normal form comes first");
        }
        assert_eq!(forms_to_verify("Cle\u{301}\u{200b}"), ["Clé", "Cle\u{301}\u{200b}", "Cle\u{301}"]);
        assert_eq!(crate::form::check_repeat(decomposed, composed), None);
        assert!(crate::form::check_repeat("Cle-E\u{301}prouve\u{301}e-2026", composed).is_some());
    }
}
