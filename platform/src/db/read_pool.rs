use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Pool of read-only connections to an SQLite file.
///
/// Takes a connection back at once. The pool of sqlx spawns a task that first sends a ping through the connection's
/// thread: as many switches of threads as the statement itself, and a page runs several short ones (docs/adr/0031).
#[derive(Clone)]
pub struct ReadPool(Arc<Shared>);

struct Shared {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    places: Semaphore,
    connections: u32,
    timeout: Duration,
}

/// A connection of a [`ReadPool`]. If it is dropped without [`Reader::release`], because its statement was cancelled, it
/// is closed: its thread may still be busy with the statement.
#[derive(Debug)]
pub struct Reader<'a> {
    connection: SqliteConnection,
    pool: &'a ReadPool,
    _place: SemaphorePermit<'a>,
}

impl ReadPool {
    /// Opens no connection yet. `timeout` limits the wait for one.
    pub(super) fn new(options: SqliteConnectOptions, connections: u32, timeout: Duration) -> Self {
        let places = Semaphore::new(connections as usize);
        Self(Arc::new(Shared { options, idle: Mutex::default(), places, connections, timeout }))
    }

    /// Returns an idle connection, or a new one.
    ///
    /// # Errors
    /// [`sqlx::Error::PoolTimedOut`]; [`sqlx::Error::PoolClosed`]; those of opening the file.
    pub async fn acquire(&self) -> Result<Reader<'_>, sqlx::Error> {
        let place = self.place().await?;
        let idle = self.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => SqliteConnection::connect_with(&self.0.options).await?,
        };
        Ok(Reader { connection, pool: self, _place: place })
    }

    async fn place(&self) -> Result<SemaphorePermit<'_>, sqlx::Error> {
        // Without a timer in the usual case.
        if let Ok(place) = self.0.places.try_acquire() {
            return Ok(place);
        }
        match tokio::time::timeout(self.0.timeout, self.0.places.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) => Err(sqlx::Error::PoolClosed),
            Err(_) => Err(sqlx::Error::PoolTimedOut),
        }
    }

    /// Closes the connections once their statements have ended, and refuses further requests.
    pub(super) async fn close(&self) {
        let unused = self.0.places.acquire_many(self.0.connections).await;
        self.0.places.close();
        drop(unused);
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "failed to close a database connection");
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ReadPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadPool").field("idle", &self.idle().len()).finish_non_exhaustive()
    }
}

impl Reader<'_> {
    /// Gives the connection back after a statement that was not cancelled.
    pub fn release(self) {
        self.pool.idle().push(self.connection);
    }
}

impl Deref for Reader<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Reader<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: Duration = Duration::from_millis(20);

    async fn select(reader: &mut Reader<'_>) -> i64 {
        sqlx::query_scalar("SELECT 1").fetch_one(&mut **reader).await.expect("a value")
    }

    #[tokio::test]
    async fn connections_are_reused_limited_and_replaced_after_a_cancellation() {
        let pool = ReadPool::new(SqliteConnectOptions::new(), 2, TIMEOUT);
        let mut first = pool.acquire().await.expect("a connection");
        let second = pool.acquire().await.expect("another connection");
        let refused = pool.acquire().await.expect_err("no place");
        assert!(matches!(refused, sqlx::Error::PoolTimedOut), "{refused}");
        assert_eq!(select(&mut first).await, 1);
        first.release();
        drop(second);
        assert_eq!(pool.idle().len(), 1, "only the released one is reused");
        let mut reused = pool.acquire().await.expect("the idle connection");
        assert_eq!(pool.idle().len(), 0);
        let mut opened = pool.acquire().await.expect("a new connection in place of the dropped one");
        assert_eq!((select(&mut reused).await, select(&mut opened).await), (1, 1));
    }

    #[tokio::test]
    async fn statements_are_not_prepared_again_for_other_values() {
        let pool = ReadPool::new(SqliteConnectOptions::new(), 1, TIMEOUT);
        let mut reader = pool.acquire().await.expect("a connection");
        let guaranteed: bool = sqlx::query_scalar("SELECT sqlite_compileoption_used('ENABLE_QPSG')")
            .fetch_one(&mut *reader)
            .await
            .expect("a value");
        assert!(guaranteed, "LIBSQLITE3_FLAGS of .cargo/config.toml did not apply");
    }

    #[tokio::test]
    async fn closing_waits_for_statements_and_refuses_later_ones() {
        let pool = ReadPool::new(SqliteConnectOptions::new(), 1, TIMEOUT);
        let reader = pool.acquire().await.expect("a connection");
        let close = pool.close();
        tokio::pin!(close);
        assert!(futures::poll!(&mut close).is_pending(), "a connection is in use");
        reader.release();
        close.await;
        assert_eq!(pool.idle().len(), 0);
        let refused = pool.acquire().await.expect_err("closed");
        assert!(matches!(refused, sqlx::Error::PoolClosed), "{refused}");
    }
}
