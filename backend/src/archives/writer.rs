//! Streams the ZIP file of an archive into the file store, without holding it in memory or on another disk.

use std::io::Write;

use anyhow::Context;
use futures::StreamExt;
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions, write::StreamWriter};

use platform::{
    Error, PendingBytes,
    db::Duration,
    files::{Content, StoredFile, Upload},
};

use super::store;
use crate::{Portal, id::ArchiveId};

/// Maximum size in bytes, far above what a person can have sent.
const MAX_BYTES: u64 = 32 * 1024 * 1024 * 1024;

/// Lease of an archive, renewed with every recorded progress: longer than the largest file takes.
pub(super) const LEASE: Duration = Duration::from_secs(120);

/// Archive being written.
pub struct ArchiveWriter {
    portal: Portal,
    id: ArchiveId,
    zip: ZipWriter<StreamWriter<PendingBytes>>,
    pending: PendingBytes,
    upload: Upload,
    entries: Vec<WrittenEntry>,
}

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenEntry {
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// Hexadecimal digits.
    pub sha256: String,
}

impl ArchiveWriter {
    pub(super) async fn begin(portal: &Portal, id: ArchiveId) -> Result<ArchiveWriter, Error> {
        let pending = PendingBytes::default();
        let upload = portal.files.begin(MAX_BYTES).await?;
        let zip = ZipWriter::new_stream(pending.clone());
        Ok(ArchiveWriter { portal: portal.clone(), id, zip, pending, upload, entries: Vec::new() })
    }

    /// Records the progress and renews the lease.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the account was deleted.
    pub async fn progress(&mut self, done: usize, total: usize) -> Result<(), Error> {
        let lease_end = self.portal.clock.now() + LEASE;
        match store::record_progress(&self.portal.db, self.id, (done, total), lease_end).await? {
            true => Ok(()),
            false => Err(Error::NotFound),
        }
    }

    pub async fn add_bytes(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.open_entry(path)?;
        self.zip.write_all(bytes)?;
        self.record(path, bytes.len() as u64, &Sha256::digest(bytes));
        self.flush_pending().await
    }

    pub async fn add_file(&mut self, path: &str, mut content: Content) -> Result<(), Error> {
        self.open_entry(path)?;
        let (mut size, mut sha256) = (0, Sha256::new());
        while let Some(piece) = content.stream.next().await {
            let piece = piece?;
            self.zip.write_all(&piece)?;
            size += piece.len() as u64;
            sha256.update(&piece);
            self.flush_pending().await?;
        }
        self.record(path, size, &sha256.finalize());
        Ok(())
    }

    /// Files written so far, in their order.
    pub fn entries(&self) -> &[WrittenEntry] {
        &self.entries
    }

    /// Completes the archive and makes it durable.
    pub(super) async fn finish(self) -> Result<StoredFile, Error> {
        let ArchiveWriter { zip, pending, mut upload, .. } = self;
        zip.finish().context("failed to finish an archive")?;
        upload.write(&pending.take()).await?;
        Ok(upload.finish().await?)
    }

    /// Starts an entry without compression: documents and images are compressed already.
    fn open_entry(&mut self, path: &str) -> Result<(), Error> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        Ok(self.zip.start_file(path, options).context("failed to start an archive entry")?)
    }

    fn record(&mut self, path: &str, size: u64, sha256: &[u8]) {
        self.entries.push(WrittenEntry { path: path.to_owned(), size, sha256: hex::encode(sha256) });
    }

    async fn flush_pending(&mut self) -> Result<(), Error> {
        Ok(self.upload.write(&self.pending.take()).await?)
    }
}

/// Makes a name safe to unpack on any system: it stays in its folder.
pub(crate) fn entry_name(name: &str) -> String {
    let plain =
        |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::entry_name;

    #[test]
    fn entry_names_stay_in_their_folder() {
        for (name, expected) in [
            ("facture.pdf", "facture.pdf"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\été.pdf", "C__été.pdf"),
            ("a\nb", "a_b"),
        ] {
            assert_eq!(entry_name(name), expected);
        }
    }
}
