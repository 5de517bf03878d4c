//! Password hashing: argon2id, a limited number at a time, outside the threads that answer requests.

use std::{sync::Arc, time::Duration};

use anyhow::anyhow;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use domain::{password, problem::Problem};
use tokio::sync::Semaphore;

use crate::{Error, secret::Token};

/// Longest wait for a free slot, after which the operation is answered [`Error::Busy`].
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// Argon2id with the parameters of the OWASP cheat sheet: 19 MiB, 2 passes, 1 lane (the library's defaults).
#[derive(Clone, Debug)]
pub struct Passwords {
    slots: Arc<Semaphore>,
    /// Verified for an unknown account, so that it takes as long as a known one.
    dummy_hash: Arc<str>,
}

impl Passwords {
    /// `concurrent`: most hashes computed at a time.
    pub fn new(concurrent: usize) -> anyhow::Result<Passwords> {
        let dummy_hash = hash_now(Token::generate().expose()).map_err(|error| anyhow!("{error}"))?;
        Ok(Passwords { slots: Arc::new(Semaphore::new(concurrent.max(1))), dummy_hash: dummy_hash.into() })
    }

    /// Returns the PHC string to store.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        self.in_slot(move || hash_now(&password))
            .await?
            .map_err(|error| Error::Unexpected(anyhow!("password hashing: {error}")))
    }

    /// Verifies a password against the stored hash. `None`: no such account; returns `false` after the same time.
    pub async fn verify(&self, stored: Option<&str>, password: String) -> Result<bool, Error> {
        let known = stored.is_some();
        let hash = stored.unwrap_or(&self.dummy_hash).to_owned();
        let matches = self
            .in_slot(move || Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok())
            .await?;
        Ok(matches && known)
    }

    async fn in_slot<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let slot = tokio::time::timeout(LONGEST_WAIT, self.slots.clone().acquire_owned()).await;
        let Ok(Ok(slot)) = slot else { return Err(Error::Busy { retry_after_seconds: 5 }) };
        Ok(tokio::task::spawn_blocking(move || {
            let result = work();
            drop(slot);
            result
        })
        .await?)
    }
}

fn hash_now(password: &str) -> argon2::password_hash::Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// Checks the rules of a new password. `personal`: names and addresses that it must not resemble. Runs on a blocking
/// thread: zxcvbn may take some milliseconds.
pub async fn check_strength(password: &str, personal: [String; 4]) -> Result<Result<(), Problem>, Error> {
    let password = password.to_owned();
    let checked = tokio::task::spawn_blocking(move || {
        let personal = personal.each_ref().map(String::as_str);
        password::check(&password, &personal, Some(score(&password, &personal)))
    });
    Ok(checked.await?)
}

/// Strength from 0 to 4, as zxcvbn estimates it knowing the personal words.
pub fn score(password: &str, personal: &[&str]) -> u8 {
    zxcvbn::zxcvbn(password, personal).score().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_is_accepted() {
        let passwords = Passwords::new(2).expect("a hasher");
        let stored = passwords.hash("Simulateur-2026".to_owned()).await.expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify(Some(&stored), "Simulateur-2026".to_owned()).await.expect("verified"));
        assert!(!passwords.verify(Some(&stored), "simulateur-2026".to_owned()).await.expect("verified"));
        assert!(!passwords.verify(None, "Simulateur-2026".to_owned()).await.expect("verified"));
    }

    #[test]
    fn personal_words_lower_the_score() {
        assert!(score("brumaire-negoce", &["brumaire", "negoce"]) < score("brumaire-negoce", &[]));
        assert_eq!(score("correct cheval batterie agrafe", &[]), 4);
    }
}
