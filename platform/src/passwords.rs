//! Password hashing: argon2id, a limited number at a time, on threads of lower priority than those that answer requests.

use std::{sync::Arc, thread, time::Duration};

use anyhow::anyhow;
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use domain::password::{forms_to_verify, normal_form};
use tokio::sync::{Semaphore, oneshot};

use crate::{Error, secret::Token};

/// Timeout of a free slot, after which the operation is answered [`Error::Busy`].
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// Nice value of the threads: they get about a quarter of a processor that pages also need, and all of an idle one. Many
/// people who sign in at once thus delay the pages of the others less.
const NICENESS: i32 = 5;

/// Hashes and verifies passwords with argon2id and the parameters of the OWASP cheat sheet: 19 MiB, 2 passes, 1 lane (the
/// library's defaults). The allocator returns the memory of each hash to the system (docs/adr/0027).
#[derive(Clone, Debug)]
pub struct Passwords {
    slots: Arc<Semaphore>,
    hasher: Argon2<'static>,
    /// Hash verified for an unknown account, so that it takes as long as a known one.
    dummy_hash: Arc<str>,
}

impl Passwords {
    /// Prepares the hasher. `concurrent`: maximum number of hashes and estimates of strength computed at a time.
    pub fn new(concurrent: usize) -> anyhow::Result<Passwords> {
        Self::with(Argon2::default(), concurrent)
    }

    /// Like [`Self::new`], with hashes that take no time and resist no guessing: for tests of something else.
    pub fn cheap(concurrent: usize) -> anyhow::Result<Passwords> {
        let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None);
        let params = params.map_err(|error| anyhow!("{error}"))?;
        Self::with(Argon2::new(Algorithm::Argon2id, Version::V0x13, params), concurrent)
    }

    fn with(hasher: Argon2<'static>, concurrent: usize) -> anyhow::Result<Passwords> {
        let dummy_hash = hash_now(&hasher, Token::generate().expose()).map_err(|error| anyhow!("{error}"))?;
        let slots = Arc::new(Semaphore::new(concurrent.max(1)));
        Ok(Passwords { slots, hasher, dummy_hash: dummy_hash.into() })
    }

    /// Hashes the normal form of a password, in which NFC and NFD are one. Returns the PHC string to store.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        let hasher = self.hasher.clone();
        self.in_slot(move || hash_now(&hasher, &normal_form(&password)))
            .await?
            .map_err(|error| Error::Unexpected(anyhow!("password hashing: {error}")))
    }

    /// Verifies a password against the stored hash: its normal form first, then the form that was hashed before passwords
    /// were normalised. `None`: no such account; returns `false` after the same time.
    pub async fn verify(&self, stored: Option<&str>, password: String) -> Result<bool, Error> {
        let known = stored.is_some();
        let hash = stored.unwrap_or(&self.dummy_hash).to_owned();
        let matches = self
            .in_slot(move || forms_to_verify(&password).iter().any(|form| is_hash_of(&hash, form)))
            .await?;
        Ok(matches && known)
    }

    /// Runs work that takes processor time, on a thread of its own, with at most `concurrent` others.
    ///
    /// # Errors
    /// [`Error::Busy`] if no slot is free in time; an unexpected error if the thread cannot start, or if `work` panics.
    pub(crate) async fn in_slot<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let slot = tokio::time::timeout(LONGEST_WAIT, self.slots.clone().acquire_owned()).await;
        let Ok(Ok(slot)) = slot else { return Err(Error::Busy { retry_after_seconds: 5 }) };
        let (sender, result) = oneshot::channel();
        // Not a blocking thread of tokio: other work shares those, and no process may raise its priority again.
        thread::Builder::new().name("passwords".to_owned()).spawn(move || {
            lower_priority();
            let _ = sender.send(work());
            drop(slot);
        })?;
        result.await.map_err(|_| Error::Unexpected(anyhow!("the work of a password thread panicked")))
    }
}

/// Lowers the priority of the calling thread. Where the system refuses, the work is done at the usual one.
fn lower_priority() {
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "priority not lowered");
    }
}

pub(crate) fn hash_now(hasher: &Argon2<'_>, password: &str) -> argon2::password_hash::Result<String> {
    Ok(hasher.hash_password(password.as_bytes())?.to_string())
}

fn is_hash_of(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_correct_password_of_a_known_account_is_accepted() {
        let passwords = Passwords::new(2).expect("a hasher");
        let stored = passwords.hash("Simulateur-2026".to_owned()).await.expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify(Some(&stored), "Simulateur-2026".to_owned()).await.expect("verified"));
        assert!(!passwords.verify(Some(&stored), "simulateur-2026".to_owned()).await.expect("verified"));
        assert!(!passwords.verify(None, "Simulateur-2026".to_owned()).await.expect("verified"));
    }

    #[tokio::test]
    async fn only_the_hashing_thread_has_a_lower_priority() {
        let passwords = Passwords::cheap(1).expect("a hasher");
        let nice = || rustix::process::getpriority_process(None).expect("a priority");
        let before = nice();
        assert_eq!(passwords.in_slot(nice).await.expect("run"), NICENESS.max(before));
        assert_eq!(nice(), before);
    }

    #[tokio::test]
    async fn work_that_panics_is_an_error_and_frees_its_slot() {
        let passwords = Passwords::cheap(1).expect("a hasher");
        let panicked = passwords.in_slot(|| panic!("as expected")).await;
        assert!(matches!(panicked, Err(Error::Unexpected(_))), "{panicked:?}");
        assert_eq!(passwords.in_slot(|| 1).await.expect("run"), 1);
    }

    #[tokio::test]
    async fn composed_and_decomposed_accents_are_one_password_and_former_hashes_remain_valid() {
        let passwords = Passwords::new(2).expect("a hasher");
        let (composed, decomposed) = ("Clé-Éprouvée-2026", "Cle\u{301}-E\u{301}prouve\u{301}e-2026");
        let pasted = "\u{feff}Clé-Éprouvée-2026\u{200b}";
        let mut hashes = Vec::new();
        for typed in [composed, decomposed, pasted] {
            hashes.push(passwords.hash(typed.to_owned()).await.expect("a hash"));
            hashes.push(hash_now(&Argon2::default(), typed).expect("a former hash"));
        }
        for (index, hash) in hashes.iter().enumerate() {
            let verified =
                async |typed: &str| passwords.verify(Some(hash), typed.to_owned()).await.expect("verified");
            // A former hash of an invisible mark only matches what was typed.
            assert_eq!(verified(composed).await, index < 5, "{index}");
            assert_eq!(verified(decomposed).await, index < 5, "{index}");
            assert!(verified(pasted).await, "{index}");
            assert!(!verified("Cle-Éprouvée-2026").await, "{index}");
        }
    }
}
