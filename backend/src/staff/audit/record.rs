use domain::search;
use platform::{
    Error,
    db::{Duration, Moment, Tx},
    execute, execute_tx,
};
use sqlx::types::Json;

use super::{
    act::{ActKind, Change},
    author::Author,
};
use crate::{Portal, id::RowId};

/// Three years: beyond, nothing in the portal depends on an act.
const RETENTION: Duration = Duration::from_secs(3 * 366 * 24 * 3600);

/// Records an act in the transaction that does it. `subject`: see [`Act`](super::act::Act).
pub async fn record(
    tx: &mut Tx,
    now: Moment,
    author: &Author<'_>,
    kind: ActKind,
    subject: &str,
    changes: &[Change],
) -> Result<(), Error> {
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO staff_act (id, happened_at, author, author_name, network, kind, subject, changes,
                                    search)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(RowId::generate())
        .bind(now)
        .bind(author.id())
        .bind(author.name())
        .bind(author.network())
        .bind(kind.code())
        .bind(subject)
        .bind(Json(changes))
        .bind(search::key(&format!("{} {subject}", author.name())))
    )?;
    tracing::info!(author = author.name(), act = kind.code(), subject, "act of administration");
    Ok(())
}

/// Deletes the acts older than [`RETENTION`]; returns their number.
pub async fn purge(portal: &Portal) -> Result<u64, Error> {
    let limit = portal.clock.now() - RETENTION;
    Ok(execute!(portal.db, sqlx::query("DELETE FROM staff_act WHERE happened_at < $1").bind(limit))?)
}
