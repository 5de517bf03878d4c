use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

use super::{FileKey, local};
use crate::Error;

/// First bytes kept in memory, enough to tell what kind of file it is.
const HEAD_BYTES: usize = 8192;

/// Pieces in flight to a bucket: one is sent while the next one fills.
const REMOTE_CONCURRENCY: usize = 1;

/// A file being received: counted, hashed and written piece by piece. Dropped unfinished, it leaves nothing behind.
pub struct Upload {
    key: FileKey,
    limit: u64,
    size: u64,
    sha256: Sha256,
    head: Vec<u8>,
    sink: Sink,
}

/// A file that is durable but that no row names yet.
#[derive(Clone, Debug)]
pub struct Stored {
    pub key: FileKey,
    pub size: u64,
    pub sha256: [u8; 32],
    /// The first bytes (up to 8 KiB), to tell the kind of file.
    pub head: Vec<u8>,
}

impl Stored {
    /// Media type told from the content alone; `None` when it bears no known signature (plain text …).
    pub fn sniffed(&self) -> Option<&'static str> {
        infer::get(&self.head).map(|kind| kind.mime_type())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error("the file has more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file cannot be stored: {0:#}")]
    Storage(#[source] anyhow::Error),
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        Error::Unexpected(error.into())
    }
}

impl Upload {
    pub(super) fn new(key: FileKey, limit: u64, sink: Sink) -> Self {
        Upload { key, limit, size: 0, sha256: Sha256::new(), head: Vec::new(), sink }
    }

    /// # Errors
    /// [`UploadError::TooLarge`] at the first byte over the limit; drop the upload then.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), UploadError> {
        self.size = self.size.saturating_add(piece.len() as u64);
        if self.size > self.limit {
            return Err(UploadError::TooLarge { limit: self.limit });
        }
        self.sha256.update(piece);
        let wanted = HEAD_BYTES.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..wanted]);
        self.sink.write(piece).await.map_err(UploadError::Storage)
    }

    /// Bytes received so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// When this returns, the file survives a power cut.
    pub async fn finish(self) -> Result<Stored, UploadError> {
        let Upload { key, size, sha256, head, sink, .. } = self;
        sink.finish().await.map_err(UploadError::Storage)?;
        Ok(Stored { key, size, sha256: sha256.finalize().into(), head })
    }

    /// Gives up and frees what was received; merely dropping does the same on a local folder.
    pub async fn abort(self) {
        if let Sink::Remote(write) = self.sink
            && let Err(error) = write.abort().await
        {
            tracing::warn!(%error, "an unfinished upload could not be removed from the bucket");
        }
    }
}

pub(super) enum Sink {
    Local(local::LocalWrite),
    Remote(WriteMultipart),
}

impl Sink {
    pub(super) async fn local(folder: &local::Folder, key: &FileKey) -> Result<Sink, Error> {
        Ok(Sink::Local(folder.begin(key).await?))
    }

    pub(super) async fn remote(store: &dyn ObjectStore, key: &FileKey) -> Result<Sink, Error> {
        let upload =
            store.put_multipart(&key.path()).await.map_err(|error| Error::Unexpected(error.into()))?;
        Ok(Sink::Remote(WriteMultipart::new(upload)))
    }

    async fn write(&mut self, piece: &[u8]) -> anyhow::Result<()> {
        match self {
            Sink::Local(write) => write.write(piece).await?,
            Sink::Remote(write) => {
                write.wait_for_capacity(REMOTE_CONCURRENCY).await?;
                write.write(piece);
            }
        }
        Ok(())
    }

    async fn finish(self) -> anyhow::Result<()> {
        match self {
            Sink::Local(write) => write.finish().await?,
            Sink::Remote(write) => {
                write.finish().await?;
            }
        }
        Ok(())
    }
}
