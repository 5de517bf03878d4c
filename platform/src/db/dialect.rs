//! Differences between SQLite and PostgreSQL.

use super::Tx;
use crate::disk;

/// Returns the end of a `SELECT` of rows to lease. On PostgreSQL, locks the rows and skips those that another worker
/// has locked; on SQLite, `BEGIN IMMEDIATE` already excludes other workers.
pub fn skip_locked(tx: &Tx) -> &'static str {
    if tx.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" }
}

/// Reason for which a retry may succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transient {
    /// The database is busy, unreachable or shutting down.
    Busy,
    /// The disk is full, failing or read-only: an administrator must act.
    Unwritable,
}

/// Returns `None` if a retry would fail as well.
pub fn transient(error: &sqlx::Error) -> Option<Transient> {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            Some(Transient::Busy)
        }
        sqlx::Error::Io(error) if disk::is_unwritable(error) => Some(Transient::Unwritable),
        sqlx::Error::Io(_) => Some(Transient::Busy),
        sqlx::Error::Database(error) => error.code().and_then(|code| transient_code(&code)),
        _ => None,
    }
}

fn transient_code(code: &str) -> Option<Transient> {
    if let Ok(number) = code.parse::<u32>()
        && code.len() < 5
    {
        // SQLite result codes; the low byte is the primary code.
        return match number & 0xff {
            // BUSY, LOCKED.
            5 | 6 => Some(Transient::Busy),
            // READONLY, IOERR, FULL, CANTOPEN.
            8 | 10 | 13 | 14 => Some(Transient::Unwritable),
            _ => None,
        };
    }
    match (code, code.get(..2)) {
        // PostgreSQL: disk full, read-only transaction (a standby); class 58: system errors.
        ("53100" | "25006", _) | (_, Some("58")) => Some(Transient::Unwritable),
        // Lock not available, serialisation, deadlock; classes 08: connection, 53: resources, 57: operator intervention
        // (shutdown, statement time-out).
        ("55P03" | "40001" | "40P01", _) | (_, Some("08" | "53" | "57")) => Some(Transient::Busy),
        _ => None,
    }
}

/// Returns `true` if a unique index refuses the row.
pub fn is_unique_violation(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines_are_told_apart() {
        use Transient::{Busy, Unwritable};
        for (code, expected) in [
            ("5", Some(Busy)),
            ("517", Some(Busy)),
            ("6", Some(Busy)),
            ("8", Some(Unwritable)),
            ("1032", Some(Unwritable)),
            ("778", Some(Unwritable)),
            ("13", Some(Unwritable)),
            ("14", Some(Unwritable)),
            ("1", None),
            ("19", None),
            ("2067", None),
            ("53100", Some(Unwritable)),
            ("25006", Some(Unwritable)),
            ("58030", Some(Unwritable)),
            ("53300", Some(Busy)),
            ("57P01", Some(Busy)),
            ("08006", Some(Busy)),
            ("40P01", Some(Busy)),
            ("23505", None),
            ("42501", None),
        ] {
            assert_eq!(transient_code(code), expected, "{code}");
        }
    }
}
