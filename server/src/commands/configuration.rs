//! `config` and `check-config`.

use backend::config::Config;
use backend::health;
use clap::Args;

/// Every key with its default; a test of the back end compares it with the program's own defaults.
const EXAMPLE: &str = include_str!("../../../prodouane.example.toml");

#[derive(Args)]
pub struct Arguments {
    /// Prints every key with its default and its explanation, as a file to start from.
    #[arg(long, required = true)]
    print_defaults: bool,
}

pub fn show(_: Arguments) -> anyhow::Result<()> {
    super::say(EXAMPLE.trim_end());
    Ok(())
}

/// Opens what the configuration names; changes nothing but creating an empty SQLite file or folder.
pub async fn check(config: Config) -> anyhow::Result<()> {
    let site = config.site.clone();
    let portal = super::open(config).await?;
    let health = health::check(&portal).await;
    portal.close().await;
    super::say(format_args!("database: {}", if health.database { "answers" } else { "does not answer" }));
    super::say(format_args!(
        "schema: {}",
        if health.migrated { "up to date" } else { "run `server migrate`" }
    ));
    super::say(format_args!("files: {}", if health.files { "writable" } else { "not writable" }));
    let site = crate::assets::read(&site);
    super::say(format_args!("site: {}", if site.is_ok() { "built" } else { "not built" }));
    anyhow::ensure!(health.database && health.files, "the configuration does not work");
    site.map(|_| ())
}
