//! Configuration: one typed tree, read from a TOML file and from the environment; every key has a default.
//!
//! The environment overrides the file: `PRODOUANE__SECTION__KEY=value` (`PRODOUANE__MAIL__SMTP_URL=…`). Unknown keys
//! are refused in both. `prodouane.example.toml` documents every key with its default; a test compares the two.

mod addresses;
mod identity_providers;
mod oidc_provider;
mod plain_links;
mod sections;
mod teleservices;

use std::path::Path;

use serde::Deserialize;
use url::Url;

pub use identity_providers::{IdentityConfig, ProviderSettings};
pub use oidc_provider::OidcProviderConfig;
pub use plain_links::PlainLinksConfig;
pub use platform::config::{
    DatabaseConfig, ENVIRONMENT_PREFIX, FilesConfig, LiveConfig, MailConfig, ScannerConfig, SmsConfig,
};
pub use sections::{
    AgentsConfig, LimitsConfig, LogConfig, LogFormat, SecurityConfig, SessionsConfig, SignInConfig,
    SiteConfig,
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
    pub agents: AgentsConfig,
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
            agents: AgentsConfig::default(),
            limits: LimitsConfig::default(),
            live: LiveConfig::default(),
            scanner: None,
            log: LogConfig::default(),
        }
    }
}

impl Config {
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
        anyhow::ensure!(
            matches!(self.base_url.scheme(), "http" | "https") && self.base_url.has_host(),
            "base_url must be an http or https address"
        );
        anyhow::ensure!(self.base_url.path() == "/", "base_url must not have a path");
        anyhow::ensure!(
            self.sms.as_ref().is_none_or(|sms| matches!(sms.url.scheme(), "http" | "https")),
            "sms.url must be an http or https address"
        );
        anyhow::ensure!(
            self.sign_in.attempts_per_account > 0,
            "sign_in.attempts_per_account must be at least 1"
        );
        anyhow::ensure!(self.live.heartbeat_seconds > 0, "live.heartbeat_seconds must be at least 1");
        self.oidc_provider.check()?;
        self.teleservices.check()?;
        self.plain_links.check()
    }
}
