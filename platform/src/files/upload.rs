use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

use super::{FileKey, local, text_scan::TextScan};
use crate::Error;

/// Number of first bytes held in memory, enough to detect the media type.
const HEAD_BYTES: usize = 8192;

/// Parts sent to a bucket at a time: one is sent while the next one fills.
const REMOTE_CONCURRENCY: usize = 1;

/// Upload in progress: counted, hashed and written chunk by chunk. Leaves nothing behind if dropped unfinished.
pub struct Upload {
    key: FileKey,
    limit: u64,
    size: u64,
    sha256: Sha256,
    head: Vec<u8>,
    text: TextScan,
    sink: Sink,
}

/// Durable file that no row refers to yet.
#[derive(Clone, Debug)]
pub struct StoredFile {
    pub key: FileKey,
    pub size: u64,
    pub sha256: [u8; 32],
    /// First bytes, up to 8 KiB.
    pub head: Vec<u8>,
    /// The whole content is readable text.
    pub is_text: bool,
}

impl StoredFile {
    /// Media type detected from the first bytes; `None` without a known signature. The first letters of a text may be a
    /// signature: see `is_text`.
    pub fn detected_type(&self) -> Option<&'static str> {
        infer::get(&self.head).map(|kind| kind.mime_type())
    }
}

/// Reason why an upload failed.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error("the file has more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file cannot be stored: {0:#}")]
    Storage(#[source] anyhow::Error),
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        match error {
            // Of a known kind if the disk is full or the bucket does not answer.
            UploadError::Storage(cause) => cause.context("the file cannot be stored").into(),
            UploadError::TooLarge { .. } => Error::Unexpected(error.into()),
        }
    }
}

impl Upload {
    pub(super) fn new(key: FileKey, limit: u64, sink: Sink) -> Self {
        Upload {
            key,
            limit,
            size: 0,
            sha256: Sha256::new(),
            head: Vec::new(),
            text: TextScan::default(),
            sink,
        }
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// [`UploadError::TooLarge`] at the first byte over the limit; drop the upload then.
    pub async fn write(&mut self, chunk: &[u8]) -> Result<(), UploadError> {
        self.size = self.size.saturating_add(chunk.len() as u64);
        if self.size > self.limit {
            return Err(UploadError::TooLarge { limit: self.limit });
        }
        self.sha256.update(chunk);
        let wanted = HEAD_BYTES.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..wanted]);
        self.text.read(chunk);
        self.sink.write(chunk).await.map_err(UploadError::Storage)
    }

    /// Bytes written so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Finishes the file, which survives a power cut once this returns.
    pub async fn finish(self) -> Result<StoredFile, UploadError> {
        let Upload { key, size, sha256, head, text, sink, .. } = self;
        sink.finish().await.map_err(UploadError::Storage)?;
        Ok(StoredFile { key, size, sha256: sha256.finalize().into(), head, is_text: text.finish() })
    }

    /// Deletes what was written. Dropping the upload does the same on a local folder.
    pub async fn abort(self) {
        if let Sink::Remote(write) = self.sink
            && let Err(error) = write.abort().await
        {
            tracing::warn!(%error, "failed to delete an unfinished upload from the bucket");
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
        Ok(Sink::Remote(WriteMultipart::new(store.put_multipart(&key.path()).await?)))
    }

    async fn write(&mut self, chunk: &[u8]) -> anyhow::Result<()> {
        match self {
            Sink::Local(write) => write.write(chunk).await?,
            Sink::Remote(write) => {
                write.wait_for_capacity(REMOTE_CONCURRENCY).await?;
                write.write(chunk);
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
