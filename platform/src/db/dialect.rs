//! Differences between SQLite and PostgreSQL.

use super::Tx;

/// Returns the end of a `SELECT` of rows to lease. On PostgreSQL, locks the rows and skips those that another worker
/// has locked; on SQLite, `BEGIN IMMEDIATE` already excludes other workers.
pub fn skip_locked(tx: &Tx) -> &'static str {
    if tx.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" }
}

/// Returns `true` if a retry may succeed: the database is busy, full, unreachable or shutting down.
pub fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_transient_code(&code)),
        _ => false,
    }
}

fn is_transient_code(code: &str) -> bool {
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

/// Returns `true` if a unique index refuses the row.
pub fn is_unique_violation(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}
