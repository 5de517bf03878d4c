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

/// One signing key per administration, generated at first use so that starting is fast.
pub struct Keys {
    folder: Option<PathBuf>,
    cells: [OnceCell<Arc<CoreRsaPrivateSigningKey>>; 5],
}

impl Keys {
    /// Loads keys from `folder` and stores new ones there. Without a folder, keys last until the program
    /// exits.
    pub fn stored_in(folder: Option<PathBuf>) -> Self {
        Self { folder, cells: Default::default() }
    }

    /// Returns the key of an administration; loads or generates it at first use.
    pub async fn of(&self, co_owner: CoOwner) -> anyhow::Result<Arc<CoreRsaPrivateSigningKey>> {
        let folder = self.folder.clone();
        let cell = &self.cells[co_owner as usize];
        cell.get_or_try_init(|| async {
            let key =
                tokio::task::spawn_blocking(move || load_or_generate(folder.as_deref(), co_owner)).await??;
            Ok(Arc::new(key))
        })
        .await
        .cloned()
    }
}

fn load_or_generate(folder: Option<&Path>, co_owner: CoOwner) -> anyhow::Result<CoreRsaPrivateSigningKey> {
    let pem = match folder {
        Some(folder) => {
            load_or_generate_pem(folder, co_owner).with_context(|| folder.display().to_string())?
        }
        None => generate_pem()?,
    };
    let fingerprint = hex::encode(&Sha256::digest(&pem)[..4]);
    let id = JsonWebKeyId::new(format!("{}-{fingerprint}", co_owner.code()));
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(id)).map_err(anyhow::Error::msg)
}

fn load_or_generate_pem(folder: &Path, co_owner: CoOwner) -> anyhow::Result<String> {
    let file = folder.join(format!("{}.pem", co_owner.code()));
    if let Ok(pem) = fs::read_to_string(&file) {
        return Ok(pem);
    }
    let pem = generate_pem()?;
    // Written to a temporary file and renamed, since another simulator may be reading.
    fs::create_dir_all(folder)?;
    let temporary = folder.join(random_token());
    fs::write(&temporary, &pem)?;
    fs::rename(temporary, file)?;
    Ok(pem)
}

fn generate_pem() -> anyhow::Result<String> {
    let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).context("failed to generate a key")?;
    Ok(key.to_pkcs1_pem(LineEnding::LF).context("failed to encode the key")?.to_string())
}

/// Generates 256 random bits, encoded as base64url.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
