//! Configuration: one typed tree, read from a TOML file and from the environment; every key has a default.
//!
//! The environment wins over the file: `PRODOUANE__SECTION__KEY=value` (`PRODOUANE__MAIL__SMTP_URL=…`). Unknown keys
//! are refused in both. `prodouane.example.toml` documents every key with its default; a test compares the two.

mod file;
mod sections;

use std::path::Path;

use anyhow::Context;
use figment::{Figment, providers::Env};
use serde::Deserialize;
use url::Url;

use crate::single_sign_on::{PlainLinksConfig, SingleSignOnConfig, TeleservicesConfig};

use file::TomlFile;
pub(crate) use sections::address;
pub use sections::{
    AgentsConfig, DatabaseConfig, FilesConfig, LimitsConfig, LiveConfig, LogConfig, LogFormat, MailConfig,
    ScannerConfig, SecurityConfig, SessionsConfig, SignInConfig, SiteConfig, SmsConfig,
};

/// Prefix of the environment variables that override the file.
pub const ENVIRONMENT_PREFIX: &str = "PRODOUANE__";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address and port to listen on; port 0 takes a free one.
    pub listen: std::net::SocketAddr,
    /// Public address of the portal: links in mails and OpenID Connect redirects are built from it, never from what
    /// a request says.
    pub base_url: Url,
    /// Addresses of the reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Values of `Host` that are answered; empty: any.
    pub accepted_hosts: Vec<String>,
    /// Where `/metrics` listens; without it, on the main address, answered to this machine alone.
    pub metrics_listen: Option<std::net::SocketAddr>,
    pub database: DatabaseConfig,
    pub files: FilesConfig,
    pub mail: MailConfig,
    pub sms: Option<SmsConfig>,
    /// The administrations behind the portal and how to reach them.
    pub partners: crate::partners::Settings,
    /// Who else may say who a person is.
    pub identity: crate::identity::IdentityConfig,
    /// How the portal says to téléservices who a person is, and to which.
    pub single_sign_on: SingleSignOnConfig,
    pub teleservices: TeleservicesConfig,
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
            base_url: sections::address("http://127.0.0.1:3000"),
            trusted_proxies: Vec::new(),
            accepted_hosts: Vec::new(),
            metrics_listen: None,
            database: DatabaseConfig::default(),
            files: FilesConfig::default(),
            mail: MailConfig::default(),
            sms: None,
            partners: crate::partners::Settings::default(),
            identity: crate::identity::IdentityConfig::default(),
            single_sign_on: SingleSignOnConfig::default(),
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
    /// Defaults, then the file if one is given, then the environment.
    ///
    /// # Errors
    /// A missing or unreadable file, an unknown key, a value of the wrong type.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Config> {
        let mut figment = Figment::new();
        if let Some(path) = file {
            figment = figment.merge(TomlFile::read(path)?);
        }
        let config: Config = figment
            .merge(Env::prefixed(ENVIRONMENT_PREFIX).split("__"))
            .extract()
            .context("the configuration is not valid")?;
        config.check()?;
        Ok(config)
    }

    /// Reads a TOML text alone: the example's test, tools.
    pub fn parse(text: &str) -> anyhow::Result<Config> {
        let config: Config = Figment::new().merge(TomlFile::parse(text)?).extract()?;
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
        self.single_sign_on.check()?;
        self.teleservices.check()?;
        self.plain_links.check()
    }

    /// An address of the portal, for mails and redirects: `path` begins with `/`.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }
}
