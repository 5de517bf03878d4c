//! `config` and `check-config`.

use backend::{config::Config, health};
use clap::Args;

use super::{output, portal};

/// Example with all keys and their defaults; a test of `backend` compares it with the defaults of the program.
const EXAMPLE: &str = include_str!("../../../prodouane.example.toml");

#[derive(Args)]
pub struct Arguments {
    /// Prints a configuration file with all keys, their defaults and their descriptions.
    #[arg(long, required = true)]
    print_defaults: bool,
}

pub fn print(_: Arguments) -> anyhow::Result<()> {
    output::print(EXAMPLE.trim_end());
    Ok(())
}

/// Checks the database, the file store and the site. Changes nothing, except that it creates a missing SQLite file or
/// folder.
pub async fn check(config: Config) -> anyhow::Result<()> {
    config.check_keys()?;
    let site = config.site.clone();
    let portal = portal::open(config).await?;
    let health = health::check(&portal).await;
    portal.close().await;
    output::print(format_args!("database: {}", if health.database { "answers" } else { "does not answer" }));
    output::print(format_args!(
        "schema: {}",
        if health.migrated { "up to date" } else { "run `server migrate`" }
    ));
    output::print(format_args!("files: {}", if health.files { "writable" } else { "not writable" }));
    let site = crate::assets::read(&site);
    output::print(format_args!("site: {}", if site.is_ok() { "built" } else { "not built" }));
    anyhow::ensure!(health.database && health.files, "the portal cannot run with this configuration");
    site.map(|_| ())
}
