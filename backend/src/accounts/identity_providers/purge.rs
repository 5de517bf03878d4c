//! Deletion of expired rows.

use platform::{Error, execute};

use crate::Portal;

/// Deletes expired authorization requests, pending identities, sign-outs and handovers; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    const STATEMENTS: [&str; 5] = [
        "DELETE FROM identity_request WHERE expires_at < $1",
        "DELETE FROM pending_identity WHERE expires_at < $1",
        "DELETE FROM provider_sign_out WHERE expires_at < $1",
        "DELETE FROM handover WHERE expires_at < $1",
        "DELETE FROM handover_used WHERE expires_at < $1",
    ];
    let now = portal.clock.now();
    let mut deleted = 0;
    for statement in STATEMENTS {
        deleted += execute!(portal.db, sqlx::query(statement).bind(now))?;
    }
    Ok(deleted)
}
