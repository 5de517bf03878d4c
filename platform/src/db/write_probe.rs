use std::path::Path;

use super::Db;
use crate::{Error, disk, execute_tx};

/// Extends a file of PostgreSQL by some pages. Rolled back afterwards.
const POSTGRES_PROBE: &str =
    "CREATE TEMPORARY TABLE write_probe AS SELECT generate_series(1, 2000) AS number";

/// PostgreSQL's code of a missing privilege.
const INSUFFICIENT_PRIVILEGE: &str = "42501";

impl Db {
    /// Checks that the database accepts writes, without changing it, for the readiness check.
    ///
    /// # Errors
    /// [`Error::Busy`] if the database is locked, or its disk full or read-only.
    pub async fn probe_write(&self) -> Result<(), Error> {
        match self {
            // Small writes may still fit into a file that already exists: a new one tells whether there is room.
            Db::Sqlite { write, .. } => {
                self.begin().await?.rollback().await?;
                disk::probe(folder_of(write.connect_options().get_filename()).to_owned()).await?;
                Ok(())
            }
            Db::Postgres(_) => self.probe_postgres().await,
        }
    }

    async fn probe_postgres(&self) -> Result<(), Error> {
        let mut tx = self.begin().await?;
        match execute_tx!(tx, sqlx::query(POSTGRES_PROBE)) {
            Ok(_) => {}
            // A role without the right to create temporary tables may still write.
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(INSUFFICIENT_PRIVILEGE) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(tx.rollback().await?)
    }
}

fn folder_of(database: &Path) -> &Path {
    database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
