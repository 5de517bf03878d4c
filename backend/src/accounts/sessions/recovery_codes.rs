use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute_tx,
};

use crate::id::SessionId;

/// Allows this session to generate recovery codes once within `validity`.
pub(crate) async fn permit_recovery_codes(
    tx: &mut Tx,
    now: Moment,
    session: SessionId,
    validity: Duration,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query("UPDATE session SET recovery_codes_until = $1 WHERE id = $2 AND closed_at IS NULL")
            .bind(now + validity)
            .bind(session)
    )?;
    Ok(())
}

/// Consumes the permit; returns `false` if there was none.
pub(crate) async fn use_recovery_codes_permit(
    tx: &mut Tx,
    now: Moment,
    session: SessionId,
) -> Result<bool, Error> {
    let used = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE session SET recovery_codes_until = NULL
             WHERE id = $1 AND closed_at IS NULL AND recovery_codes_until > $2",
        )
        .bind(session)
        .bind(now)
    )?;
    Ok(used == 1)
}
