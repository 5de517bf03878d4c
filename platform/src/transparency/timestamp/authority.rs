use std::{fs, path::Path, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use url::Url;

use super::{
    query::Query,
    reply::{Stamp, verify_reply},
};
use crate::{config::TimestampConfig, http_body::read_body};

/// Maximum size of a reply in bytes; one with its certificates has a few thousand.
const MAX_REPLY: usize = 64 * 1024;

/// Time within which the authority must answer.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Reads certificates in PEM.
///
/// # Errors
/// A missing file, or one without certificates.
pub fn read_certificates(file: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let pem = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let found = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    let found = found.with_context(|| format!("{} is not in PEM", file.display()))?;
    ensure!(!found.is_empty(), "{} has no certificate in PEM", file.display());
    Ok(found)
}

/// The authority that timestamps checkpoints. Cheap to clone.
#[derive(Clone, Debug)]
pub struct TimestampAuthority {
    url: Url,
    /// Certificates under which timestamps are signed; empty: signatures are not checked.
    certificates: Arc<[CertificateDer<'static>]>,
}

impl TimestampAuthority {
    /// Reads the settings and the file of certificates.
    ///
    /// # Errors
    /// A missing file, or one without certificates.
    pub fn open(config: &TimestampConfig) -> anyhow::Result<Self> {
        let certificates = match &config.authority {
            None => Vec::new(),
            Some(file) => read_certificates(file)?,
        };
        Ok(TimestampAuthority { url: config.url.clone(), certificates: certificates.into() })
    }

    /// Requests a timestamp of a text. Returns the reply, once it is checked.
    ///
    /// # Errors
    /// If the authority does not answer, or not with a timestamp of the text.
    pub(super) async fn stamp(
        &self,
        http: &reqwest::Client,
        text: &[u8],
    ) -> anyhow::Result<(Vec<u8>, Stamp)> {
        let query = Query::of(text);
        let request = http
            .post(self.url.clone())
            .timeout(TIMEOUT)
            .header("content-type", "application/timestamp-query")
            .body(query.to_der());
        let mut response = request.send().await.context("the timestamp authority does not answer")?;
        ensure!(response.status().is_success(), "the timestamp authority answers {}", response.status());
        let reply =
            read_body(&mut response, MAX_REPLY).await.context("the reply of the timestamp authority")?;
        let stamp = verify_reply(&reply, &query, &self.certificates)?;
        Ok((reply, stamp))
    }
}
