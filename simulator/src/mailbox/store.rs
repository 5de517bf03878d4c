use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::reception::{self, Filter};

use super::Mode;
use super::message::Mail;

/// How much is kept before the oldest mails go.
const MAX_BYTES: usize = 200 * 1024 * 1024;
const MAX_MAILS: usize = 20_000;

/// The mails received since the start, and how the server that receives them behaves.
pub struct Mailbox {
    kept: Mutex<Kept>,
    /// The number of mails ever received.
    arrivals: watch::Sender<u64>,
    mode: watch::Sender<Mode>,
}

#[derive(Default)]
struct Kept {
    mails: VecDeque<Arc<Mail>>,
    bytes: usize,
    last: u64,
}

impl Default for Mailbox {
    fn default() -> Self {
        Self { kept: Mutex::default(), arrivals: watch::Sender::new(0), mode: watch::Sender::new(Mode::None) }
    }
}

impl Mailbox {
    /// Keeps a mail and gives it its number.
    pub fn keep(&self, mut mail: Mail) {
        let mut kept = self.kept();
        kept.last += 1;
        mail.id = kept.last;
        kept.bytes += mail.source.len();
        kept.mails.push_back(Arc::new(mail));
        while kept.mails.len() > MAX_MAILS || kept.bytes > MAX_BYTES {
            let Some(oldest) = kept.mails.pop_front() else { break };
            kept.bytes -= oldest.source.len();
        }
        self.arrivals.send_replace(kept.last);
    }

    /// Mails to an address, or all, oldest first.
    pub fn mails(&self, to: Option<&str>) -> Vec<Arc<Mail>> {
        let wanted = |mail: &&Arc<Mail>| to.is_none_or(|address| mail.is_for(address));
        self.kept().mails.iter().filter(wanted).cloned().collect()
    }

    /// The same, once there are as many as the filter wants or its time is over.
    pub async fn mails_within(&self, filter: &Filter) -> Vec<Arc<Mail>> {
        reception::within(filter, self.arrivals.subscribe(), || self.mails(filter.to.as_deref())).await
    }

    pub fn mail(&self, id: u64) -> Option<Arc<Mail>> {
        self.kept().mails.iter().find(|mail| mail.id == id).cloned()
    }

    pub fn count(&self) -> usize {
        self.kept().mails.len()
    }

    /// Forgets the mails to an address, or all.
    pub fn forget(&self, to: Option<&str>) {
        let mut kept = self.kept();
        kept.mails.retain(|mail| to.is_some_and(|address| !mail.is_for(address)));
        kept.bytes = kept.mails.iter().map(|mail| mail.source.len()).sum();
    }

    pub fn mode(&self) -> Mode {
        *self.mode.borrow()
    }

    pub fn set_mode(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }

    pub fn watch_mode(&self) -> watch::Receiver<Mode> {
        self.mode.subscribe()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
