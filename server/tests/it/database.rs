//! The two databases that the portal supports.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Variable with the URL of a PostgreSQL server on which databases may be created. Without it, tests run on SQLite
/// only.
const SERVER: &str = "PRODOUANE_TEST_POSTGRES";

/// Variable with the path of a migrated SQLite file: a copy is faster than the migrations.
const SCHEMA: &str = "PRODOUANE_TEST_SCHEMA";

pub enum Database {
    Sqlite,
    Postgres { url: String, name: String },
}

impl Database {
    pub fn sqlite() -> Self {
        Database::Sqlite
    }

    /// Creates a database. Returns `None` without a PostgreSQL server.
    pub async fn postgres() -> Option<Self> {
        let server = std::env::var(SERVER).ok()?;
        let name = format!("prodouane_server_{}", uuid::Uuid::now_v7().simple());
        let mut connection = PgConnection::connect(&server).await.expect("the PostgreSQL server");
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        connection.execute(create).await.expect("a new database");
        let (address, query) = server.split_once('?').map_or((server.as_str(), None), |(a, q)| (a, Some(q)));
        let (base, _) = address.rsplit_once('/').expect("an address with a database");
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        Some(Database::Postgres { url: format!("{base}/{name}{query}"), name })
    }

    /// Both databases, or SQLite alone without a PostgreSQL server.
    pub async fn all() -> Vec<Self> {
        std::iter::once(Self::sqlite()).chain(Self::postgres().await).collect()
    }

    /// Creates the file of SQLite in this folder. Returns the URL of the database.
    pub fn create_in(&self, folder: &Path) -> String {
        match self {
            Database::Sqlite => {
                let file = folder.join("portal.db");
                if let Some(schema) = std::env::var_os(SCHEMA) {
                    std::fs::copy(schema, &file).expect("a copy of the schema");
                }
                format!("sqlite:{}", file.display())
            }
            Database::Postgres { url, .. } => url.clone(),
        }
    }

    /// SQLite is migrated by `serve`, PostgreSQL by `migrate`.
    pub fn needs_migration(&self) -> bool {
        matches!(self, Database::Postgres { .. })
    }
}

/// Drops the database, because the server may be shared.
impl Drop for Database {
    fn drop(&mut self) {
        let Database::Postgres { name, .. } = self else { return };
        let drop = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        let thread = std::thread::spawn(|| {
            let server = std::env::var(SERVER).ok()?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                PgConnection::connect(&server).await.ok()?.execute(drop).await.ok().map(|_| ())
            })
        });
        let _ = thread.join();
    }
}
