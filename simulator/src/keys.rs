//! Signing keys and random identifiers.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKeyId;
use openidconnect::core::CoreRsaPrivateSigningKey;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::co_owner::CoOwner;

/// One signing key per administration, drawn at first use so that starting stays quick.
pub struct Keys {
    folder: Option<PathBuf>,
    drawn: [OnceCell<Arc<CoreRsaPrivateSigningKey>>; 5],
}

impl Keys {
    /// Those of this folder, and those that are drawn go there; without a folder they last as long as the program.
    pub fn kept_in(folder: Option<PathBuf>) -> Self {
        Self { folder, drawn: Default::default() }
    }

    pub async fn of(&self, co_owner: CoOwner) -> anyhow::Result<Arc<CoreRsaPrivateSigningKey>> {
        let folder = self.folder.clone();
        let cell = &self.drawn[co_owner as usize];
        cell.get_or_try_init(|| async {
            let key = tokio::task::spawn_blocking(move || kept(folder.as_deref(), co_owner)).await??;
            Ok(Arc::new(key))
        })
        .await
        .cloned()
    }
}

fn kept(folder: Option<&Path>, co_owner: CoOwner) -> anyhow::Result<CoreRsaPrivateSigningKey> {
    let pem = match folder {
        Some(folder) => read_or_draw(folder, co_owner).with_context(|| folder.display().to_string())?,
        None => draw()?,
    };
    let mark = hex::encode(&Sha256::digest(&pem)[..4]);
    let id = JsonWebKeyId::new(format!("{}-{mark}", co_owner.code()));
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(id)).map_err(anyhow::Error::msg)
}

fn read_or_draw(folder: &Path, co_owner: CoOwner) -> anyhow::Result<String> {
    let file = folder.join(format!("{}.pem", co_owner.code()));
    if let Ok(pem) = fs::read_to_string(&file) {
        return Ok(pem);
    }
    let pem = draw()?;
    // Whole or not at all: another simulator may be reading.
    fs::create_dir_all(folder)?;
    let part = folder.join(secret());
    fs::write(&part, &pem)?;
    fs::rename(part, file)?;
    Ok(pem)
}

fn draw() -> anyhow::Result<String> {
    let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).context("cannot draw a key")?;
    Ok(key.to_pkcs1_pem(LineEnding::LF).context("cannot write the key")?.to_string())
}

/// 256 random bits, as URL-safe text.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
