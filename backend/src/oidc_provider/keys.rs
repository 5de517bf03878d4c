//! Signing keys (RS256): stored in the database, shared by all processes, renewed by a job. Owns `signing_key`.
//!
//! A key is published before it signs, so that a téléservice that caches the key set knows it in time, and stays
//! published until the last token that it signed has expired. Keys are generated with `rsa` and used with `ring`, which
//! signs in constant time.

use anyhow::{Context, anyhow};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};

use super::{key_pair, public_key::PublicKey, seal::Seal};
use platform::{
    Error,
    db::{Duration, Moment},
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
    if let Some(signer) = usable_signer(portal, &stored_keys(portal).await?, now) {
        return Ok(signer);
    }
    add_next(portal, now).await?;
    // Another process may have added its key first.
    let found = usable_signer(portal, &stored_keys(portal).await?, now);
    found.ok_or_else(|| {
        anyhow!("no usable signing key: do all processes have the same sealing_secret?").into()
    })
}

/// Adds the next key when the last one is about to expire and deletes the keys no longer published. Returns the number
/// of keys added and deleted.
pub(crate) async fn renew(portal: &Portal) -> Result<u64, Error> {
    if portal.config.teleservices.is_empty() {
        return Ok(0);
    }
    let now = portal.clock.now();
    let seal = Seal::from_config(&portal.config.oidc_provider);
    let keys = stored_keys(portal).await?;
    let last = keys.iter().filter(|key| key.decrypt(seal.as_ref()).is_ok()).map(|key| key.signs_until).max();
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
    sealed: bool,
    signs_from: Moment,
    signs_until: Moment,
}

impl StoredKey {
    fn decrypt(&self, seal: Option<&Seal>) -> anyhow::Result<RsaKeyPair> {
        let der = match (self.sealed, seal) {
            (true, Some(seal)) => {
                seal.open(&self.kid, &self.private_key).context("sealed with another secret")?
            }
            (true, None) => anyhow::bail!("sealed, and no secret is configured"),
            (false, _) => self.private_key.clone(),
        };
        RsaKeyPair::from_pkcs8(&der).map_err(|error| anyhow!("unusable signing key: {error}"))
    }
}

/// Returns every key, the newest first.
async fn stored_keys(portal: &Portal) -> Result<Vec<StoredKey>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT rank, kid, private_key, sealed, signs_from, signs_until FROM signing_key ORDER BY rank DESC",
        )
        .fetch_all(c)
        .await
    })?)
}

fn usable_signer(portal: &Portal, keys: &[StoredKey], now: Moment) -> Option<Signer> {
    let seal = Seal::from_config(&portal.config.oidc_provider);
    keys.iter().filter(|key| key.signs_from <= now && now < key.signs_until).find_map(|key| {
        match key.decrypt(seal.as_ref()) {
            Ok(pair) => Some(Signer { kid: key.kid.clone(), pair }),
            Err(error) => {
                tracing::error!(kid = key.kid, %error, "signing key cannot be used");
                None
            }
        }
    })
}

/// Adds a key that signs from `signs_from`, unless another process adds one first. Returns the number of keys added.
async fn add_next(portal: &Portal, signs_from: Moment) -> Result<u64, Error> {
    let rank = stored_keys(portal).await?.first().map_or(1, |key| key.rank + 1);
    let key = tokio::task::spawn_blocking(key_pair::generate).await??;
    let seal = Seal::from_config(&portal.config.oidc_provider);
    let private_key = match &seal {
        Some(seal) => seal.seal(&key.kid, key.private_key)?,
        None => key.private_key,
    };
    let signs_until = signs_from + portal.config.oidc_provider.key_life();
    let added = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO signing_key
                 (rank, kid, private_key, sealed, modulus, exponent, signs_from, signs_until, published_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        )
        .bind(rank)
        .bind(&key.kid)
        .bind(private_key)
        .bind(seal.is_some())
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
