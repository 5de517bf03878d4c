//! How fast this disk makes something durable: what every commit must wait for at least.

use std::fs::{File, remove_file};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

/// One page of the database.
const BLOCK: [u8; 4096] = [0x5a; 4096];
/// Blocks written one after the other, then over again: like a journal, the file keeps its size.
const BLOCKS: u64 = 1024;

/// Writes of 4 KiB each followed by `fdatasync`, per second, in `folder` for `length`.
///
/// # Errors
/// When the disk refuses.
pub async fn syncs_per_second(folder: &Path, length: Duration) -> Result<f64> {
    let path = folder.join("fsync.bin");
    tokio::task::spawn_blocking(move || {
        let rate = sync_in(&path, length);
        remove_file(&path)?;
        rate
    })
    .await?
}

fn sync_in(path: &Path, length: Duration) -> Result<f64> {
    let mut file = File::create(path)?;
    for _ in 0..BLOCKS {
        file.write_all(&BLOCK)?;
    }
    file.sync_all()?;
    let (start, mut done) = (Instant::now(), 0_u32);
    while start.elapsed() < length {
        file.seek(SeekFrom::Start(u64::from(done) % BLOCKS * BLOCK.len() as u64))?;
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        done += 1;
    }
    Ok(f64::from(done) / start.elapsed().as_secs_f64())
}
