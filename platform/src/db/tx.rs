use sqlx::{Postgres, Sqlite, Transaction};

use crate::live::{self, Bus, Signal};

/// Write transaction. Rolled back if dropped without [`Tx::commit`].
///
/// Never begin a second one while holding one: on SQLite it would wait for the first until the pool times out.
#[derive(Debug)]
pub struct Tx {
    work: Work,
    /// Signals to send at commit.
    signals: Vec<Signal>,
}

#[doc(hidden)]
#[derive(Debug)]
pub enum Work {
    Sqlite(Transaction<'static, Sqlite>, Bus),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(super) fn new(work: Work) -> Self {
        Tx { work, signals: Vec::new() }
    }

    /// Sends a signal if and when this transaction commits.
    pub fn notify(&mut self, signal: impl Into<Signal>) {
        let signal = signal.into();
        if !self.signals.contains(&signal) {
            self.signals.push(signal);
        }
    }

    /// Commits durably and sends the signals. Acknowledge nothing before.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self.work {
            Work::Sqlite(tx, live) => {
                tx.commit().await?;
                live.deliver(&self.signals);
            }
            Work::Postgres(mut tx) => {
                // PostgreSQL delivers at commit, to every process, this one included.
                for payload in live::payloads(&self.signals) {
                    sqlx::query("SELECT pg_notify($1, $2)")
                        .bind(live::CHANNEL)
                        .bind(payload)
                        .execute(&mut *tx)
                        .await?;
                }
                tx.commit().await?;
            }
        }
        Ok(())
    }

    pub async fn rollback(self) -> Result<(), sqlx::Error> {
        match self.work {
            Work::Sqlite(tx, _) => tx.rollback().await,
            Work::Postgres(tx) => tx.rollback().await,
        }
    }

    #[doc(hidden)]
    pub fn this(&mut self) -> &mut Work {
        &mut self.work
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.work, Work::Postgres(_))
    }
}
