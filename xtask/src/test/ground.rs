//! What every test begins with, made once: each has a database and a simulator of its own, and would otherwise run every
//! migration and draw every key.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{postgres, scratch};
use crate::process;
use crate::workspace::{Profile, Workspace};

/// Names a SQLite file with the whole schema and nothing in it, of which tests take a copy.
const SCHEMA: &str = "PRODOUANE_TEST_SCHEMA";
/// Names the folder of the simulators' keys.
const KEYS: &str = "SIMULATOR_KEYS";

/// Goes with this value.
pub struct Ground(scratch::Folder);

impl Ground {
    /// On our own PostgreSQL server every new database is a copy as well: nothing is told to the tests.
    pub fn make(workspace: &Workspace, database: &postgres::Server) -> Result<Self> {
        let ground = Self(scratch::Folder::make("ground")?);
        let sqlite = format!("sqlite:{}", ground.schema().display());
        for url in std::iter::once(sqlite).chain(database.model()) {
            migrate(workspace, ground.0.path(), &url)?;
        }
        Ok(ground)
    }

    pub fn given_to<'c>(&self, command: &'c mut Command) -> &'c mut Command {
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
