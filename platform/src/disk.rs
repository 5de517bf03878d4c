//! Full and read-only disks.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Size of the file that [`probe`] writes.
const PROBE_BYTES: usize = 64 * 1024;

/// Returns `true` if the disk is full or read-only: the same write may succeed later.
pub(crate) fn is_unwritable(error: &io::Error) -> bool {
    use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | ReadOnlyFilesystem)
}

/// Checks that a folder accepts a small file, which is removed again.
pub(crate) async fn probe(folder: PathBuf) -> io::Result<()> {
    tokio::task::spawn_blocking(move || {
        // One name per process: a crash leaves at most one file.
        let path = folder.join(format!(".write-probe-{}", std::process::id()));
        let written = write(&path);
        let removed = fs::remove_file(&path);
        written.and(removed)
    })
    .await?
}

fn write(path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(&[0x55; PROBE_BYTES])?;
    // Some file systems find no room for the data before this.
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn probe_leaves_nothing_and_fails_without_a_folder() {
        let folder = std::env::temp_dir().join(format!("prodouane-{}", uuid::Uuid::now_v7()));
        fs::create_dir_all(&folder).expect("a folder");
        probe(folder.clone()).await.expect("a writable folder");
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0);
        fs::remove_dir(&folder).expect("removed");
        assert!(probe(folder).await.is_err());
    }

    /// The device accepts no byte, like a full disk.
    #[test]
    fn full_disk_is_recognised() {
        let mut full = File::options().write(true).open("/dev/full").expect("the device");
        assert!(is_unwritable(&full.write_all(b"x").expect_err("full")));
        assert!(!is_unwritable(&File::open("/missing").expect_err("missing")));
    }
}
