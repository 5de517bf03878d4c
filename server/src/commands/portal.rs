//! Opens the portal for a command.

use anyhow::Context;
use backend::{Portal, config::Config};
use platform::clock::Clock;

pub async fn open(config: Config) -> anyhow::Result<Portal> {
    Portal::open(config, Clock::system()).await.context("failed to open the portal")
}

/// Like [`open`]; migrates SQLite first, because a SQLite file belongs to one instance. PostgreSQL is migrated by the
/// command `migrate`, once for all instances.
pub async fn open_migrated(config: Config) -> anyhow::Result<Portal> {
    let is_sqlite = config.database.url.starts_with("sqlite:");
    let portal = open(config).await?;
    if is_sqlite {
        portal.migrate().await.context("migration")?;
    }
    Ok(portal)
}
