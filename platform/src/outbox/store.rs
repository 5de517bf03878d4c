//! SQL of the worker, for the table of any queue.

use sqlx::AssertSqlSafe;

use super::{DeadReason, Leased, Queue};
use crate::{
    Error,
    db::{Moment, dialect},
    execute, execute_tx,
    id::OutboxRowId,
    on, on_tx,
};

/// Returns `true` if a row is due. Reads only, so that an idle queue neither waits for the writer nor delays it.
pub(super) async fn any_due<Q: Queue>(queue: &Q, now: Moment) -> Result<bool, Error> {
    let filter = queue.filter(now);
    let select = format!("SELECT id {} LIMIT 1", due::<Q>(filter.condition));
    let found: Option<OutboxRowId> = on!(queue.platform().db, |c| {
        let mut query = sqlx::query_scalar(AssertSqlSafe(select)).bind(now);
        for parameter in filter.parameters {
            query = query.bind(parameter);
        }
        query.fetch_optional(c).await
    })?;
    Ok(found.is_some())
}

/// Leases due rows, the oldest first, and ends those that have expired. Returns the leased rows and the number of
/// expired ones.
pub(super) async fn lease<Q: Queue>(queue: &Q, now: Moment) -> Result<(Vec<Leased<Q::Row>>, usize), Error> {
    let mut tx = queue.platform().db.begin().await?;
    let filter = queue.filter(now);
    let select = format!(
        "SELECT id, attempts, {} {} ORDER BY due_at LIMIT {}{}",
        Q::COLUMNS,
        due::<Q>(filter.condition),
        Q::BATCH,
        dialect::skip_locked(&tx)
    );
    let due: Vec<Leased<Q::Row>> = on_tx!(tx, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(select)).bind(now);
        for parameter in filter.parameters {
            query = query.bind(parameter);
        }
        query.fetch_all(c).await
    })?;
    let update = format!("UPDATE {} SET due_at = $1, attempts = attempts + 1 WHERE id = $2", Q::TABLE);
    let expire =
        format!("UPDATE {} SET dead_at = $1, dead_reason = $3{} WHERE id = $2", Q::TABLE, erase::<Q>());
    let (mut leased, mut expired) = (Vec::new(), 0);
    for mut row in due {
        if queue.expires_at(&row.row).is_some_and(|at| at <= now) {
            tracing::warn!(queue = Q::TABLE, id = %row.id, kind = queue.kind(&row.row), "expired before delivery");
            let reason = DeadReason::Expired.code();
            execute_tx!(tx, sqlx::query(AssertSqlSafe(expire.clone())).bind(now).bind(row.id).bind(reason))?;
            expired += 1;
            continue;
        }
        let until = now + queue.lease();
        execute_tx!(tx, sqlx::query(AssertSqlSafe(update.clone())).bind(until).bind(row.id))?;
        queue.on_lease(&mut tx, row.id, now).await?;
        row.attempts += 1;
        leased.push(row);
    }
    tx.commit().await?;
    Ok((leased, expired))
}

pub(super) async fn record_success<Q: Queue>(queue: &Q, id: OutboxRowId, now: Moment) -> Result<(), Error> {
    let update = format!(
        "UPDATE {} SET {done} = $1, last_error = NULL{} WHERE id = $2 AND {done} IS NULL",
        Q::TABLE,
        erase::<Q>(),
        done = Q::DONE_AT
    );
    execute!(queue.platform().db, sqlx::query(AssertSqlSafe(update)).bind(now).bind(id))?;
    Ok(())
}

/// Records a failed attempt. `end`: set if the row becomes a dead letter; otherwise it is due again at `due_at`.
pub(super) async fn record_failure<Q: Queue>(
    queue: &Q,
    id: OutboxRowId,
    error: &str,
    due_at: Moment,
    end: Option<(Moment, DeadReason)>,
) -> Result<(), Error> {
    let update = format!(
        "UPDATE {} SET due_at = $1, last_error = $2, dead_at = $3, dead_reason = $4 WHERE id = $5 AND {} IS NULL",
        Q::TABLE,
        Q::DONE_AT
    );
    let (dead_at, reason) = end.map(|(at, reason)| (at, reason.code())).unzip();
    execute!(
        queue.platform().db,
        sqlx::query(AssertSqlSafe(update)).bind(due_at).bind(error).bind(dead_at).bind(reason).bind(id)
    )?;
    Ok(())
}

fn due<Q: Queue>(condition: &str) -> String {
    format!(
        "FROM {} WHERE due_at <= $1 AND {} IS NULL AND dead_at IS NULL AND {condition}",
        Q::TABLE,
        Q::DONE_AT
    )
}

fn erase<Q: Queue>() -> String {
    Q::ERASED.iter().map(|column| format!(", {column} = ''")).collect()
}
