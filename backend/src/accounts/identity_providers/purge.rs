//! Deletion of expired rows.

use platform::Error;

use crate::Portal;

/// Deletes expired authorization requests, pending identities, sign-outs and handovers; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let deletions = [
        "DELETE FROM identity_request WHERE expires_at < $1",
        "DELETE FROM pending_identity WHERE expires_at < $1",
        "DELETE FROM provider_sign_out WHERE expires_at < $1",
        "DELETE FROM handover WHERE expires_at < $1",
        "DELETE FROM handover_used WHERE expires_at < $1",
    ];
    Ok(portal.db.delete_before(portal.clock.now(), &deletions).await?)
}
