//! Rate of durable writes of the disk: the upper limit for sequential commits.

use std::fs::{File, remove_file};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

/// One database page.
const BLOCK: [u8; 4096] = [0x5a; 4096];
/// Blocks in the file. They are overwritten in a cycle, so that the file keeps its size, like a write-ahead
/// log.
const BLOCKS: u64 = 1024;

/// Measures, during `duration`, the number of writes of 4 KiB followed by `fdatasync` per second in `folder`.
///
/// # Errors
/// If a write fails.
pub async fn syncs_per_second(folder: &Path, duration: Duration) -> Result<f64> {
    let path = folder.join("fsync.bin");
    tokio::task::spawn_blocking(move || {
        let rate = sync_repeatedly(&path, duration);
        remove_file(&path)?;
        rate
    })
    .await?
}

fn sync_repeatedly(path: &Path, duration: Duration) -> Result<f64> {
    let mut file = File::create(path)?;
    for _ in 0..BLOCKS {
        file.write_all(&BLOCK)?;
    }
    file.sync_all()?;
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < duration {
        file.seek(SeekFrom::Start(u64::from(count) % BLOCKS * BLOCK.len() as u64))?;
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}
