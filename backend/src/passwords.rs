//! Hashing of passwords: argon2id, a bounded number at a time, away from the threads that answer requests.

use std::{sync::Arc, time::Duration};

use anyhow::anyhow;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use domain::{password, problem::Problem};
use tokio::sync::Semaphore;

use crate::{Error, secret::Token};

/// How long a hash may wait for its turn before the visitor is asked to come back.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// Argon2id with the parameters of the OWASP cheat sheet: 19 MiB, 2 passes, 1 lane (the library's defaults).
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Hash of nobody's password: an unknown account takes as long as a known one.
    nobody: Arc<str>,
}

impl Passwords {
    /// At most `concurrent` hashes at a time.
    pub fn new(concurrent: usize) -> anyhow::Result<Passwords> {
        let nobody = hash_now(Token::draw().expose()).map_err(|error| anyhow!("{error}"))?;
        Ok(Passwords { turns: Arc::new(Semaphore::new(concurrent.max(1))), nobody: nobody.into() })
    }

    /// The PHC string to store.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        self.in_turn(move || hash_now(&password))
            .await?
            .map_err(|error| Error::Unexpected(anyhow!("password hashing: {error}")))
    }

    /// `stored`: the account's hash, or `None` when there is no such account: same time, always false.
    pub async fn verify(&self, stored: Option<&str>, password: String) -> Result<bool, Error> {
        let known = stored.is_some();
        let hash = stored.unwrap_or(&self.nobody).to_owned();
        let right = self
            .in_turn(move || Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok())
            .await?;
        Ok(right && known)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let turn = tokio::time::timeout(LONGEST_WAIT, self.turns.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(Error::Busy { retry_after_seconds: 5 }) };
        Ok(tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await?)
    }
}

fn hash_now(password: &str) -> argon2::password_hash::Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// Do the rules of a new password hold for who is called so? zxcvbn may take some milliseconds: not on a thread that
/// answers requests.
pub(crate) async fn judge(password: &str, personal: [String; 4]) -> Result<Result<(), Problem>, Error> {
    let password = password.to_owned();
    let judged = tokio::task::spawn_blocking(move || {
        let personal = personal.each_ref().map(String::as_str);
        password::check(&password, &personal, Some(score(&password, &personal)))
    });
    Ok(judged.await?)
}

/// Strength from 0 to 4, as zxcvbn guesses it knowing what the person is called.
pub fn score(password: &str, personal: &[&str]) -> u8 {
    zxcvbn::zxcvbn(password, personal).score().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_passes() {
        let passwords = Passwords::new(2).expect("a hasher");
        let stored = passwords.hash("Simulateur-2026".to_owned()).await.expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify(Some(&stored), "Simulateur-2026".to_owned()).await.expect("verified"));
        assert!(!passwords.verify(Some(&stored), "simulateur-2026".to_owned()).await.expect("verified"));
        assert!(!passwords.verify(None, "Simulateur-2026".to_owned()).await.expect("verified"));
    }

    #[test]
    fn what_the_person_is_called_is_easily_guessed() {
        assert!(score("brumaire-negoce", &["brumaire", "negoce"]) < score("brumaire-negoce", &[]));
        assert_eq!(score("correct cheval batterie agrafe", &[]), 4);
    }
}
