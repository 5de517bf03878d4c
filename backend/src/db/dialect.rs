//! The few places where SQLite and PostgreSQL must be told different things.

use super::Tx;

/// Ends a `SELECT` of rows to be leased by a worker: on PostgreSQL, rows that another worker is taking are skipped;
/// on SQLite `BEGIN IMMEDIATE` already lets one worker in at a time.
pub fn skip_locked(tx: &Tx) -> &'static str {
    if tx.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" }
}

/// The database answers « busy », « full », « no connection », « shutting down »: worth another try later.
pub fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing_code(&code)),
        _ => false,
    }
}

fn is_passing_code(code: &str) -> bool {
    if let Ok(number) = code.parse::<u32>()
        && code.len() < 5
    {
        // SQLite result codes; the low byte is the primary code: BUSY, LOCKED, IOERR, FULL, CANTOPEN.
        return matches!(number & 0xff, 5 | 6 | 10 | 13 | 14);
    }
    // PostgreSQL classes: 08 connection, 53 resources, 57 operator intervention (shutdown, statement time-out);
    // 55P03 lock not available, 40001 serialisation, 40P01 deadlock.
    matches!(code.get(..2), Some("08" | "53" | "57")) || matches!(code, "55P03" | "40001" | "40P01")
}

/// Does a unique index refuse the row?
pub fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}
