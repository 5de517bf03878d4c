use platform::{Error, db::Tx, execute_tx, on};

use super::find::idle;
use crate::{
    Portal,
    id::{AccountId, SessionId},
};

/// SQL condition: the session may be used now. `$prefix` is the table's alias with its dot, or empty; `$now` and
/// `$idle_since` are placeholders bound to the current instant and to the instant [`idle`] before it.
macro_rules! is_active {
    ($prefix:literal, $now:literal, $idle_since:literal) => {
        concat!(
            $prefix,
            "closed_at IS NULL AND ",
            $prefix,
            "expires_at > ",
            $now,
            " AND ",
            $prefix,
            "seen_at > ",
            $idle_since
        )
    };
}
pub(crate) use is_active;

/// SQL condition: a person is signed in and the session may be used now. Arguments as for [`is_active`].
macro_rules! is_active_usager {
    ($prefix:literal, $now:literal, $idle_since:literal) => {
        concat!(
            $prefix,
            "stage = 'usager' AND ",
            $crate::accounts::sessions::is_active!($prefix, $now, $idle_since)
        )
    };
}
pub(crate) use is_active_usager;

/// SQL condition: an account or a member of the staff is signed in and the session may be used now. Arguments as for [`is_active`].
macro_rules! is_active_signed_in {
    ($prefix:literal, $now:literal, $idle_since:literal) => {
        concat!(
            $prefix,
            "stage IN ('usager', 'enrolement', 'equipe') AND ",
            $crate::accounts::sessions::is_active!($prefix, $now, $idle_since)
        )
    };
}
pub(crate) use is_active_signed_in;

/// Returns `true` if the session may still be used, for work that outlasts the lookup of its request.
pub async fn is_still_active(portal: &Portal, id: SessionId) -> Result<bool, Error> {
    let now = portal.clock.now();
    let found: Option<i64> = on!(portal.db, |c| {
        sqlx::query_scalar(concat!(
            "SELECT CAST(1 AS BIGINT) FROM session WHERE id = $1 AND ",
            is_active!("", "$2", "$3")
        ))
        .bind(id)
        .bind(now)
        .bind(now - idle(portal))
        .fetch_optional(c)
        .await
    })?;
    Ok(found.is_some())
}

/// Locks a session of `account` until the transaction ends, so that closing it waits for this transaction.
///
/// # Errors
/// [`Error::NotFound`] if the session may no longer be used.
pub(crate) async fn lock(
    tx: &mut Tx,
    portal: &Portal,
    session: SessionId,
    account: AccountId,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let locked = execute_tx!(
        tx,
        sqlx::query(concat!(
            "UPDATE session SET seen_at = seen_at WHERE id = $1 AND account_id = $2 AND ",
            is_active_usager!("", "$3", "$4")
        ))
        .bind(session)
        .bind(account)
        .bind(now)
        .bind(now - idle(portal))
    )?;
    if locked == 1 { Ok(()) } else { Err(Error::NotFound) }
}
