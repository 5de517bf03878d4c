//! Deletion of expired rows.

use platform::{Error, db::Duration};

use crate::Portal;

/// Deletes changes of address and reset requests a day after they ended; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    let deletions = [
        "DELETE FROM email_change WHERE expires_at < $1",
        "DELETE FROM reset_request WHERE requested_at < $1",
    ];
    Ok(portal.db.delete_before(limit, &deletions).await?)
}
