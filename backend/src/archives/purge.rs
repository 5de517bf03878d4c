use platform::Error;

use super::{state::RETENTION, store};
use crate::Portal;

/// Deletes expired archives with their files, and those that failed long ago; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let deleted = store::delete_past(&portal.db, now, now - RETENTION).await?;
    let count = deleted.len() as u64;
    for key in deleted.into_iter().flatten() {
        portal.files.discard(&key).await;
    }
    Ok(count)
}
