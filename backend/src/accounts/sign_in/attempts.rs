//! Rate limit of passwords: per identifiant typed, per account and per network. A trusted device has its own limit, so
//! that attempts from elsewhere do not lock the owner out.
//!
//! An account has two names, its identifiant and its address. What is answered depends on the typed one only: otherwise
//! attempts with an address would reveal, by the refusal of the next one with an identifiant, which account has both.

use platform::{
    Error,
    db::Tx,
    id::AttemptId,
    secret::Token,
    throttle::{self, Attempt},
};

use crate::{
    Portal,
    accounts::sessions::Client,
    id::{AccountId, TrustedDeviceId},
};

/// Attempts counted for one password.
pub(super) struct Counted {
    /// To forgive if the password is correct.
    pub attempts: Vec<AttemptId>,
    /// `false` if the account had too many attempts with its other name: the answer must be that of a wrong password.
    pub may_compare: bool,
}

/// Counts the evaluation of a password. `typed`: key of the identifiant or address; `account`: nil if unknown, which is
/// counted alike.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub(super) async fn count(
    portal: &Portal,
    typed: &str,
    account: AccountId,
    device: Option<TrustedDeviceId>,
    client: &Client,
) -> Result<Counted, Error> {
    let settings = &portal.config.sign_in;
    let (limit, window) = (settings.attempts_per_account, settings.window());
    if let Some(device) = device {
        let attempt = throttle::allow(portal, &format!("appareil:{device}"), limit, window).await?;
        return Ok(Counted { attempts: vec![attempt], may_compare: true });
    }
    let network = format!("reseau:{}", throttle::network(client.address));
    let mut attempts = vec![throttle::allow(portal, &network, settings.attempts_per_network, window).await?];
    attempts.push(throttle::allow(portal, &bucket_of_name(typed), limit, window).await?);
    let of_account = match account.is_nil() {
        false => bucket_of_account(account),
        // Written for an unknown account too, so that both cases take the same time.
        true => format!("inconnu:{}", hash(typed)),
    };
    let evaluated = throttle::attempt(portal, &of_account, limit, window).await?;
    if let Attempt::Allowed(attempt) = evaluated {
        attempts.push(attempt);
    }
    Ok(Counted { attempts, may_compare: matches!(evaluated, Attempt::Allowed(_)) })
}

/// Removes the attempts on an account, under both of its names.
pub(crate) async fn forget(tx: &mut Tx, account: AccountId, names: [&str; 2]) -> Result<(), Error> {
    throttle::forget(tx, &bucket_of_account(account)).await?;
    for name in names {
        throttle::forget(tx, &bucket_of_name(name)).await?;
    }
    Ok(())
}

fn bucket_of_account(account: AccountId) -> String {
    format!("compte:{account}")
}

fn bucket_of_name(typed: &str) -> String {
    format!("identifiant:{}", hash(typed))
}

/// Hashed, because people type passwords in the wrong field.
fn hash(typed: &str) -> String {
    hex::encode(Token::hash(&typed.to_lowercase()))
}
