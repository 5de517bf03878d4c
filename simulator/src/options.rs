//! Command line options.

use std::path::PathBuf;

use clap::Parser;

use crate::co_owner::CoOwner;

/// Simulator of the administrations that co-own the portal: fictional data, in memory
#[derive(Clone, Debug, Parser)]
#[command(name = "simulator", version)]
pub struct Options {
    /// HTTP port on 127.0.0.1; 0 chooses a free one
    #[arg(long, default_value_t = 4000)]
    pub port: u16,
    /// SMTP port on 127.0.0.1; 0 chooses a free one
    #[arg(long, default_value_t = 4025)]
    pub smtp_port: u16,
    /// Base address of a portal whose redirect addresses are registered; may be repeated
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    pub portal: Vec<String>,
    /// Demo data file (TOML) to use instead of the built-in data
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Folder where signing keys are stored for the next start; without it, new keys are generated at each
    /// start
    #[arg(long, env = "SIMULATOR_KEYS")]
    pub keys: Option<PathBuf>,
    /// OpenID Connect client identifier of the portal
    #[arg(long, env = "SIMULATOR_CLIENT_ID", default_value = "prodouane")]
    pub client_id: String,
    /// OpenID Connect secret of the portal
    #[arg(
        long,
        env = "SIMULATOR_CLIENT_SECRET",
        default_value = "secret-de-demonstration",
        hide_env_values = true
    )]
    pub client_secret: String,
    /// Token of the portal for the HTTP contract
    #[arg(
        long,
        env = "SIMULATOR_API_TOKEN",
        default_value = "jeton-de-demonstration",
        hide_env_values = true
    )]
    pub api_token: String,
    /// Prefix of the secrets that sign pushed events; each co-owner appends a hyphen and its code
    #[arg(
        long,
        env = "SIMULATOR_PUSH_SECRET",
        default_value = "secret-de-signature-de-demonstration",
        hide_env_values = true
    )]
    pub push_secret: String,
    /// Prefix of the secrets of the téléservices as clients of the portal; each appends a hyphen and its code
    /// in lower case
    #[arg(
        long,
        env = "SIMULATOR_TELESERVICE_SECRET",
        default_value = "secret-de-teleservice-de-demonstration",
        hide_env_values = true
    )]
    pub teleservice_secret: String,
    /// Number of additional companies, for the account `volume.demo`
    #[arg(long, default_value_t = 0)]
    pub companies: u32,
    /// Number of habilitations of `volume.demo` on those companies
    #[arg(long, default_value_t = 0)]
    pub habilitations: u32,
    /// Number of créances of each additional company
    #[arg(long, default_value_t = 10)]
    pub creances: u32,
}

impl Options {
    /// Returns the secret that signs the events of a co-owner.
    pub fn push_secret_of(&self, co_owner: CoOwner) -> String {
        format!("{}-{}", self.push_secret, co_owner.code())
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::parse_from(["simulator"])
    }
}
