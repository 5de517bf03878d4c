use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx, on_tx,
};
use sqlx::types::Json;

use super::event::Event;
use crate::{
    Portal,
    accounts::sessions::{self, Session},
    id::{AccountId, RowId},
};

/// 13 months, so that a whole year can be compared with the one before.
const RETENTION: Duration = Duration::from_secs(396 * 24 * 3600);

/// Records an event in the transaction of the change it reports. `place`: as [`sessions::place`] formats it.
pub async fn record(
    tx: &mut Tx,
    at: Moment,
    account: AccountId,
    place: &str,
    event: Event,
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO account_event (id, account_id, happened_at, place, event, times)
             VALUES ($1, $2, $3, $4, $5, 1)",
        )
        .bind(RowId::generate())
        .bind(account)
        .bind(at)
        .bind(place)
        .bind(Json(&event))
    )?;
    Ok(())
}

/// Records an event of the signed-in person, with the place where the session was opened.
///
/// # Errors
/// [`Error::NotFound`] if no person is signed in.
pub async fn record_from_session(
    tx: &mut Tx,
    at: Moment,
    session: &Session,
    event: Event,
) -> Result<(), Error> {
    let account = session.account()?.account;
    let (network, device): (String, String) = on_tx!(tx, |c| {
        sqlx::query_as("SELECT network, device FROM session WHERE id = $1")
            .bind(session.id)
            .fetch_one(c)
            .await
    })?;
    record(tx, at, account, &sessions::stored_place(&network, &device), event).await
}

/// Deletes the events older than [`RETENTION`]; returns their number.
pub(crate) async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM account_event WHERE happened_at < $1").bind(limit))?)
}
