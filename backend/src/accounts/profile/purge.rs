//! Deletion of expired rows.

use platform::{Error, db::Duration, execute};

use crate::Portal;

/// Deletes links, changes of address and reset requests a day after they ended; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - Duration::from_secs(24 * 3600);
    let mut deleted = 0;
    for statement in [
        "DELETE FROM account_link WHERE expires_at < $1",
        "DELETE FROM email_change WHERE expires_at < $1",
        "DELETE FROM reset_request WHERE asked_at < $1",
    ] {
        deleted += execute!(portal.db, sqlx::query(statement).bind(limit))?;
    }
    Ok(deleted)
}
