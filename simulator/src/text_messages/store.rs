//! Received text messages, in memory.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::watch;

use crate::message_query::{self, MessageQuery};

/// Number of stored messages, beyond which the oldest are removed.
const MAX_MESSAGES: usize = 20_000;

/// A received text message.
#[derive(Clone, Debug, Serialize)]
pub struct TextMessage {
    /// Set by the sender, stable across retries; used to remove duplicates.
    pub identifiant: String,
    /// Phone number in E.164 format.
    pub destinataire: String,
    pub texte: String,
    pub recu_le: Timestamp,
}

/// The messages received since the start, and whether an outage is simulated.
pub struct TextMessages {
    stored: Mutex<VecDeque<TextMessage>>,
    arrivals: watch::Sender<u64>,
    down: watch::Sender<bool>,
}

impl Default for TextMessages {
    fn default() -> Self {
        Self { stored: Mutex::default(), arrivals: watch::Sender::new(0), down: watch::Sender::new(false) }
    }
}

impl TextMessages {
    /// Stores a message, unless one with the same identifier is stored.
    pub fn store(&self, message: TextMessage) {
        let mut stored = self.lock();
        if stored.iter().any(|existing| existing.identifiant == message.identifiant) {
            return;
        }
        stored.push_back(message);
        if stored.len() > MAX_MESSAGES {
            stored.pop_front();
        }
        drop(stored);
        self.arrivals.send_modify(|count| *count += 1);
    }

    /// Returns the messages to a number, or all, oldest first.
    pub fn messages(&self, to: Option<&str>) -> Vec<TextMessage> {
        let wanted = |message: &&TextMessage| to.is_none_or(|number| message.destinataire == number);
        self.lock().iter().filter(wanted).cloned().collect()
    }

    /// Like [`Self::messages`], after waiting for as many as the query wants.
    pub async fn wait_for_messages(&self, query: &MessageQuery) -> Vec<TextMessage> {
        message_query::wait_for_messages(query, self.arrivals.subscribe(), || {
            self.messages(query.to.as_deref())
        })
        .await
    }

    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// Deletes the messages to a number, or all.
    pub fn delete(&self, to: Option<&str>) {
        self.lock().retain(|message| to.is_some_and(|number| message.destinataire != number));
    }

    pub fn is_down(&self) -> bool {
        *self.down.borrow()
    }

    pub fn set_down(&self, down: bool) {
        self.down.send_replace(down);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<TextMessage>> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
