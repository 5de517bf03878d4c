//! Signing keys (RS256): stored in the database, shared by all processes, renewed by a job. Owns `signing_key`.
//!
//! A key is published before it signs, so that a téléservice that caches the key set knows it in time, and stays
//! published until the last token that it signed has expired. Keys are generated with `rsa` and used with `ring`, which
//! signs in constant time.

use anyhow::anyhow;
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};

use super::{key_pair, public_key::PublicKey};
use platform::{
    Error,
    db::{Duration, Moment},
    encryption::{Encrypted, Keyring, Rotation, SecretRow},
    execute, on,
};

use crate::Portal;

/// Key that signs now.
pub(super) struct Signer {
    pub kid: String,
    pair: RsaKeyPair,
}

impl Signer {
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| anyhow!("failed to sign a token"))?;
        Ok(signature)
    }
}

/// Returns the key set to publish, the newest key first.
///
/// # Errors
/// [`Error::Busy`].
pub async fn published(portal: &Portal) -> Result<Vec<PublicKey>, Error> {
    if !portal.config.teleservices.is_empty() {
        // Generates the first key, before the job has run.
        signer(portal).await?;
    }
    stored_public_keys(portal).await
}

/// Like [`published`], without generating a key.
pub(super) async fn stored_public_keys(portal: &Portal) -> Result<Vec<PublicKey>, Error> {
    let now = portal.clock.now();
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT kid, modulus, exponent FROM signing_key WHERE published_until > $1 ORDER BY rank DESC",
        )
        .bind(now)
        .fetch_all(c)
        .await
    })?)
}

/// Returns the key that signs now; generates one if no stored key can be used.
pub(super) async fn signer(portal: &Portal) -> Result<Signer, Error> {
    let now = portal.clock.now();
    let keys = stored_keys(portal).await?;
    let current = keys.iter().filter(|key| key.signs_from <= now && now < key.signs_until);
    if let Some(signer) = usable_signer(portal, current) {
        return Ok(signer);
    }
    add_next(portal, now).await?;
    // Another process may have added its key first, which signs from a moment that is yet to come by this clock.
    let keys = stored_keys(portal).await?;
    let found = usable_signer(portal, keys.iter().filter(|key| now < key.signs_until));
    found.ok_or_else(|| {
        anyhow!("no usable signing key: do all processes have the same encryption.keys?").into()
    })
}

/// Adds the next key when the last one is about to expire and deletes the keys no longer published. Returns the number
/// of keys added and deleted.
pub(crate) async fn renew(portal: &Portal) -> Result<u64, Error> {
    if portal.config.teleservices.is_empty() {
        return Ok(0);
    }
    let now = portal.clock.now();
    let keys = stored_keys(portal).await?;
    let readable = keys.iter().filter(|key| key.decrypt(&portal.keyring).is_ok());
    let last = readable.map(|key| key.signs_until).max();
    let mut changed = 0;
    if last.is_none_or(|until| now + portal.config.oidc_provider.published_before() >= until) {
        changed += add_next(portal, last.unwrap_or(now).max(now)).await?;
    }
    changed +=
        execute!(portal.db, sqlx::query("DELETE FROM signing_key WHERE published_until <= $1").bind(now))?;
    Ok(changed)
}

#[derive(sqlx::FromRow)]
struct StoredKey {
    rank: i64,
    kid: String,
    private_key: Vec<u8>,
    key_id: String,
    signs_from: Moment,
    signs_until: Moment,
}

impl StoredKey {
    fn encrypted(&self) -> Encrypted {
        Encrypted { key_id: self.key_id.clone(), bytes: self.private_key.clone() }
    }

    fn decrypt(&self, keyring: &Keyring) -> anyhow::Result<RsaKeyPair> {
        let der = keyring.decrypt(&secret_row(&self.kid), &self.encrypted())?;
        RsaKeyPair::from_pkcs8(&der).map_err(|error| anyhow!("unusable signing key: {error}"))
    }
}

/// Row of a signing key, which its private part is encrypted for.
fn secret_row(kid: &str) -> SecretRow {
    SecretRow::new("signing_key", &[kid.as_bytes()])
}

/// Encrypts every private key again with the current encryption key; may be interrupted and repeated.
pub async fn encrypt_signing_keys_again(portal: &Portal) -> Result<Rotation, Error> {
    let mut done = Rotation::default();
    let keys = stored_keys(portal).await?;
    for key in keys.iter().filter(|key| key.key_id != portal.keyring.current_id()) {
        let Some(new) = portal.keyring.encrypt_again(&secret_row(&key.kid), &key.encrypted())? else {
            done.unreadable += 1;
            continue;
        };
        done.encrypted += execute!(
            portal.db,
            sqlx::query(
                "UPDATE signing_key SET private_key = $1, key_id = $2 WHERE kid = $3 AND private_key = $4",
            )
            .bind(new.bytes)
            .bind(new.key_id)
            .bind(&key.kid)
            .bind(&key.private_key)
        )?;
    }
    Ok(done)
}

/// Returns every key, the newest first.
async fn stored_keys(portal: &Portal) -> Result<Vec<StoredKey>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT rank, kid, private_key, key_id, signs_from, signs_until FROM signing_key ORDER BY rank DESC",
        )
        .fetch_all(c)
        .await
    })?)
}

/// Returns the first of these keys that can be decrypted.
fn usable_signer<'a>(portal: &Portal, mut keys: impl Iterator<Item = &'a StoredKey>) -> Option<Signer> {
    keys.find_map(|key| match key.decrypt(&portal.keyring) {
        Ok(pair) => Some(Signer { kid: key.kid.clone(), pair }),
        Err(error) => {
            tracing::error!(kid = key.kid, %error, "signing key cannot be used");
            None
        }
    })
}

/// Adds a key that signs from `signs_from`, unless another process adds one first. Returns the number of keys added.
async fn add_next(portal: &Portal, signs_from: Moment) -> Result<u64, Error> {
    let rank = stored_keys(portal).await?.first().map_or(1, |key| key.rank + 1);
    let key = tokio::task::spawn_blocking(key_pair::generate).await??;
    let private_key = portal.keyring.encrypt(&secret_row(&key.kid), &key.private_key)?;
    let signs_until = signs_from + portal.config.oidc_provider.key_life();
    let added = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO signing_key
                 (rank, kid, private_key, key_id, modulus, exponent, signs_from, signs_until, published_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        )
        .bind(rank)
        .bind(&key.kid)
        .bind(private_key.bytes)
        .bind(private_key.key_id)
        .bind(&key.modulus)
        .bind(&key.exponent)
        .bind(signs_from)
        .bind(signs_until)
        .bind(signs_until + published_after(portal))
    )?;
    if added > 0 {
        tracing::info!(kid = key.kid, "signing key added");
    }
    Ok(added)
}

/// Returns the time during which a key stays published after it stopped signing: the lifetime of a token, plus that of
/// a session, as the ID token of a logout request may be as old as its session.
fn published_after(portal: &Portal) -> Duration {
    let session = Duration::from_secs(portal.config.sessions.absolute_hours * 3600);
    session + portal.config.oidc_provider.token_life()
}
