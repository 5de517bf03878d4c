//! Configuration: one typed tree, read from a TOML file and from the environment; every key has a default.
//!
//! The environment overrides the file: `PRODOUANE__SECTION__KEY=value` (`PRODOUANE__MAIL__SMTP_URL=…`). Unknown keys
//! are refused in both. `prodouane.example.toml` documents every key with its default; a test compares the two.

mod addresses;
mod identity_providers;
mod oidc_provider;
mod outside_addresses;
mod plain_links;
mod sections;
mod teleservices;

use std::path::Path;

use serde::Deserialize;
use url::Url;

pub(crate) use addresses::is_on_this_machine;
pub use identity_providers::{IdentityConfig, ProviderSettings};
pub use oidc_provider::OidcProviderConfig;
pub use plain_links::PlainLinksConfig;
pub use platform::config::{
    DatabaseConfig, ENVIRONMENT_PREFIX, EncryptionConfig, EncryptionKey, FilesConfig, LiveConfig, LogKey,
    MailConfig, ScannerConfig, SmsConfig, TransparencyConfig,
};
pub use sections::{
    CustomsNewsConfig, ExchangeRatesConfig, LimitsConfig, LogConfig, LogFormat, MailingListConfig,
    MessagingConfig, PhoneCallsConfig, SecurityConfig, SessionsConfig, SignInConfig, SiteConfig, StaffConfig,
};
pub use teleservices::{TeleserviceSettings, TeleservicesConfig};

/// Root of the configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address and port to listen on; port 0 selects a free one.
    pub listen: std::net::SocketAddr,
    /// Public address of the portal, for links in mails and OpenID Connect redirects. The address of a request is never
    /// used for them.
    pub base_url: Url,
    /// Addresses of the reverse proxies whose `X-Forwarded-For` and `Forwarded` are trusted.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Accepted values of `Host`; empty: any.
    pub accepted_hosts: Vec<String>,
    /// Address of `/metrics`. By default on the main address, for requests from this machine only, if `base_url` is on
    /// this machine.
    pub metrics_listen: Option<std::net::SocketAddr>,
    pub database: DatabaseConfig,
    /// Keys that encrypt secrets in the database.
    pub encryption: EncryptionConfig,
    /// Name and keys of the transparency log.
    pub transparency: TransparencyConfig,
    pub files: FilesConfig,
    pub mail: MailConfig,
    pub sms: Option<SmsConfig>,
    /// Administrations behind the portal and their addresses.
    pub co_owners: platform::co_owners::Settings,
    /// Identity providers.
    pub identity: IdentityConfig,
    /// Tokens and keys of the portal as an OpenID Connect provider.
    pub oidc_provider: OidcProviderConfig,
    /// Téléservices that are clients of the portal.
    pub teleservices: TeleservicesConfig,
    /// Sites without single sign-on.
    pub plain_links: PlainLinksConfig,
    pub site: SiteConfig,
    pub sessions: SessionsConfig,
    pub sign_in: SignInConfig,
    pub security: SecurityConfig,
    pub staff: StaffConfig,
    pub messaging: MessagingConfig,
    /// Calls by the assistance.
    pub phone_calls: PhoneCallsConfig,
    pub mailing_list: MailingListConfig,
    /// Source of the exchange rates.
    pub exchange_rates: ExchangeRatesConfig,
    /// News of customs' own site.
    pub customs_news: CustomsNewsConfig,
    pub limits: LimitsConfig,
    pub live: LiveConfig,
    pub scanner: Option<ScannerConfig>,
    pub log: LogConfig,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            listen: ([127, 0, 0, 1], 3000).into(),
            base_url: addresses::address("http://127.0.0.1:3000"),
            trusted_proxies: Vec::new(),
            accepted_hosts: Vec::new(),
            metrics_listen: None,
            database: DatabaseConfig::default(),
            encryption: EncryptionConfig::default(),
            transparency: TransparencyConfig::default(),
            files: FilesConfig::default(),
            mail: MailConfig::default(),
            sms: None,
            co_owners: platform::co_owners::Settings::default(),
            identity: IdentityConfig::default(),
            oidc_provider: OidcProviderConfig::default(),
            teleservices: TeleservicesConfig::default(),
            plain_links: PlainLinksConfig::default(),
            site: SiteConfig::default(),
            sessions: SessionsConfig::default(),
            sign_in: SignInConfig::default(),
            security: SecurityConfig::default(),
            staff: StaffConfig::default(),
            messaging: MessagingConfig::default(),
            phone_calls: PhoneCallsConfig::default(),
            mailing_list: MailingListConfig::default(),
            exchange_rates: ExchangeRatesConfig::default(),
            customs_news: CustomsNewsConfig::default(),
            limits: LimitsConfig::default(),
            live: LiveConfig::default(),
            scanner: None,
            log: LogConfig::default(),
        }
    }
}

impl Config {
    /// Returns `true` if the portal is for trials on this machine.
    pub fn is_on_this_machine(&self) -> bool {
        is_on_this_machine(&self.base_url)
    }

    /// Checks that a portal for others than this machine has its own keys, of the encryption and of the transparency log.
    ///
    /// # Errors
    /// What to do.
    pub fn check_keys(&self) -> anyhow::Result<()> {
        let is_trial = self.is_on_this_machine() && self.listen.ip().to_canonical().is_loopback();
        anyhow::ensure!(
            is_trial || !self.transparency.keys.is_empty(),
            "transparency.keys is empty: receipts would be signed with the key published for trials, and prove nothing. \
             Generate a key with `openssl rand -base64 32` and configure it, for instance \
             PRODOUANE__TRANSPARENCY__KEYS='[{{id=\"2026\",key=\"…\"}}]'. Only a portal on this machine (base_url and \
             listen) starts without one"
        );
        anyhow::ensure!(
            is_trial || !self.encryption.keys.is_empty(),
            "encryption.keys is empty: secrets in the database would be encrypted with the key published for trials. \
             Generate a key with `openssl rand -base64 32` and configure it, for instance \
             PRODOUANE__ENCRYPTION__KEYS='[{{id=\"2026\",key=\"…\"}}]'. Only a portal on this machine (base_url and \
             listen) starts without one"
        );
        Ok(())
    }

    /// Returns `true` if browsers reach the portal by HTTPS only.
    pub fn uses_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// Loads the defaults, then the file if one is given, then the environment.
    ///
    /// # Errors
    /// A missing or unreadable file, an unknown key, a value of the wrong type.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Config> {
        let config: Config = platform::config::load(file)?;
        config.check()?;
        Ok(config)
    }

    /// Parses a TOML text, without the environment: for tools and for the test of the example.
    pub fn parse(text: &str) -> anyhow::Result<Config> {
        let config: Config = platform::config::parse(text)?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        addresses::check_base_url(&self.base_url)?;
        anyhow::ensure!(
            self.sms.as_ref().is_none_or(|sms| matches!(sms.url.scheme(), "http" | "https")),
            "sms.url must be an http or https address"
        );
        anyhow::ensure!(
            self.sign_in.attempts_per_account > 0,
            "sign_in.attempts_per_account must be at least 1"
        );
        anyhow::ensure!(
            self.limits.connections_per_network > 0 && self.limits.ipv4_network_bits <= 32,
            "limits.connections_per_network must be at least 1, limits.ipv4_network_bits at most 32"
        );
        anyhow::ensure!(self.live.heartbeat_seconds > 0, "live.heartbeat_seconds must be at least 1");
        self.oidc_provider.check()?;
        self.teleservices.check()
    }
}
