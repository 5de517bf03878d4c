use std::{ops::Range, sync::Arc, time::Duration};

use anyhow::Context;
use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem,
    path::Path,
};

use super::{FileKey, Upload, key, local, upload::Sink};
use crate::{Error, config::FilesConfig, db::Moment};

/// Time after which a request to a bucket is not tried again. A person waits for the answer.
const RETRY_TIMEOUT: Duration = Duration::from_secs(10);

/// Time within which a bucket must answer the readiness check.
const PROBE_TIMEOUT: Duration = Duration::from_secs(5);

/// The file store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// Set if the store is a local folder: writes go through [`local`], because `object_store` does not fsync.
    folder: Option<local::Folder>,
}

/// Open file: its size and a stream of its bytes.
pub struct Content {
    pub size: u64,
    pub stream: BoxStream<'static, std::io::Result<Bytes>>,
}

/// Stored file in a listing.
#[derive(Clone, Debug)]
pub struct FileEntry {
    pub key: FileKey,
    pub size: u64,
    pub modified: Moment,
}

impl Files {
    pub fn open_store(config: &FilesConfig) -> anyhow::Result<Files> {
        match config {
            FilesConfig::Local { folder } => {
                let folder = local::Folder::open(folder)
                    .with_context(|| format!("cannot use the folder {} of the files", folder.display()))?;
                let store = LocalFileSystem::new_with_prefix(folder.stored())?;
                Ok(Files { store: Arc::new(store), folder: Some(folder) })
            }
            FilesConfig::S3 { bucket, region, endpoint, access_key, secret_key } => {
                let plain = endpoint.as_ref().is_some_and(|address| address.scheme() == "http");
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(bucket)
                    .with_region(region)
                    .with_access_key_id(access_key.expose())
                    .with_secret_access_key(secret_key.expose())
                    .with_retry(RetryConfig {
                        max_retries: 3,
                        retry_timeout: RETRY_TIMEOUT,
                        ..RetryConfig::default()
                    })
                    .with_client_options(ClientOptions::new().with_allow_http(plain));
                if let Some(endpoint) = endpoint {
                    builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
                }
                Ok(Files { store: Arc::new(builder.build()?), folder: None })
            }
        }
    }

    /// Begins a file of at most `limit` bytes, under a new key.
    pub async fn begin(&self, limit: u64) -> Result<Upload, Error> {
        let key = FileKey::generate();
        let sink = match &self.folder {
            Some(folder) => Sink::local(folder, &key).await?,
            None => Sink::remote(self.store.as_ref(), &key).await?,
        };
        Ok(Upload::new(key, limit, sink))
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no file has this key.
    pub async fn open(&self, key: &FileKey) -> Result<Content, Error> {
        let found = self.store.get(&key.path()).await?;
        let size = found.meta.size;
        let stream = found.into_stream().map(|chunk| chunk.map_err(std::io::Error::other)).boxed();
        Ok(Content { size, stream })
    }

    /// Reads a small part of a file.
    pub async fn read_range(&self, key: &FileKey, range: Range<u64>) -> Result<Bytes, Error> {
        Ok(self.store.get_range(&key.path(), range).await?)
    }

    /// Deletes a file. Succeeds if it does not exist.
    pub async fn delete(&self, key: &FileKey) -> Result<(), Error> {
        match self.store.delete(&key.path()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Like [`Files::delete`], for a file that no row refers to any longer. A failure leaves an orphan, which a job deletes.
    pub async fn discard(&self, key: &FileKey) {
        if let Err(error) = self.delete(key).await {
            tracing::warn!(%error, %key, "failed to delete a file");
        }
    }

    /// Lists the stored files, in no order. Skips names that are not keys.
    pub fn list(&self) -> BoxStream<'static, Result<FileEntry, Error>> {
        self.store
            .list(Some(&Path::from(key::PREFIX)))
            .filter_map(|found| async {
                match found {
                    Ok(meta) => {
                        let key = FileKey::from_path(&meta.location)?;
                        let modified = Moment::from_micros(meta.last_modified.timestamp_micros());
                        Some(Ok(FileEntry { key, size: meta.size, modified }))
                    }
                    Err(error) => Some(Err(error.into())),
                }
            })
            .boxed()
    }

    /// Returns `true` if files can be stored in the folder, or the bucket be read, for the readiness check.
    pub async fn probe(&self) -> bool {
        match &self.folder {
            Some(folder) => folder.is_writable().await,
            None => {
                let first = tokio::time::timeout(PROBE_TIMEOUT, self.list().next()).await;
                matches!(first, Ok(None | Some(Ok(_))))
            }
        }
    }

    /// Deletes unfinished uploads of dead processes, at least `older_than` old. Returns their number.
    pub async fn clear_unfinished(&self, older_than: std::time::Duration) -> Result<u64, Error> {
        match &self.folder {
            Some(folder) => Ok(folder.clear_unfinished(older_than).await?),
            None => Ok(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt;
    use object_store::memory::InMemory;

    use super::*;

    /// The in-memory store acts like a bucket: parts of 5 MiB, one at a time.
    #[tokio::test]
    async fn multipart_upload_stores_the_same_bytes() {
        let files = Files { store: Arc::new(InMemory::new()), folder: None };
        let content: Vec<u8> = (0..3_000_000u32).flat_map(u32::to_le_bytes).collect();
        let mut upload = files.begin(content.len() as u64).await.expect("begun");
        for chunk in content.chunks(64 * 1024) {
            upload.write(chunk).await.expect("written");
        }
        let stored = upload.finish().await.expect("stored");
        let opened = files.open(&stored.key).await.expect("opened");
        assert_eq!(opened.size, stored.size);
        let chunks: Vec<Bytes> = opened.stream.try_collect().await.expect("read");
        assert!(chunks.concat() == content);
        assert_eq!(files.list().count().await, 1);

        let mut upload = files.begin(10).await.expect("begun");
        upload.write(b"half").await.expect("written");
        upload.abort().await;
        assert_eq!(files.list().count().await, 1);
        assert!(files.probe().await);
    }
}
