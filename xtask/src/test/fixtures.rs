//! Data shared by all tests, prepared once. Each test has its own database and simulator; without this it
//! would run every migration and generate every key.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{postgres, scratch};
use crate::process;
use crate::workspace::{Profile, Workspace};

/// Environment variable with the path of a SQLite file that has the whole schema and no data; each test
/// copies it.
const SCHEMA: &str = "PRODOUANE_TEST_SCHEMA";
/// Environment variable with the folder where simulators store their signing keys.
const KEYS: &str = "SIMULATOR_KEYS";

/// Folder of the shared data; removed when dropped.
pub struct Fixtures(scratch::Folder);

impl Fixtures {
    /// Applies the migrations to the SQLite file, and to the template database of a PostgreSQL server started
    /// by xtask, of which PostgreSQL makes every new database a copy.
    pub fn prepare(workspace: &Workspace, database: &postgres::Server) -> Result<Self> {
        let fixtures = Self(scratch::Folder::create("fixtures")?);
        let sqlite = format!("sqlite:{}", fixtures.schema().display());
        for url in std::iter::once(sqlite).chain(database.template()) {
            migrate(workspace, fixtures.0.path(), &url)?;
        }
        Ok(fixtures)
    }

    /// Sets the variables by which tests find the shared data.
    pub fn add_to<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env(SCHEMA, self.schema()).env(KEYS, self.0.path().join("keys"))
    }

    fn schema(&self) -> PathBuf {
        self.0.path().join("schema.db")
    }
}

fn migrate(workspace: &Workspace, folder: &Path, url: &str) -> Result<()> {
    let server = workspace.programs(Profile::Debug).join("server");
    process::run(Command::new(server).arg("migrate").current_dir(folder).env("PRODOUANE__DATABASE__URL", url))
}
