use std::time::Duration;

use super::store;
use crate::{Error, Platform, transparency::checkpoint::last_checkpoint};

/// Time between two timestamps.
const PERIOD: Duration = Duration::from_secs(24 * 3600);

/// Timestamps the last checkpoint, if an authority is configured, the last timestamp is a day old and the log has grown
/// since. Returns the number of timestamps.
///
/// # Errors
/// [`Error::Unexpected`] if the authority does not answer, or not with a timestamp: the next run tries again.
pub async fn timestamp_checkpoint(platform: &Platform) -> Result<u64, Error> {
    let Some(authority) = &platform.timestamp_authority else { return Ok(0) };
    let Some(checkpoint) = last_checkpoint(&platform.db).await? else { return Ok(0) };
    let now = platform.clock.now();
    if let Some(last) = store::last(&platform.db).await?
        && (last.size == checkpoint.size || now < last.received_at + PERIOD)
    {
        return Ok(0);
    }
    let (reply, stamp) = authority.stamp(&platform.http, checkpoint.note.as_bytes()).await?;
    store::insert(&platform.db, checkpoint.size, &reply, stamp, platform.clock.now()).await
}
