use std::{str::FromStr, time::Duration};

use anyhow::Context;
use sqlx::{
    Connection, SqliteConnection,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Db, ReadPool};
use crate::{config::DatabaseConfig, live::Bus};

impl Db {
    /// Opens the pools; creates the SQLite file and its folder if missing. Does not migrate.
    pub async fn open(config: &DatabaseConfig) -> anyhow::Result<Db> {
        if config.url.starts_with("sqlite:") {
            Db::open_sqlite(config).await
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            Db::open_postgres(config).await
        } else {
            anyhow::bail!("database.url must start with sqlite: or postgres://")
        }
    }

    async fn open_sqlite(config: &DatabaseConfig) -> anyhow::Result<Db> {
        let busy = Duration::from_secs(config.busy_seconds);
        let options = SqliteConnectOptions::from_str(&config.url)
            .context("database.url")?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(busy)
            .statement_cache_capacity(256);
        if let Some(folder) = options.get_filename().parent().filter(|path| !path.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot create the folder {}", folder.display()))?;
        }
        // First, because it creates the file and sets the journal mode.
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(busy)
            .after_release(|connection, _| {
                Box::pin(async move { Ok(is_outside_transaction(connection).await) })
            })
            .connect_with(options.clone())
            .await
            .context("cannot open the SQLite database")?;
        let connections = config.max_connections.max(1);
        let read = ReadPool::new(options.pragma("query_only", "ON"), connections, busy);
        // Opens one connection, so that a problem with the file is reported at start.
        read.acquire().await.context("cannot open the SQLite database for reading")?.release();
        Ok(Db::Sqlite { read, write, live: Bus::default() })
    }

    async fn open_postgres(config: &DatabaseConfig) -> anyhow::Result<Db> {
        let busy = config.busy_seconds * 1000;
        let options = PgConnectOptions::from_str(&config.url)
            .context("database.url")?
            .application_name("prodouane")
            .options([
                ("lock_timeout", busy.to_string()),
                ("statement_timeout", (busy * 3).to_string()),
                ("idle_in_transaction_session_timeout", (busy * 6).to_string()),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(config.max_connections.max(2))
            .acquire_timeout(Duration::from_secs(config.busy_seconds))
            .connect_with(options)
            .await
            .context("cannot reach the PostgreSQL database")?;
        Ok(Db::Postgres(pool))
    }

    /// Applies missing migrations. Several instances may run it at once.
    pub async fn migrate(&self, migrations: &Migrator) -> anyhow::Result<()> {
        match self {
            Db::Sqlite { write, .. } => migrations.run(write).await,
            Db::Postgres(pool) => migrations.run(pool).await,
        }
        .context("failed to migrate the database")
    }

    /// Returns `true` if all these migrations are applied.
    pub async fn is_migrated(&self, migrations: &Migrator) -> Result<bool, sqlx::Error> {
        let applied: i64 = crate::on!(self, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM _sqlx_migrations WHERE success").fetch_one(c).await
        })?;
        Ok(applied as usize
            >= migrations.iter().filter(|one| !one.migration_type.is_down_migration()).count())
    }

    /// Closes the pools after the pending statements.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

/// Returns `false` for a connection that may not be used again, because it is inside a transaction or the driver believes
/// so. SQLite ends a transaction when the disk is full; the driver's `ROLLBACK` then fails, and it would refuse to begin
/// another one. The statements also wait for a rollback that the driver has queued.
async fn is_outside_transaction(connection: &mut SqliteConnection) -> bool {
    let begins = sqlx::raw_sql("BEGIN; ROLLBACK").execute(&mut *connection).await.is_ok();
    let clean = begins && !connection.is_in_transaction();
    if !clean {
        tracing::warn!("a database connection left inside a transaction is closed");
    }
    clean
}
