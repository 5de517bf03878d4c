//! A small disk in memory, which a test fills or makes read-only.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Unmounted when dropped. Drop it after the program that uses it.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts a disk on a new folder. Returns `None`, with the reason in the output, where mounting is not allowed.
    pub fn mount(megabytes: usize) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let size = format!("size={megabytes}m");
        let output =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        match output {
            Ok(output) if output.status.success() => Some(Self { folder }),
            Ok(output) => {
                let reason = String::from_utf8_lossy(&output.stderr).into_owned();
                eprintln!("skipped: a disk cannot be mounted here: {}", reason.trim());
                None
            }
            Err(error) => {
                eprintln!("skipped: a disk cannot be mounted here: {error}");
                None
            }
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes until nothing fits.
    pub fn fill(&self) {
        let mut file = File::create(self.filler()).expect("a file");
        // Blocks first, then what is left of the last one.
        for size in [64 * 1024, 4096, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }

    pub fn clear(&self) {
        std::fs::remove_file(self.filler()).expect("the filling file");
    }

    pub fn set_read_only(&self, read_only: bool) {
        let option = if read_only { "remount,ro" } else { "remount,rw" };
        let done = Command::new("mount").args(["-o", option]).arg(self.path()).status();
        assert!(done.expect("mount").success(), "{option}");
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a killed program may still be closing its files.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
