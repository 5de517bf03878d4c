//! Relays batches of bytes from one client to another, in the memory of this process. Nothing is stored.
//!
//! A channel has one sender and one follower, and a bounded queue between them. A batch is whole, or continues the ones
//! before it: when the queue overflows, or when a follower arrives, the queue is emptied and the sender is asked for a
//! whole batch.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::db::{Duration, Moment};

/// Most batches, and bytes, that wait for a follower.
const MAX_BATCHES: usize = 64;
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Time after which another source may take the place of a silent one.
const SOURCE_SILENCE: Duration = Duration::from_secs(5);

/// Time after which an unused channel is forgotten.
const UNUSED: Duration = Duration::from_secs(3600);

/// Channels of this process. Cheap to clone: all clones share the channels.
#[derive(Clone, Debug, Default)]
pub struct Relay(Arc<Mutex<HashMap<Uuid, Channel>>>);

#[derive(Debug, Default)]
struct Channel {
    queue: VecDeque<Bytes>,
    /// Size of the queue.
    bytes: usize,
    source: String,
    source_at: Option<Moment>,
    wants_whole: bool,
    /// Number of the current follower; `None` without one.
    follower: Option<u64>,
    followers: u64,
    used_at: Option<Moment>,
    sent_at: Option<Moment>,
    followed_at: Option<Moment>,
    wake: Arc<Notify>,
}

/// A batch of a sender.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    /// Page of the sender that made the batch; empty for a batch that only keeps the channel alive.
    pub source: &'a str,
    /// `true` if the batch needs none before it.
    pub is_whole: bool,
    /// Empty if there is nothing to relay.
    pub content: Bytes,
}

/// State of the channel after a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub is_followed: bool,
    /// Last time at which a follower was connected.
    pub followed_at: Option<Moment>,
    /// The next batch must be whole.
    pub wants_whole: bool,
    /// Another source sent a moment ago.
    pub has_other_source: bool,
}

impl Relay {
    /// Queues a batch for the follower. Without a follower, or if a whole one is wanted first, it is dropped.
    pub fn send(&self, id: Uuid, now: Moment, batch: Batch<'_>) -> Sent {
        let mut channels = self.lock();
        let channel = channels.entry(id).or_default();
        (channel.used_at, channel.sent_at) = (Some(now), Some(now));
        let is_followed = channel.follower.is_some();
        if is_followed {
            channel.followed_at = Some(now);
        }
        let has_other_source = channel.has_other_source(batch.source, now);
        if is_followed && !batch.content.is_empty() {
            channel.push(&batch, now);
        } else if channel.source == batch.source {
            channel.source_at = Some(now);
        }
        Sent {
            is_followed,
            followed_at: channel.followed_at,
            wants_whole: is_followed && channel.wants_whole,
            has_other_source,
        }
    }

    /// Returns the follower of a channel; a former one ends.
    pub fn follow(&self, id: Uuid, now: Moment) -> Follower {
        let mut channels = self.lock();
        channels.retain(|_, channel| channel.used_at.is_some_and(|used| now.since(used) < UNUSED));
        let channel = channels.entry(id).or_default();
        channel.wake.notify_one();
        channel.wake = Arc::default();
        channel.followers += 1;
        channel.follower = Some(channel.followers);
        (channel.used_at, channel.followed_at) = (Some(now), Some(now));
        channel.ask_for_whole();
        Follower { relay: self.clone(), id, number: channel.followers, wake: Arc::clone(&channel.wake) }
    }

    /// Returns the time of the last batch of the sender.
    pub fn sent_at(&self, id: Uuid) -> Option<Moment> {
        self.lock().get(&id).and_then(|channel| channel.sent_at)
    }

    /// Ends a channel and its follower.
    pub fn close(&self, id: Uuid) {
        if let Some(channel) = self.lock().remove(&id) {
            channel.wake.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Channel>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Channel {
    fn has_other_source(&self, source: &str, now: Moment) -> bool {
        let is_recent = self.source_at.is_some_and(|at| now.since(at) < SOURCE_SILENCE);
        is_recent && !self.source.is_empty() && self.source != source
    }

    fn push(&mut self, batch: &Batch<'_>, now: Moment) {
        let is_full = self.queue.len() >= MAX_BATCHES || self.bytes + batch.content.len() > MAX_BYTES;
        if batch.is_whole {
            self.ask_for_whole();
            self.wants_whole = false;
            batch.source.clone_into(&mut self.source);
        } else if self.wants_whole || is_full || self.source != batch.source {
            return self.ask_for_whole();
        }
        self.source_at = Some(now);
        self.bytes += batch.content.len();
        self.queue.push_back(batch.content.clone());
        self.wake.notify_one();
    }

    fn ask_for_whole(&mut self) {
        self.queue.clear();
        self.bytes = 0;
        self.wants_whole = true;
    }
}

/// Receiver of the batches of a channel, until it is dropped, replaced or closed.
#[derive(Debug)]
pub struct Follower {
    relay: Relay,
    id: Uuid,
    number: u64,
    wake: Arc<Notify>,
}

impl Follower {
    /// Waits for the next batch; `None` if the channel was closed or has another follower. Cancel safe.
    pub async fn next(&self) -> Option<Bytes> {
        loop {
            if let Some(batch) = self.take()? {
                return Some(batch);
            }
            self.wake.notified().await;
        }
    }

    /// Returns the first batch of the queue, if any; `None` if this is not the follower any more.
    fn take(&self) -> Option<Option<Bytes>> {
        let mut channels = self.relay.lock();
        let channel = channels.get_mut(&self.id).filter(|channel| channel.follower == Some(self.number))?;
        let batch = channel.queue.pop_front();
        channel.bytes -= batch.as_ref().map_or(0, Bytes::len);
        Some(batch)
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        if let Some(channel) = self.relay.lock().get_mut(&self.id)
            && channel.follower == Some(self.number)
        {
            channel.follower = None;
            channel.ask_for_whole();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(7);
    const NOW: Moment = Moment::from_micros(1_000_000_000);

    fn batch(source: &'static str, is_whole: bool, content: Vec<u8>) -> Batch<'static> {
        Batch { source, is_whole, content: content.into() }
    }

    #[tokio::test]
    async fn a_follower_receives_a_whole_batch_first() {
        let relay = Relay::default();
        let unheard = relay.send(ID, NOW, batch("a", true, b"1".to_vec()));
        assert!(!unheard.is_followed && !unheard.wants_whole && unheard.followed_at.is_none());
        let follower = relay.follow(ID, NOW);
        assert!(
            relay.send(ID, NOW, batch("a", false, b"2".to_vec())).wants_whole,
            "it lacks the ones before"
        );
        assert!(!relay.send(ID, NOW, batch("a", true, b"3".to_vec())).wants_whole);
        relay.send(ID, NOW, batch("a", false, b"4".to_vec()));
        assert_eq!(follower.next().await.as_deref(), Some(&b"3"[..]));
        assert_eq!(follower.next().await.as_deref(), Some(&b"4"[..]));
        let second = relay.follow(ID, NOW);
        assert_eq!(follower.next().await, None, "replaced");
        drop(follower);
        assert!(relay.send(ID, NOW, batch("a", false, b"5".to_vec())).is_followed, "by the second");
        relay.close(ID);
        assert_eq!(second.next().await, None, "closed");
    }

    #[test]
    fn the_queue_is_bounded() {
        let relay = Relay::default();
        let _follower = relay.follow(ID, NOW);
        let sizes = |relay: &Relay| {
            let channels = relay.lock();
            let channel = &channels[&ID];
            (channel.queue.len(), channel.bytes)
        };
        relay.send(ID, NOW, batch("a", true, vec![0; 10]));
        for _ in 1..MAX_BATCHES {
            assert!(!relay.send(ID, NOW, batch("a", false, vec![0; 10])).wants_whole);
        }
        assert!(relay.send(ID, NOW, batch("a", false, vec![0; 10])).wants_whole, "too many");
        assert_eq!(sizes(&relay), (0, 0));
        relay.send(ID, NOW, batch("a", true, vec![0; MAX_BYTES]));
        assert!(relay.send(ID, NOW, batch("a", false, vec![0])).wants_whole, "too large");
        assert_eq!(sizes(&relay), (0, 0));
    }

    #[test]
    fn one_page_at_a_time_is_relayed() {
        let relay = Relay::default();
        let _follower = relay.follow(ID, NOW);
        relay.send(ID, NOW, batch("a", true, vec![1]));
        let other = relay.send(ID, NOW, batch("b", false, vec![2]));
        assert!(other.wants_whole && other.has_other_source);
        let later = NOW + SOURCE_SILENCE;
        assert!(!relay.send(ID, later, batch("b", true, vec![2])).has_other_source);
        assert!(relay.send(ID, later, batch("a", false, vec![3])).wants_whole);
    }
}
