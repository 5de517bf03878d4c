//! What changes under the eyes of somebody who looks at a page (mission §3.3: within 2 s).
//!
//! A use case tells its transaction what it changes ([`Tx::tell`]): the signal goes out when the transaction commits, and
//! with it or not at all. On PostgreSQL every process hears it through LISTEN/NOTIFY, the one that sent it included; on
//! SQLite there is one process. A signal says whom it concerns and nothing more: what has become of them is read in the
//! database, by whoever watches ([`Watch`]). So a signal may come twice or late without harm, and one that is lost costs
//! a delay until the next heartbeat.

mod bus;
mod listen;
mod signal;
mod standing;
mod watch;

use uuid::Uuid;

use crate::{Error, db::Tx, on_tx};

pub use bus::{Bus, Full};
pub use listen::{LISTENER_NAME, follow};
pub use signal::Signal;
pub(crate) use signal::{CHANNEL, payloads};
pub use watch::{Event, Shown, Watch};

/// The rights of an account are not what they were: every way to a change passes here, in its transaction.
pub(crate) async fn rights_changed(tx: &mut Tx, account: Uuid) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET rights_mark = rights_mark + 1 WHERE id = $1")
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    tx.tell(Signal::Rights(account));
    Ok(())
}
