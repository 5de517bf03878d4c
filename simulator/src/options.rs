use std::path::PathBuf;

use clap::Parser;

use crate::co_owner::CoOwner;

/// Simulateur des administrations copropriétaires du portail : données fictives, en mémoire.
#[derive(Clone, Debug, Parser)]
#[command(name = "simulator", version)]
pub struct Options {
    /// HTTP port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 4000)]
    pub port: u16,
    /// SMTP port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 4025)]
    pub smtp_port: u16,
    /// Base address of the portal, whose redirect addresses are registered; may be repeated
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    pub portal: Vec<String>,
    /// Demo data (TOML) to use instead of the built-in ones
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Folder that keeps the keys of the sign-in pages from one start to the next; drawn anew each time without it
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
    /// Token that the portal presents to the HTTP contract
    #[arg(
        long,
        env = "SIMULATOR_API_TOKEN",
        default_value = "jeton-de-demonstration",
        hide_env_values = true
    )]
    pub api_token: String,
    /// Secret that signs what is pushed to the portal; each co-owner adds a hyphen and its code to it
    #[arg(
        long,
        env = "SIMULATOR_PUSH_SECRET",
        default_value = "secret-de-signature-de-demonstration",
        hide_env_values = true
    )]
    pub push_secret: String,
    /// Secret of the téléservices as clients of the portal; each adds a hyphen and its code in lower case to it
    #[arg(
        long,
        env = "SIMULATOR_TELESERVICE_SECRET",
        default_value = "secret-de-teleservice-de-demonstration",
        hide_env_values = true
    )]
    pub teleservice_secret: String,
    /// Additional companies for the account `volume.demo`
    #[arg(long, default_value_t = 0)]
    pub companies: u32,
    /// Habilitations of `volume.demo` over those companies
    #[arg(long, default_value_t = 0)]
    pub habilitations: u32,
    /// Créances of each additional company
    #[arg(long, default_value_t = 10)]
    pub creances: u32,
}

impl Options {
    /// With which that co-owner signs.
    pub fn push_secret_of(&self, co_owner: CoOwner) -> String {
        format!("{}-{}", self.push_secret, co_owner.code())
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::parse_from(["simulator"])
    }
}
