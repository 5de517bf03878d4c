use platform::{Error, db::Duration};

use crate::{Portal, accounts::account};

/// Deletes accounts that were not activated in time (mission §2.2); returns their number.
pub(crate) async fn purge_never_activated(portal: &Portal) -> Result<u64, Error> {
    let age = Duration::from_secs(portal.config.security.never_activated_days * 24 * 3600);
    account::delete_pending_created_before(&portal.db, portal.clock.now() - age).await
}
