use std::time::Duration;

use sqlx::{FromRow, postgres::PgRow, sqlite::SqliteRow};

use crate::{
    Error, Platform,
    db::{Moment, Tx},
    id::OutboxRowId,
};

/// Table of rows to deliver.
///
/// Its columns are `id` (UUID), `due_at`, `attempts`, `dead_at`, `dead_reason`, `last_error`, [`Queue::DONE_AT`] and
/// [`Queue::COLUMNS`]. A row is pending while neither [`Queue::DONE_AT`] nor `dead_at` is set.
pub trait Queue: Send + Sync + 'static {
    /// Columns that an attempt needs.
    type Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Sync + Unpin;

    const TABLE: &'static str;
    /// Columns of [`Queue::Row`], separated by commas.
    const COLUMNS: &'static str;
    /// Column set by a successful attempt.
    const DONE_AT: &'static str = "sent_at";
    /// Text columns emptied on success and on expiry, because they may hold a code or a link.
    const ERASED: &'static [&'static str] = &[];
    /// Rows leased at once and attempted concurrently.
    const BATCH: u32 = 8;
    /// `true` if [`run`](super::run) drops attempts at shutdown instead of waiting for them. For attempts that take
    /// minutes: they start again when their lease ends.
    const DROPPED_AT_SHUTDOWN: bool = false;

    fn platform(&self) -> &Platform;

    /// Time during which no other worker attempts a leased row. Longer than an attempt: a row whose worker died is due
    /// again afterwards.
    fn lease(&self) -> Duration;

    /// Further condition of due rows.
    fn filter(&self, _now: Moment) -> Filter {
        Filter { condition: "TRUE", parameters: Vec::new() }
    }

    /// Returns the limit beyond which this row becomes a dead letter.
    fn limit(&self, row: &Self::Row) -> Limit;

    /// Returns the time from which this row is worth no further attempt, because what it carries has ended;
    /// [`Queue::ERASED`] is emptied then.
    fn expires_at(&self, _row: &Self::Row) -> Option<Moment> {
        None
    }

    /// Kind of row, for the logs.
    fn kind<'r>(&self, row: &'r Self::Row) -> &'r str;

    /// Applies further changes to a row, in the transaction that leases it.
    fn on_lease(
        &self,
        _tx: &mut Tx,
        _id: OutboxRowId,
        _now: Moment,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        async { Ok(()) }
    }

    /// Delivers one row. May run more than once for a row: the receiver must recognise [`Leased::id`].
    fn attempt(&self, leased: &Leased<Self::Row>) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Row leased by this worker.
#[derive(Debug, FromRow)]
pub struct Leased<T> {
    pub id: OutboxRowId,
    /// Attempts so far, the current one included.
    pub attempts: i32,
    #[sqlx(flatten)]
    pub row: T,
}

/// SQL condition. Its parameters are numbered from `$2`; `$1` is the current time.
#[derive(Debug)]
pub struct Filter {
    pub condition: &'static str,
    pub parameters: Vec<Moment>,
}

/// Limit beyond which a row that is not delivered becomes a dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// At this number of failed attempts.
    Attempts(i32),
    /// At the first attempt that fails at this time or later.
    Deadline(Moment),
}

/// Reason why a row gets no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadReason {
    /// [`Queue::limit`] is reached.
    Exhausted,
    /// [`Failure::Permanent`]: the receiver refused it for good.
    Refused,
    /// [`Queue::expires_at`] is past. Needs no decision of an administrator.
    Expired,
}

impl DeadReason {
    /// Code in `dead_reason`.
    pub const fn code(self) -> &'static str {
        match self {
            DeadReason::Exhausted => "exhausted",
            DeadReason::Refused => "refused",
            DeadReason::Expired => "expired",
        }
    }
}

/// Reason why an attempt failed.
#[derive(Debug)]
pub enum Failure {
    /// Retried until [`Queue::limit`].
    Temporary(anyhow::Error),
    /// Never succeeds: the row becomes a dead letter at once.
    Permanent(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Temporary(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Temporary(error.into_anyhow())
    }
}
