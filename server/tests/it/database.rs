//! The two databases the portal runs on.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Address of a PostgreSQL server on which databases may be created; without it, those runs are left out.
const SERVER: &str = "PRODOUANE_TEST_POSTGRES";

/// A SQLite file that has the whole schema: a copy is quicker than the migrations.
const SCHEMA: &str = "PRODOUANE_TEST_SCHEMA";

pub enum Database {
    Sqlite,
    Postgres { url: String, name: String },
}

impl Database {
    pub fn sqlite() -> Self {
        Database::Sqlite
    }

    /// A fresh database; `None` when no server is given.
    pub async fn postgres() -> Option<Self> {
        let server = std::env::var(SERVER).ok()?;
        let name = format!("prodouane_server_{}", uuid::Uuid::now_v7().simple());
        let mut connection = PgConnection::connect(&server).await.expect("the PostgreSQL server");
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        connection.execute(create).await.expect("a fresh database");
        let (address, query) = server.split_once('?').map_or((server.as_str(), None), |(a, q)| (a, Some(q)));
        let (base, _) = address.rsplit_once('/').expect("an address with a database");
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        Some(Database::Postgres { url: format!("{base}/{name}{query}"), name })
    }

    /// Both, or SQLite alone without a PostgreSQL server.
    pub async fn all() -> Vec<Self> {
        std::iter::once(Self::sqlite()).chain(Self::postgres().await).collect()
    }

    /// Address of the database, made in this folder when it is a file.
    pub fn make_in(&self, folder: &Path) -> String {
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

    pub fn wants_migration(&self) -> bool {
        matches!(self, Database::Postgres { .. })
    }
}

/// The server may be somebody's own: nothing stays on it.
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
