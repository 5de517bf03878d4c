//! Everything a use case stands on, in one cheap-to-clone value.

use std::sync::Arc;

use anyhow::Context;
use domain::motif::Catalogue;
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    clock::Clock,
    config::Config,
    db::Db,
    factors::RelyingParty,
    files::Files,
    identity::Providers,
    jobs,
    live::Bus,
    mail::Mailer,
    partners::{self, Partners},
    passwords::Passwords,
    sms::Gateway,
};

#[derive(Clone)]
pub struct Portal {
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
    pub files: Files,
    pub partners: Partners,
    pub identities: Providers,
    pub motifs: Arc<Catalogue>,
    pub passwords: Passwords,
    /// Who looks at a page of this process at the moment.
    pub live: Bus,
    pub(crate) mailer: Mailer,
    pub(crate) sms: Option<Gateway>,
    pub(crate) relying_party: Option<RelyingParty>,
    pub(crate) wake: Arc<Notify>,
    /// One waiter each: a permit wakes one.
    pub(crate) wake_sms: Arc<Notify>,
    pub(crate) wake_exports: Arc<Notify>,
    pub(crate) wake_logouts: Arc<Notify>,
    /// For calls to téléservices: bounded as those to co-owners.
    pub(crate) to_teleservices: reqwest::Client,
}

impl Portal {
    /// Opens the database, the file store and the way to the co-owners; call [`Portal::migrate`] next.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Portal> {
        // Several libraries speak TLS; all through the same provider. Refused only when already installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let db = Db::open(&config.database).await?;
        let live = match &db {
            Db::Sqlite { live, .. } => live.clone(),
            Db::Postgres(_) => Bus::default(),
        };
        let files = Files::open_store(&config.files)?;
        let partners = Partners::open(&config.partners, &config.base_url)?;
        let identities = Providers::open(&config.identity, &config.partners, &config.base_url)?;
        let motifs = Arc::new(Catalogue::shipped());
        let passwords = Passwords::new(config.sign_in.concurrent_hashes).context("password hashing")?;
        let mailer = Mailer::open(&config.mail)?;
        let sms = config.sms.as_ref().map(Gateway::open).transpose().context("sms")?;
        let to_teleservices = partners::client(&config.partners)?;
        let relying_party = RelyingParty::of(&config.base_url)?;
        Ok(Portal {
            db,
            clock,
            config: Arc::new(config),
            files,
            partners,
            identities,
            motifs,
            passwords,
            live,
            mailer,
            sms,
            relying_party,
            wake: Arc::new(Notify::new()),
            wake_sms: Arc::new(Notify::new()),
            wake_exports: Arc::new(Notify::new()),
            wake_logouts: Arc::new(Notify::new()),
            to_teleservices,
        })
    }

    pub async fn migrate(&self) -> anyhow::Result<()> {
        self.db.migrate().await
    }

    /// An address of the portal for a mail or a redirect; `path` begins with `/`.
    pub fn link(&self, path: &str) -> String {
        self.config.link(path)
    }

    /// Tells the workers that something was queued; call after the commit, losing the call only costs a delay.
    pub fn wake_workers(&self) {
        self.wake.notify_one();
        self.wake_sms.notify_one();
        self.wake_exports.notify_one();
        self.wake_logouts.notify_one();
    }

    /// Starts the delivery of mails and the periodic jobs; they end when `shutdown` is cancelled. Wait for the
    /// returned tracker before closing the database.
    pub fn spawn_workers(&self, shutdown: CancellationToken) -> TaskTracker {
        jobs::spawn(self, shutdown)
    }

    /// Closes the pools; pending statements end first.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
