use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::Notify;

use super::Topic;

/// Bits of [`Changes`] that are not topics.
pub(super) const RESYNC: u8 = 1 << 6;
pub(super) const CLOSED: u8 = 1 << 7;

/// Changes since the previous ones of a subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes(u8);

impl Changes {
    pub fn contains(self, topic: Topic) -> bool {
        self.0 & topic.bit() != 0
    }

    /// Returns `true` if signals may have been lost, so that everything must be read again.
    pub fn must_resync(self) -> bool {
        self.0 & RESYNC != 0
    }

    /// Returns `true` if the process is stopping.
    pub fn is_closed(self) -> bool {
        self.0 & CLOSED != 0
    }

    pub fn union(self, other: Changes) -> Changes {
        Changes(self.0 | other.0)
    }
}

/// Pending changes of a subscriber, as bits: nothing accumulates behind a slow one.
#[derive(Debug, Default)]
pub(super) struct Subscriber {
    pending: AtomicU8,
    wake: Notify,
}

impl Subscriber {
    pub fn notify(&self, bits: u8) {
        self.pending.fetch_or(bits, Ordering::SeqCst);
        self.wake.notify_one();
    }

    pub async fn changes(&self) -> Changes {
        loop {
            // `CLOSED` stays set.
            let pending = self.pending.fetch_and(CLOSED, Ordering::SeqCst);
            if pending != 0 {
                return Changes(pending);
            }
            self.wake.notified().await;
        }
    }
}
