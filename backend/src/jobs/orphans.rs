//! Orphan files: uploads whose row was never committed.

use std::time::Duration;

use futures::StreamExt;
use platform::{Error, db::Moment, files::FileKey};

use crate::{Portal, archives, messaging};

/// Age at which a file without a row is an orphan: much longer than the longest upload.
const ORPHAN_AGE: Duration = Duration::from_secs(24 * 3600);

/// Deletes the orphan files that are a day old. Returns their number.
pub async fn sweep(portal: &Portal) -> Result<u64, Error> {
    let limit: Moment = portal.clock.now() - ORPHAN_AGE;
    let mut swept = portal.files.clear_unfinished(ORPHAN_AGE).await?;
    let mut files = portal.files.list();
    while let Some(file) = files.next().await {
        let file = file?;
        if file.modified < limit && !is_used(portal, &file.key).await? {
            portal.files.delete(&file.key).await?;
            swept += 1;
        }
    }
    Ok(swept)
}

async fn is_used(portal: &Portal, key: &FileKey) -> Result<bool, Error> {
    Ok(messaging::is_file_used(portal, key).await? || archives::is_file_used(portal, key).await?)
}
