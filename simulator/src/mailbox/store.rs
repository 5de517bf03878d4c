//! Received mails, in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::message_query::{self, MessageQuery};

use super::Mode;
use super::message::Mail;

/// Limits of the store, beyond which the oldest mails are removed.
const MAX_BYTES: usize = 200 * 1024 * 1024;
const MAX_MAILS: usize = 20_000;

/// The mails received since the start, and the mode of the mail server.
pub struct Mailbox {
    stored: Mutex<StoredMails>,
    /// Number of mails received since the start.
    arrivals: watch::Sender<u64>,
    mode: watch::Sender<Mode>,
}

#[derive(Default)]
struct StoredMails {
    mails: VecDeque<Arc<Mail>>,
    /// Total size of the sources.
    bytes: usize,
    last_id: u64,
}

impl Default for Mailbox {
    fn default() -> Self {
        Self {
            stored: Mutex::default(),
            arrivals: watch::Sender::new(0),
            mode: watch::Sender::new(Mode::None),
        }
    }
}

impl Mailbox {
    /// Stores a mail and sets its identifier.
    pub fn store(&self, mut mail: Mail) {
        let mut stored = self.lock();
        stored.last_id += 1;
        mail.id = stored.last_id;
        stored.bytes += mail.source.len();
        stored.mails.push_back(Arc::new(mail));
        while stored.mails.len() > MAX_MAILS || stored.bytes > MAX_BYTES {
            let Some(oldest) = stored.mails.pop_front() else { break };
            stored.bytes -= oldest.source.len();
        }
        self.arrivals.send_replace(stored.last_id);
    }

    /// Returns the mails to an address, or all, oldest first.
    pub fn mails(&self, to: Option<&str>) -> Vec<Arc<Mail>> {
        let wanted = |mail: &&Arc<Mail>| to.is_none_or(|address| mail.is_for(address));
        self.lock().mails.iter().filter(wanted).cloned().collect()
    }

    /// Like [`Self::mails`], after waiting for as many as the query wants.
    pub async fn wait_for_mails(&self, query: &MessageQuery) -> Vec<Arc<Mail>> {
        message_query::wait_for_messages(query, self.arrivals.subscribe(), || self.mails(query.to.as_deref()))
            .await
    }

    pub fn mail(&self, id: u64) -> Option<Arc<Mail>> {
        self.lock().mails.iter().find(|mail| mail.id == id).cloned()
    }

    pub fn count(&self) -> usize {
        self.lock().mails.len()
    }

    /// Deletes the mails to an address, or all.
    pub fn delete(&self, to: Option<&str>) {
        let mut stored = self.lock();
        stored.mails.retain(|mail| to.is_some_and(|address| !mail.is_for(address)));
        stored.bytes = stored.mails.iter().map(|mail| mail.source.len()).sum();
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

    fn lock(&self) -> MutexGuard<'_, StoredMails> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
