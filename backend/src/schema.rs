//! Schema of the database.

use sqlx::migrate::Migrator;

/// Migrations of the portal, the same for SQLite and PostgreSQL.
pub static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");
