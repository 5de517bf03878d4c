//! Strength of new passwords, estimated by zxcvbn in the slots of password hashing.

use domain::{password, problem::Problem};

use crate::{Error, passwords::Passwords};

/// zxcvbn estimates a password in windows of this many characters. Its time grows with the square of the length and with
/// the letters that symbols may stand for (`4`, `@`, `(` …): a second for 100 characters, 70 ms for one window.
const WINDOW_CHARS: usize = 32;
/// Windows estimated; the rest of a longer password cannot weaken it.
const MAX_WINDOWS: usize = 3;
/// Best score of zxcvbn.
const BEST: u8 = 4;

impl Passwords {
    /// Checks the rules of a new password, those that need no estimate first. `personal`: names and addresses that it must
    /// not resemble.
    ///
    /// # Errors
    /// [`Error::Busy`] if no slot is free in time. The inner error is the rule that the password breaks.
    pub async fn check_new(&self, password: &str, personal: &[String]) -> Result<Result<(), Problem>, Error> {
        let words: Vec<&str> = personal.iter().map(String::as_str).collect();
        if let Err(problem) = password::check(password, &words, None) {
            return Ok(Err(problem));
        }
        let score = self.score(password.to_owned(), personal.to_vec()).await?;
        Ok(password::check(password, &words, Some(score)))
    }

    /// Estimates the strength from 0 to 4, knowing the personal words.
    ///
    /// # Errors
    /// [`Error::Busy`] if no slot is free in time.
    pub async fn score(&self, password: String, personal: Vec<String>) -> Result<u8, Error> {
        self.in_slot(move || score(&password, &personal)).await
    }
}

/// Score of the strongest window of the normal form, the one that is hashed.
fn score(password: &str, personal: &[String]) -> u8 {
    // A word that fills more than a window is never found in one.
    let words: Vec<&str> =
        personal.iter().map(String::as_str).filter(|word| word.chars().count() <= WINDOW_CHARS).collect();
    let password = password::normal_form(password);
    let characters: Vec<char> = password.chars().take(WINDOW_CHARS * MAX_WINDOWS).collect();
    let mut best = 0;
    for window in characters.chunks(WINDOW_CHARS) {
        let window: String = window.iter().collect();
        best = best.max(zxcvbn::zxcvbn(&window, &words).score().into());
        if best == BEST {
            break;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use argon2::Argon2;

    use super::*;
    use crate::passwords::hash_now;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn personal_words_lower_the_score() {
        assert!(score("brumaire-negoce", &words(&["brumaire", "negoce"])) < score("brumaire-negoce", &[]));
        assert_eq!(score("correct cheval batterie agrafe", &[]), 4);
    }

    #[test]
    fn end_of_a_long_password_cannot_lower_its_score() {
        let strong = "correct cheval batterie agrafe";
        for end in ["a".repeat(200), "motdepasse".repeat(20), "é".repeat(100)] {
            assert_eq!(score(&format!("{strong}{end}"), &[]), 4, "{end}");
        }
        // Strong only after a first window that is weak.
        assert_eq!(score(&format!("{}{strong}", "a".repeat(WINDOW_CHARS)), &[]), 4);
        for weak in ["a".repeat(256), "password".repeat(32), "12345678".repeat(32)] {
            assert!(score(&weak, &[]) < password::MIN_SCORE, "{weak}");
        }
        assert_eq!(score("", &[]), 0);
    }

    #[tokio::test]
    async fn rules_are_checked_before_and_after_the_estimate() {
        let passwords = Passwords::new(1).expect("a hasher");
        let personal = words(&["alix.martin", "Alix", "Martin", "alix@exemple.fr"]);
        for (password, expected) in [
            ("Court1Aa", Err(Problem::PasswordTooShort)),
            ("AlixMartinAlixMartin", Err(Problem::PasswordPersonal)),
            ("Motdepasse2026", Err(Problem::PasswordGuessable)),
            ("correct cheval batterie agrafe", Ok(())),
        ] {
            assert_eq!(
                passwords.check_new(password, &personal).await.expect("checked"),
                expected,
                "{password}"
            );
        }
    }

    /// Returns the processor time of the fastest of three calls, which other processes do not lengthen.
    fn cost(work: impl Fn()) -> Duration {
        let spent = || {
            let times = std::fs::read_to_string("/proc/thread-self/schedstat").expect("times of the thread");
            let nanoseconds = times.split(' ').next().and_then(|time| time.parse().ok());
            Duration::from_nanos(nanoseconds.expect("a number of nanoseconds"))
        };
        let one = || {
            let start = spent();
            work();
            spent() - start
        };
        one().min(one()).min(one())
    }

    /// Passwords of the maximum size whose symbols may each stand for several letters.
    #[test]
    fn worst_passwords_cost_no_more_than_a_few_hashes() {
        let personal: Vec<String> = "a4@e3i1!o0".chars().map(String::from).collect();
        let symbols = "4@8({[<369!1|0$5+7%2";
        let half: String = symbols.chars().cycle().take(128).collect();
        let rows = "1234567890!@#$%^&*()_+[{|<azertyu";
        let mut worst = Duration::ZERO;
        for password in [
            symbols.repeat(13),
            format!("{half}{half}"),
            format!("{symbols}{}", "eeaaiioossttlacbgzx".repeat(12)),
            rows.repeat(8),
            format!("{}{symbols}", "1".repeat(64)),
        ] {
            let password: String = password.chars().take(password::MAX_BYTES).collect();
            worst = worst.max(cost(|| _ = score(&password, &personal)));
        }
        let hash =
            cost(|| drop(hash_now(&Argon2::default(), "correct cheval batterie agrafe").expect("a hash")));
        eprintln!("worst estimate of a password's strength: {worst:?}; a hash: {hash:?}");
        assert!(worst < hash * 20, "{worst:?}");
    }
}
