use std::sync::Arc;

use anyhow::Context;
use tokio::sync::watch;
use url::Url;

use crate::{
    clock::Clock,
    co_owners::{self, CoOwners},
    config::{DatabaseConfig, EncryptionConfig, FilesConfig, MailConfig, SmsConfig, TransparencyConfig},
    db::Db,
    encryption::Keyring,
    files::Files,
    live::Bus,
    mail::Mailer,
    passwords::Passwords,
    relay::Relay,
    sms::Gateway,
    transparency::{LogKeys, TimestampAuthority},
};

/// Settings of [`Platform::open`].
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// Public address of the portal.
    pub base_url: &'a Url,
    pub database: &'a DatabaseConfig,
    pub encryption: &'a EncryptionConfig,
    pub transparency: &'a TransparencyConfig,
    pub files: &'a FilesConfig,
    pub mail: &'a MailConfig,
    pub sms: Option<&'a SmsConfig>,
    pub co_owners: &'a co_owners::Settings,
    /// Maximum number of passwords hashed at a time.
    pub concurrent_hashes: usize,
}

/// Handles of the infrastructure. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Platform {
    pub db: Db,
    /// Encrypts secrets of the database.
    pub keyring: Keyring,
    /// Signs checkpoints of the transparency log.
    pub log_keys: LogKeys,
    /// `None` if no authority is configured.
    pub timestamp_authority: Option<TimestampAuthority>,
    pub clock: Clock,
    pub files: Files,
    pub co_owners: CoOwners,
    pub passwords: Passwords,
    /// Bus of live signals, for the subscribers of this process.
    pub live: Bus,
    /// Relay of shared views, for the clients of this process.
    pub relay: Relay,
    pub mailer: Mailer,
    /// `None` if no gateway is configured.
    pub sms: Option<Gateway>,
    /// Client for calls to other servers, with the timeouts of the co-owners.
    pub http: reqwest::Client,
    base_url: Url,
    wake: Arc<watch::Sender<()>>,
}

impl Platform {
    /// Opens the database, the file store and the clients. Sends no request and runs no migration.
    ///
    /// # Errors
    /// Unreachable database, unusable folder, invalid address.
    pub async fn open(settings: Settings<'_>, clock: Clock) -> anyhow::Result<Platform> {
        // TLS provider of every library. Fails only if already installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let keyring = Keyring::from_config(settings.encryption)?;
        let log_keys = LogKeys::from_config(settings.transparency, settings.base_url)?;
        let timestamp_authority = settings.transparency.timestamp.as_ref().map(TimestampAuthority::open);
        let db = Db::open(settings.database).await?;
        let live = match &db {
            Db::Sqlite { live, .. } => live.clone(),
            Db::Postgres(_) => Bus::default(),
        };
        let co_owners = CoOwners::open(settings.co_owners, settings.base_url)?;
        Ok(Platform {
            db,
            keyring,
            log_keys,
            timestamp_authority: timestamp_authority.transpose().context("transparency.timestamp")?,
            clock,
            files: Files::open_store(settings.files)?,
            http: co_owners.http().clone(),
            co_owners,
            passwords: Passwords::new(settings.concurrent_hashes).context("password hashing")?,
            live,
            relay: Relay::default(),
            mailer: Mailer::open(settings.mail, settings.base_url)?,
            sms: settings.sms.map(Gateway::open).transpose().context("sms")?,
            base_url: settings.base_url.clone(),
            wake: Arc::new(watch::Sender::new(())),
        })
    }

    /// Absolute URL of a page, for a mail or a redirect. `path` begins with `/`.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }

    /// Public address of the portal.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// Wakes the workers. Called after the commit that queues work; a missing call only delays them.
    pub fn wake_workers(&self) {
        self.wake.send_replace(());
    }

    /// Receiver for one worker, which changes at each [`Platform::wake_workers`].
    pub fn wake_ups(&self) -> watch::Receiver<()> {
        self.wake.subscribe()
    }

    /// Closes the database pools after the pending statements.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
