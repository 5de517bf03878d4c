//! The keys that sign: RS256, in the database, shared by all processes, renewed by a job.
//!
//! A key is published before it signs, so that a téléservice that keeps the list of keys a while knows it in time, and
//! after, until what it signed has ended. They are drawn with `rsa` and used with `ring`, which takes as long whatever
//! the key is.

use anyhow::{Context, anyhow};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents},
};
use rsa::{RsaPrivateKey, pkcs8::EncodePrivateKey, traits::PublicKeyParts};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::seal::Seal;
use crate::{
    Error, Portal, change,
    db::{Duration, Moment},
    on,
};

const BITS: usize = 2048;

/// What is published of a key (RFC 7517).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct PublicKey {
    #[sqlx(skip)]
    #[serde(flatten)]
    kind: Kind,
    kid: String,
    #[sqlx(rename = "modulus")]
    n: String,
    #[sqlx(rename = "exponent")]
    e: String,
}

/// The same for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Kind {
    kty: &'static str,
    r#use: &'static str,
    alg: &'static str,
}

impl Default for Kind {
    fn default() -> Self {
        Kind { kty: "RSA", r#use: "sig", alg: "RS256" }
    }
}

impl PublicKey {
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let (Ok(n), Ok(e)) = (URL_SAFE_NO_PAD.decode(&self.n), URL_SAFE_NO_PAD.decode(&self.e)) else {
            return false;
        };
        RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
    }
}

/// A key that signs now.
pub(super) struct Signer {
    pub kid: String,
    pair: RsaKeyPair,
}

impl Signer {
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| anyhow!("the signing key does not sign"))?;
        Ok(signature)
    }
}

/// The keys to publish, the newest first.
///
/// # Errors
/// [`Error::Busy`].
pub async fn published(portal: &Portal) -> Result<Vec<PublicKey>, Error> {
    if !portal.config.teleservices.is_empty() {
        // At the very first request of all there may be none yet.
        signer(portal).await?;
    }
    known(portal).await
}

pub(super) async fn known(portal: &Portal) -> Result<Vec<PublicKey>, Error> {
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

/// The key that signs at this moment; drawn when there is none that can.
pub(super) async fn signer(portal: &Portal) -> Result<Signer, Error> {
    let now = portal.clock.now();
    if let Some(signer) = among(portal, &line(portal).await?, now) {
        return Ok(signer);
    }
    draw_next(portal, now).await?;
    // Another process may have been first: its key is there then.
    let found = among(portal, &line(portal).await?, now);
    found.ok_or_else(|| anyhow!("no signing key can be used: is sealing_secret that of the others?").into())
}

/// Draws the next key when the last one is near its end, and forgets those that nobody needs any more; says how many
/// keys came and went.
pub(crate) async fn renew(portal: &Portal) -> Result<u64, Error> {
    if portal.config.teleservices.is_empty() {
        return Ok(0);
    }
    let now = portal.clock.now();
    let seal = Seal::of(&portal.config.single_sign_on);
    let line = line(portal).await?;
    let last = line.iter().filter(|row| row.open(seal.as_ref()).is_ok()).map(|row| row.signs_until).max();
    let mut changed = 0;
    if last.is_none_or(|until| now + portal.config.single_sign_on.published_before() >= until) {
        changed += draw_next(portal, last.unwrap_or(now).max(now)).await?;
    }
    changed += change!(portal.db, |c| {
        sqlx::query("DELETE FROM signing_key WHERE published_until <= $1")
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(changed)
}

#[derive(sqlx::FromRow)]
struct Row {
    rank: i64,
    kid: String,
    private_key: Vec<u8>,
    sealed: bool,
    signs_from: Moment,
    signs_until: Moment,
}

impl Row {
    fn open(&self, seal: Option<&Seal>) -> anyhow::Result<RsaKeyPair> {
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

/// Every key, the newest first.
async fn line(portal: &Portal) -> Result<Vec<Row>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT rank, kid, private_key, sealed, signs_from, signs_until FROM signing_key ORDER BY rank DESC",
        )
        .fetch_all(c)
        .await
    })?)
}

fn among(portal: &Portal, line: &[Row], now: Moment) -> Option<Signer> {
    let seal = Seal::of(&portal.config.single_sign_on);
    line.iter().filter(|row| row.signs_from <= now && now < row.signs_until).find_map(|row| {
        match row.open(seal.as_ref()) {
            Ok(pair) => Some(Signer { kid: row.kid.clone(), pair }),
            Err(error) => {
                tracing::error!(kid = row.kid, %error, "a signing key cannot be used");
                None
            }
        }
    })
}

/// Adds a key that signs from then on, unless another process has just done so; says how many were added.
async fn draw_next(portal: &Portal, signs_from: Moment) -> Result<u64, Error> {
    let rank = line(portal).await?.first().map_or(1, |row| row.rank + 1);
    let (private_key, modulus, exponent) = tokio::task::spawn_blocking(draw).await??;
    let kid = thumbprint(&modulus, &exponent);
    let seal = Seal::of(&portal.config.single_sign_on);
    let stored = match &seal {
        Some(seal) => seal.close(&kid, private_key)?,
        None => private_key,
    };
    let signs_until = signs_from + portal.config.single_sign_on.key_life();
    let added = change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO signing_key
                 (rank, kid, private_key, sealed, modulus, exponent, signs_from, signs_until, published_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        )
        .bind(rank)
        .bind(&kid)
        .bind(stored)
        .bind(seal.is_some())
        .bind(&modulus)
        .bind(&exponent)
        .bind(signs_from)
        .bind(signs_until)
        .bind(signs_until + needed_after(portal))
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if added > 0 {
        tracing::info!(kid, "a signing key was drawn");
    }
    Ok(added)
}

/// A token may be verified until it ends; one given back at a sign-out is as old as its session at most.
fn needed_after(portal: &Portal) -> Duration {
    let session = Duration::from_secs(portal.config.sessions.absolute_hours * 3600);
    session + portal.config.single_sign_on.token_life()
}

type Drawn = (Vec<u8>, String, String);

fn draw() -> anyhow::Result<Drawn> {
    let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, BITS).context("a key cannot be drawn")?;
    let der = key.to_pkcs8_der().context("a key cannot be written")?;
    let encoded = |number: &rsa::BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
    Ok((der.as_bytes().to_vec(), encoded(key.n()), encoded(key.e())))
}

/// RFC 7638: the name of a key is what it is.
fn thumbprint(modulus: &str, exponent: &str) -> String {
    let text = format!(r#"{{"e":"{exponent}","kty":"RSA","n":"{modulus}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7638, §3.1.
    #[test]
    fn a_key_is_named_as_the_standard_says() {
        let modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst\
                       n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI\
                       SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        assert_eq!(thumbprint(modulus, "AQAB"), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
