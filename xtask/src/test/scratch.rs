//! Where tests keep their databases and files.

use std::path::{Path, PathBuf};
use std::process::Command;

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

fn has_room(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|room| room.blocks_available() * room.fragment_size() >= WANTED)
}
