//! Where tests keep their databases and files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use nix::sys::statvfs::statvfs;

/// The system's folder in memory.
const MEMORY: &str = "/dev/shm";

/// Room that the tests want there, in bytes.
const WANTED: u64 = 4 << 30;

/// The folder for what only the tests need: in memory where there is room. Just after a build, thousands of `fsync` would
/// wait for what the compiler wrote. Tests kill processes, not machines: nothing they show depends on a disk.
pub fn folder() -> PathBuf {
    if has_room(Path::new(MEMORY)) { PathBuf::from(MEMORY) } else { std::env::temp_dir() }
}

/// Lets a program keep its temporary files there.
pub fn given_to(command: &mut Command) -> &mut Command {
    command.env("TMPDIR", folder())
}

/// A folder of ours in it, gone when dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn make(name: &str) -> Result<Self> {
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
        if let Err(problem) = fs::remove_dir_all(&self.0) {
            eprintln!("{} stays behind: {problem}", self.0.display());
        }
    }
}

fn has_room(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|room| room.blocks_available() * room.fragment_size() >= WANTED)
}
