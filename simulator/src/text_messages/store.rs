use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::watch;

use crate::reception::{self, Filter};

/// How many are kept before the oldest go.
const MAX_MESSAGES: usize = 20_000;

/// A message as a telephone would show it.
#[derive(Clone, Debug, Serialize)]
pub struct TextMessage {
    /// The sender's: the same again is the same message.
    pub identifiant: String,
    /// E.164.
    pub destinataire: String,
    pub texte: String,
    pub recu_le: Timestamp,
}

/// The messages received since the start, and whether the gateway answers.
pub struct TextMessages {
    kept: Mutex<VecDeque<TextMessage>>,
    arrivals: watch::Sender<u64>,
    down: watch::Sender<bool>,
}

impl Default for TextMessages {
    fn default() -> Self {
        Self { kept: Mutex::default(), arrivals: watch::Sender::new(0), down: watch::Sender::new(false) }
    }
}

impl TextMessages {
    /// Keeps a message, unless it is one that came already.
    pub fn keep(&self, message: TextMessage) {
        let mut kept = self.kept();
        if kept.iter().any(|known| known.identifiant == message.identifiant) {
            return;
        }
        kept.push_back(message);
        if kept.len() > MAX_MESSAGES {
            kept.pop_front();
        }
        drop(kept);
        self.arrivals.send_modify(|count| *count += 1);
    }

    /// Messages to a number, or all, oldest first.
    pub fn messages(&self, to: Option<&str>) -> Vec<TextMessage> {
        let wanted = |message: &&TextMessage| to.is_none_or(|number| message.destinataire == number);
        self.kept().iter().filter(wanted).cloned().collect()
    }

    /// The same, once there are as many as the filter wants or its time is over.
    pub async fn messages_within(&self, filter: &Filter) -> Vec<TextMessage> {
        reception::within(filter, self.arrivals.subscribe(), || self.messages(filter.to.as_deref())).await
    }

    pub fn count(&self) -> usize {
        self.kept().len()
    }

    /// Forgets the messages to a number, or all.
    pub fn forget(&self, to: Option<&str>) {
        self.kept().retain(|message| to.is_some_and(|number| message.destinataire != number));
    }

    pub fn is_down(&self) -> bool {
        *self.down.borrow()
    }

    pub fn set_down(&self, down: bool) {
        self.down.send_replace(down);
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<TextMessage>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
