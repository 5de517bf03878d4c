use std::time::Duration;

use backend::jobs;
use futures::{StreamExt, TryStreamExt};
use platform::{
    Error,
    files::{FileKey, UploadError},
};
use sha2::{Digest, Sha256};

use crate::database::{TestEnv, on_each_database};

async fn store(env: &TestEnv, content: &[u8]) -> platform::files::StoredFile {
    let mut upload = env.portal.files.begin(content.len() as u64).await.expect("begun");
    for piece in content.chunks(1000) {
        upload.write(piece).await.expect("written");
    }
    upload.finish().await.expect("durable")
}

/// Returns every file below a folder.
fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn file_round_trips_with_its_size_and_hash() {
    on_each_database(async |env| {
        let mut content = b"%PDF-1.7\n".to_vec();
        content.extend((0..100_000u32).flat_map(u32::to_le_bytes));
        let stored = store(&env, &content).await;
        assert_eq!(stored.size, content.len() as u64);
        assert_eq!(stored.sha256, <[u8; 32]>::from(Sha256::digest(&content)));
        assert_eq!(stored.detected_type(), Some("application/pdf"));
        assert_eq!(stored.head.len(), 8192);
        let opened = env.portal.files.open(&stored.key).await.expect("opened");
        assert_eq!(opened.size, content.len() as u64);
        let pieces: Vec<_> = opened.stream.try_collect().await.expect("read");
        assert_eq!(pieces.concat(), content);
        let part = env.portal.files.read_range(&stored.key, 0..8).await.expect("read");
        assert_eq!(part.as_ref(), b"%PDF-1.7");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn oversized_upload_is_refused_and_removed() {
    on_each_database(async |env| {
        let mut upload = env.portal.files.begin(10).await.expect("begun");
        upload.write(b"0123456789").await.expect("exactly the limit");
        let outcome = upload.write(b"x").await;
        assert!(matches!(outcome, Err(UploadError::TooLarge { limit: 10 })), "{outcome:?}");
        drop(upload);
        assert_eq!(files_below(env.folder().join("files").as_path()), Vec::<std::path::PathBuf>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn abandoned_upload_is_removed() {
    on_each_database(async |env| {
        let mut upload = env.portal.files.begin(100).await.expect("begun");
        upload.write(b"half").await.expect("written");
        drop(upload);
        let mut upload = env.portal.files.begin(100).await.expect("begun");
        upload.write(b"half").await.expect("written");
        upload.abort().await;
        assert!(files_below(env.folder().join("files").as_path()).is_empty());
        assert_eq!(env.portal.files.list().count().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_file_is_stored() {
    on_each_database(async |env| {
        let stored = store(&env, b"").await;
        assert_eq!((stored.size, stored.detected_type()), (0, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_is_idempotent_and_a_deleted_file_is_not_found() {
    on_each_database(async |env| {
        let stored = store(&env, b"bonjour").await;
        env.portal.files.delete(&stored.key).await.expect("deleted");
        env.portal.files.delete(&stored.key).await.expect("already gone");
        assert!(matches!(env.portal.files.open(&stored.key).await, Err(Error::NotFound)));
        let unknown = FileKey::parse("0123456789abcdef0123456789abcdef").expect("a key");
        assert!(matches!(env.portal.files.open(&unknown).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orphan_files_are_swept_after_a_day() {
    on_each_database(async |env| {
        let stored = store(&env, b"orphelin").await;
        assert_eq!(jobs::sweep_orphans(&env.portal).await.expect("swept"), 0, "too recent");
        // The file has the date of the system: advance the test clock past it.
        let written = env.portal.files.list().next().await.expect("a file").expect("listed").modified;
        env.advance(written.since(env.clock.now()) + Duration::from_secs(25 * 3600));
        assert_eq!(jobs::sweep_orphans(&env.portal).await.expect("swept"), 1);
        assert!(matches!(env.portal.files.open(&stored.key).await, Err(Error::NotFound)));
    })
    .await;
}
