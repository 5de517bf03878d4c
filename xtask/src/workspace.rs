//! Paths in the workspace and its target folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Profile with which the programs are compiled. The WebAssembly module is always optimised, because its size is
/// checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    Debug,
    Release,
}

pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Returns the workspace in which xtask was compiled.
    pub fn locate() -> Result<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask is not inside a workspace")?;
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(PathBuf::from(folder))?,
            None => root.join("target"),
        };
        Ok(Self { root: root.to_owned(), target })
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn target(&self, relative: &str) -> PathBuf {
        self.target.join(relative)
    }

    /// Folder of the compiled programs of a profile.
    pub fn programs(&self, profile: Profile) -> PathBuf {
        self.target(match profile {
            Profile::Debug => "debug",
            Profile::Release => "release",
        })
    }

    /// Folder of the static files served to browsers. One per profile, since their hashes differ.
    pub fn site(&self, profile: Profile) -> PathBuf {
        self.target(match profile {
            Profile::Debug => "site-debug",
            Profile::Release => "site",
        })
    }
}
