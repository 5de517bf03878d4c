//! Where tests keep their databases and files.

use std::path::Path;
use std::process::Command;

use nix::sys::statvfs::statvfs;

/// The system's folder in memory.
const MEMORY: &str = "/dev/shm";

/// Room that the tests want there, in bytes.
const WANTED: u64 = 4 << 30;

/// Lets a program's temporary files live in memory where there is room: just after a build, thousands of `fsync` would
/// wait for what the compiler wrote. Tests kill processes, not machines: nothing they show depends on a disk.
pub fn in_memory(command: &mut Command) -> &mut Command {
    if has_room(Path::new(MEMORY)) { command.env("TMPDIR", MEMORY) } else { command }
}

fn has_room(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|room| room.blocks_available() * room.fragment_size() >= WANTED)
}
