//! Rules of a new password (mission §2.1, *Decided*).

use crate::problem::Problem;

/// Minimum number of characters of a password with upper case, lower case and digits.
pub const MIN_MIXED: usize = 12;
/// Minimum number of characters of a passphrase, whatever its content.
pub const MIN_PASSPHRASE: usize = 20;
/// Maximum size in bytes: enough for any passphrase, and short enough that hashing cannot be abused.
pub const MAX_BYTES: usize = 256;
/// Minimum accepted zxcvbn score, from 0 to 4.
pub const MIN_SCORE: u8 = 3;

/// Checks a new password, without trimming it.
///
/// `personal`: identifiant, names and e-mail address of the person, which attackers try first. `score`:
/// zxcvbn score, computed on the server only; `None` in the browser, which skips that rule.
///
/// Errors: [`Problem::PasswordTooShort`], [`Problem::PasswordTooLong`],
/// [`Problem::PasswordCharacters`], [`Problem::PasswordPersonal`], [`Problem::PasswordGuessable`].
pub fn check(password: &str, personal: &[&str], score: Option<u8>) -> Result<(), Problem> {
    if password.len() > MAX_BYTES {
        return Err(Problem::PasswordTooLong);
    }
    if password.chars().any(char::is_control) {
        return Err(Problem::PasswordCharacters);
    }
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
            ("Simulateur-\u{0}2026", None, Problem::PasswordCharacters),
            (&"a".repeat(257), None, Problem::PasswordTooLong),
        ] {
            assert_eq!(check(password, &PERSONAL, score), Err(problem), "{password:?}");
        }
    }
}
