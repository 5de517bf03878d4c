//! Temporary folders for the databases and files of the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use nix::sys::statvfs::statvfs;

/// The system's in-memory file system.
const MEMORY: &str = "/dev/shm";

/// Free space that the tests need there, in bytes.
const NEEDED: u64 = 4 << 30;

/// Returns the parent folder of temporary files: in memory if there is enough space. On disk, thousands of
/// `fsync` calls would wait for the compiler's output just after a build. The tests simulate crashes of
/// processes, not of the machine, so their results do not depend on a disk.
pub fn folder() -> PathBuf {
    if has_space(Path::new(MEMORY)) { PathBuf::from(MEMORY) } else { std::env::temp_dir() }
}

/// Makes a program create its temporary files in [`folder`].
pub fn set_temporary_folder(command: &mut Command) -> &mut Command {
    command.env("TMPDIR", folder())
}

/// A temporary folder, removed when dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn create(name: &str) -> Result<Self> {
        let path = folder().join(format!("prodouane-{name}-{}", std::process::id()));
        fs::create_dir(&path).with_context(|| path.display().to_string())?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("failed to remove {}: {error}", self.0.display());
        }
    }
}

fn has_space(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|stats| stats.blocks_available() * stats.fragment_size() >= NEEDED)
}
