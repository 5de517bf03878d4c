//! Durable write to a local disk: write, fsync, rename, fsync of the folder. `object_store` does not fsync: a power cut
//! can undo its rename.

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};

use super::key::{FileKey, PREFIX};
use crate::disk;

/// Folder of the files: `stored/pieces/<subfolder>/<key>`, and `incoming/` for uploads in progress.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(root: &Path) -> io::Result<Folder> {
        std::fs::create_dir_all(root.join("incoming"))?;
        std::fs::create_dir_all(root.join("stored").join(PREFIX))?;
        let root = root.canonicalize()?;
        for folder in ["stored", "."] {
            std::fs::File::open(root.join(folder))?.sync_all()?;
        }
        Ok(Folder { root })
    }

    pub(super) fn stored(&self) -> PathBuf {
        self.root.join("stored")
    }

    /// Writes a small file, which is removed again.
    pub(super) async fn is_writable(&self) -> bool {
        disk::probe(self.root.join("incoming")).await.is_ok()
    }

    pub(super) async fn begin(&self, key: &FileKey) -> io::Result<LocalWrite> {
        let temporary = self.root.join("incoming").join(key.as_str());
        let file = File::options().write(true).create_new(true).open(&temporary).await?;
        let subfolder = self.stored().join(PREFIX).join(key.subfolder());
        Ok(LocalWrite {
            file,
            temporary: Temporary(Some(temporary)),
            target: subfolder.join(key.as_str()),
            subfolder,
        })
    }

    /// Deletes the uploads that dead processes left in `incoming/`. Returns their number.
    pub(super) async fn clear_unfinished(&self, older_than: Duration) -> io::Result<u64> {
        let mut entries = fs::read_dir(self.root.join("incoming")).await?;
        let mut removed = 0;
        while let Some(entry) = entries.next_entry().await? {
            let written =
                entry.metadata().await.and_then(|meta| meta.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            let age = written.elapsed().unwrap_or(Duration::ZERO);
            if age >= older_than && fs::remove_file(entry.path()).await.is_ok() {
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// File being written. Deleted if dropped unfinished.
pub(super) struct LocalWrite {
    file: File,
    temporary: Temporary,
    subfolder: PathBuf,
    target: PathBuf,
}

impl LocalWrite {
    pub(super) async fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.file.write_all(chunk).await
    }

    pub(super) async fn finish(mut self) -> io::Result<()> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        if fs::metadata(&self.subfolder).await.is_err() {
            fs::create_dir_all(&self.subfolder).await?;
            if let Some(parent) = self.subfolder.parent() {
                sync_folder(parent).await?;
            }
        }
        fs::rename(self.temporary.path(), &self.target).await?;
        self.temporary.0 = None;
        sync_folder(&self.subfolder).await
    }
}

async fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).await?.sync_all().await
}

struct Temporary(Option<PathBuf>);

impl Temporary {
    fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // Blocking, but a single unlink.
            let _ = std::fs::remove_file(path);
        }
    }
}
