//! Signing keys and random identifiers.

use std::sync::Arc;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKeyId;
use openidconnect::core::CoreRsaPrivateSigningKey;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey, LineEnding};
use tokio::sync::OnceCell;

use crate::co_owner::CoOwner;

/// One signing key per administration, drawn at first use so that starting stays quick.
#[derive(Default)]
pub struct Keys([OnceCell<Arc<CoreRsaPrivateSigningKey>>; 5]);

impl Keys {
    pub async fn of(&self, co_owner: CoOwner) -> anyhow::Result<Arc<CoreRsaPrivateSigningKey>> {
        let cell = &self.0[co_owner as usize];
        cell.get_or_try_init(|| async {
            let key = tokio::task::spawn_blocking(move || draw(co_owner)).await??;
            Ok(Arc::new(key))
        })
        .await
        .cloned()
    }
}

fn draw(co_owner: CoOwner) -> anyhow::Result<CoreRsaPrivateSigningKey> {
    let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).context("cannot draw a key")?;
    let pem = key.to_pkcs1_pem(LineEnding::LF).context("cannot write the key")?;
    let id = JsonWebKeyId::new(format!("{}-{}", co_owner.code(), &secret()[..8]));
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(id)).map_err(anyhow::Error::msg)
}

/// 256 random bits, as URL-safe text.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
