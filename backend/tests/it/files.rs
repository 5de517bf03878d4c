use std::time::Duration;

use backend::{
    Error,
    files::{FileKey, UploadError},
    jobs,
};
use futures::{StreamExt, TryStreamExt};
use sha2::{Digest, Sha256};

use crate::database::{House, on_each_database};

async fn store(house: &House, content: &[u8]) -> backend::files::Stored {
    let mut upload = house.portal.files.begin(content.len() as u64).await.expect("begun");
    for piece in content.chunks(1000) {
        upload.write(piece).await.expect("written");
    }
    upload.finish().await.expect("durable")
}

/// Every file below a folder.
fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_as_it_was_with_its_size_and_hash() {
    on_each_database(async |house| {
        let mut content = b"%PDF-1.7\n".to_vec();
        content.extend((0..100_000u32).flat_map(u32::to_le_bytes));
        let stored = store(&house, &content).await;
        assert_eq!(stored.size, content.len() as u64);
        assert_eq!(stored.sha256, <[u8; 32]>::from(Sha256::digest(&content)));
        assert_eq!(stored.sniffed(), Some("application/pdf"));
        assert_eq!(stored.head.len(), 8192);
        let opened = house.portal.files.open(&stored.key).await.expect("opened");
        assert_eq!(opened.size, content.len() as u64);
        let pieces: Vec<_> = opened.stream.try_collect().await.expect("read");
        assert_eq!(pieces.concat(), content);
        let part = house.portal.files.read_range(&stored.key, 0..8).await.expect("read");
        assert_eq!(part.as_ref(), b"%PDF-1.7");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_byte_too_many_is_refused_and_nothing_stays() {
    on_each_database(async |house| {
        let mut upload = house.portal.files.begin(10).await.expect("begun");
        upload.write(b"0123456789").await.expect("just fits");
        let outcome = upload.write(b"x").await;
        assert!(matches!(outcome, Err(UploadError::TooLarge { limit: 10 })), "{outcome:?}");
        drop(upload);
        assert_eq!(files_below(house.folder().join("files").as_path()), Vec::<std::path::PathBuf>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_upload_leaves_nothing() {
    on_each_database(async |house| {
        let mut upload = house.portal.files.begin(100).await.expect("begun");
        upload.write(b"half").await.expect("written");
        drop(upload);
        let mut upload = house.portal.files.begin(100).await.expect("begun");
        upload.write(b"half").await.expect("written");
        upload.abort().await;
        assert!(files_below(house.folder().join("files").as_path()).is_empty());
        assert_eq!(house.portal.files.list().count().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_is_stored_as_such() {
    on_each_database(async |house| {
        let stored = store(&house, b"").await;
        assert_eq!((stored.size, stored.sniffed()), (0, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_twice_is_fine_and_reading_what_is_gone_is_not_found() {
    on_each_database(async |house| {
        let stored = store(&house, b"bonjour").await;
        house.portal.files.delete(&stored.key).await.expect("deleted");
        house.portal.files.delete(&stored.key).await.expect("already gone");
        assert!(matches!(house.portal.files.open(&stored.key).await, Err(Error::NotFound)));
        let never = FileKey::parse("0123456789abcdef0123456789abcdef").expect("a key");
        assert!(matches!(house.portal.files.open(&never).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_no_row_names_are_swept_after_a_day() {
    on_each_database(async |house| {
        let stored = store(&house, b"orphelin").await;
        assert_eq!(jobs::sweep_orphans(&house.portal).await.expect("swept"), 0, "too young");
        // The file bears the system's date; the test's clock is moved past it.
        let written = house.portal.files.list().next().await.expect("a file").expect("listed").modified;
        house.advance(written.since(house.clock.now()) + Duration::from_secs(25 * 3600));
        assert_eq!(jobs::sweep_orphans(&house.portal).await.expect("swept"), 1);
        assert!(matches!(house.portal.files.open(&stored.key).await, Err(Error::NotFound)));
    })
    .await;
}
