//! Who watches in this process, and how they are woken.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
};

use tokio::sync::Notify;
use uuid::Uuid;

use super::Signal;
use crate::config::LiveConfig;

const RIGHTS: u8 = 1;
const MESSAGES: u8 = 2;
const SESSION: u8 = 4;
const AGAIN: u8 = 8;
const ENDED: u8 = 16;

/// The watchers of this process. Cheap to clone: all clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Bus(Arc<Mutex<Watchers>>);

#[derive(Debug, Default)]
struct Watchers {
    by_id: HashMap<Uuid, Vec<Arc<Watcher>>>,
    count: usize,
    ended: bool,
}

/// What was told and not yet heard: bits, so that nothing piles up behind a slow reader.
#[derive(Debug, Default)]
struct Watcher {
    told: AtomicU8,
    wake: Notify,
}

impl Watcher {
    fn tell(&self, what: u8) {
        self.told.fetch_or(what, Ordering::SeqCst);
        self.wake.notify_one();
    }
}

/// Why nobody else may watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The session has as many pages open as it may.
    Session,
    /// This process has as many watchers as it may, or is stopping.
    Process,
}

/// What was told since the last time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct News(u8);

impl News {
    pub fn messages(self) -> bool {
        self.0 & MESSAGES != 0
    }

    /// Something may have been missed.
    pub fn again(self) -> bool {
        self.0 & AGAIN != 0
    }

    /// The process stops.
    pub fn ended(self) -> bool {
        self.0 & ENDED != 0
    }

    pub fn and(self, other: News) -> News {
        News(self.0 | other.0)
    }
}

impl Bus {
    /// Wakes those whom the signals concern.
    pub(crate) fn deliver(&self, signals: &[Signal]) {
        let watchers = self.lock();
        for signal in signals {
            let what = match signal {
                Signal::Rights(_) => RIGHTS,
                Signal::Messages(_) => MESSAGES,
                Signal::Session(_) => SESSION,
            };
            watchers.by_id.get(&signal.id()).into_iter().flatten().for_each(|watcher| watcher.tell(what));
        }
    }

    /// Signals may have been lost: everybody looks.
    pub(super) fn look_again(&self) {
        self.lock().by_id.values().flatten().for_each(|watcher| watcher.tell(AGAIN));
    }

    /// The process stops: whoever watches leaves, and nobody else comes in.
    pub(super) fn end(&self) {
        let mut watchers = self.lock();
        watchers.ended = true;
        watchers.by_id.values().flatten().for_each(|watcher| watcher.tell(ENDED));
    }

    /// How many watch in this process.
    pub fn watchers(&self) -> usize {
        self.lock().count
    }

    /// # Errors
    /// [`Full`].
    pub(super) fn subscribe(
        &self,
        limits: &LiveConfig,
        session: Uuid,
        holder: Uuid,
    ) -> Result<Subscription, Full> {
        let mut watchers = self.lock();
        if watchers.ended || watchers.count >= limits.streams {
            return Err(Full::Process);
        }
        if watchers
            .by_id
            .get(&session)
            .is_some_and(|of_session| of_session.len() >= limits.streams_per_session)
        {
            return Err(Full::Session);
        }
        let watcher = Arc::<Watcher>::default();
        watchers.count += 1;
        for id in [session, holder] {
            watchers.by_id.entry(id).or_default().push(Arc::clone(&watcher));
        }
        Ok(Subscription { bus: self.clone(), watcher, ids: [session, holder] })
    }

    fn lock(&self) -> MutexGuard<'_, Watchers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One watcher, until dropped.
#[derive(Debug)]
pub(super) struct Subscription {
    bus: Bus,
    watcher: Arc<Watcher>,
    ids: [Uuid; 2],
}

impl Subscription {
    /// Waits until something is told; what is told meanwhile is not lost when the wait is given up.
    pub async fn news(&self) -> News {
        loop {
            // The end stays told.
            let told = self.watcher.told.fetch_and(ENDED, Ordering::SeqCst);
            if told != 0 {
                return News(told);
            }
            self.watcher.wake.notified().await;
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut watchers = self.bus.lock();
        watchers.count -= 1;
        for id in self.ids {
            let Some(there) = watchers.by_id.get_mut(&id) else { continue };
            there.retain(|watcher| !Arc::ptr_eq(watcher, &self.watcher));
            if there.is_empty() {
                watchers.by_id.remove(&id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: LiveConfig =
        LiveConfig { streams: 3, streams_per_session: 2, heartbeat_seconds: 15, life_seconds: 900 };

    #[tokio::test]
    async fn signals_reach_those_they_concern_and_pile_up_behind_nobody() {
        let bus = Bus::default();
        let [session, account, stranger] = [1, 2, 3].map(Uuid::from_u128);
        let one = bus.subscribe(&LIMITS, session, account).expect("a place");
        for _ in 0..10_000 {
            bus.deliver(&[Signal::Rights(account), Signal::Session(session), Signal::Messages(stranger)]);
        }
        let news = one.news().await;
        assert!(news != News::default() && !news.messages() && !news.again() && !news.ended());
        let heard = tokio::time::timeout(std::time::Duration::from_millis(50), one.news()).await;
        assert!(heard.is_err(), "told once");
        bus.look_again();
        assert!(one.news().await.again());
    }

    #[tokio::test]
    async fn places_are_counted_and_given_back() {
        let bus = Bus::default();
        let [first, second, account] = [1, 2, 3].map(Uuid::from_u128);
        let held = [first, first, second].map(|session| bus.subscribe(&LIMITS, session, account));
        assert!(held.iter().all(Result::is_ok));
        assert_eq!(bus.subscribe(&LIMITS, second, account).err(), Some(Full::Process));
        let [one, two, three] = held;
        drop(three);
        assert_eq!(bus.subscribe(&LIMITS, first, account).err(), Some(Full::Session));
        drop((one, two));
        assert_eq!((bus.watchers(), bus.lock().by_id.len()), (0, 0), "nothing is left");
        let last = bus.subscribe(&LIMITS, first, account).expect("a place");
        bus.end();
        assert!(last.news().await.ended() && last.news().await.ended(), "and it stays told");
        assert_eq!(bus.subscribe(&LIMITS, first, account).err(), Some(Full::Process));
    }
}
