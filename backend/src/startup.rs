//! Opens and runs the portal. The only file that knows every context.

use std::sync::Arc;

use platform::{Platform, clock::Clock, co_owners::ParsedFigures};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Portal, accounts, assistance, assistant,
    companies::CompanyHooks,
    config::Config,
    faq, jobs,
    messaging::MessagingHooks,
    motifs,
    portal::{Context, MotifsInUse},
    publications,
    schema::MIGRATIONS,
    search,
    staff::StaffFactorHooks,
};

impl Portal {
    /// Opens the database, the file store and the clients. Call [`Portal::migrate`] next.
    ///
    /// # Errors
    /// An unreachable database, an unusable folder, an invalid address.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Portal> {
        accounts::check_settings(&config)?;
        assistance::phone_calls::check_settings(&config)?;
        let settings = platform::Settings {
            base_url: &config.base_url,
            database: &config.database,
            encryption: &config.encryption,
            transparency: &config.transparency,
            files: &config.files,
            mail: &config.mail,
            sms: config.sms.as_ref(),
            co_owners: &config.co_owners,
            concurrent_hashes: config.sign_in.concurrent_hashes,
        };
        let context = Context {
            platform: Platform::open(settings, clock).await?,
            config: Arc::new(config),
            motifs: MotifsInUse::shipped(),
            parsed_figures: ParsedFigures::default(),
            account_hooks: &CompanyHooks,
            staff_hooks: &MessagingHooks,
            member_hooks: &StaffFactorHooks,
        };
        Ok(Portal::from(context))
    }

    /// Applies the missing migrations, loads the shipped texts and indexes them.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        self.db.migrate(&MIGRATIONS).await?;
        search::engine::create(&self.db).await?;
        motifs::refresh(self).await?;
        faq::load(self).await?;
        assistant::refresh_index(self).await?;
        publications::refresh_index(self).await?;
        Ok(())
    }

    /// Starts the workers and the periodic jobs, which stop when `shutdown` is cancelled. Wait for the returned tracker
    /// before closing the database.
    pub fn spawn_workers(&self, shutdown: CancellationToken) -> TaskTracker {
        jobs::spawn(self, shutdown)
    }
}
