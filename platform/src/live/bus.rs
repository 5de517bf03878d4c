//! Subscribers of this process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use uuid::Uuid;

use super::{
    Signal,
    subscriber::{CLOSED, Changes, RESYNC, Subscriber},
};
use crate::config::LiveConfig;

/// Bus of this process. Cheap to clone: all clones share the subscribers.
#[derive(Clone, Debug, Default)]
pub struct Bus(Arc<Mutex<Subscribers>>);

#[derive(Debug, Default)]
struct Subscribers {
    by_id: HashMap<Uuid, Vec<Arc<Subscriber>>>,
    count: usize,
    closed: bool,
}

impl Subscribers {
    fn notify_all(&self, bits: u8) {
        self.by_id.values().flatten().for_each(|subscriber| subscriber.notify(bits));
    }
}

/// Reason why a subscription is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscribeError {
    /// The session has its maximum of subscriptions.
    SessionLimit,
    /// The process has its maximum of subscriptions, or is stopping.
    ProcessLimit,
}

impl Bus {
    /// Notifies the subscribers of the signals' identifiers.
    pub fn deliver(&self, signals: &[Signal]) {
        let subscribers = self.lock();
        for signal in signals {
            let concerned = subscribers.by_id.get(&signal.id).into_iter().flatten();
            concerned.for_each(|subscriber| subscriber.notify(signal.topic.bit()));
        }
    }

    /// Makes every subscriber read everything again, because signals may have been lost.
    pub(super) fn request_resync(&self) {
        self.lock().notify_all(RESYNC);
    }

    /// Ends every subscription and refuses new ones, because the process is stopping.
    pub(super) fn close(&self) {
        let mut subscribers = self.lock();
        subscribers.closed = true;
        subscribers.notify_all(CLOSED);
    }

    /// Number of subscriptions of this process.
    pub fn subscribers(&self) -> usize {
        self.lock().count
    }

    /// Subscribes to the signals of a session and of its holder.
    ///
    /// # Errors
    /// See [`SubscribeError`].
    pub fn subscribe(
        &self,
        limits: &LiveConfig,
        session: Uuid,
        holder: Uuid,
    ) -> Result<Subscription, SubscribeError> {
        let mut subscribers = self.lock();
        if subscribers.closed || subscribers.count >= limits.streams {
            return Err(SubscribeError::ProcessLimit);
        }
        if subscribers
            .by_id
            .get(&session)
            .is_some_and(|of_session| of_session.len() >= limits.streams_per_session)
        {
            return Err(SubscribeError::SessionLimit);
        }
        let subscriber = Arc::<Subscriber>::default();
        subscribers.count += 1;
        for id in [session, holder] {
            subscribers.by_id.entry(id).or_default().push(Arc::clone(&subscriber));
        }
        Ok(Subscription { bus: self.clone(), subscriber, ids: [session, holder] })
    }

    fn lock(&self) -> MutexGuard<'_, Subscribers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One subscription, ended by dropping it.
#[derive(Debug)]
pub struct Subscription {
    bus: Bus,
    subscriber: Arc<Subscriber>,
    ids: [Uuid; 2],
}

impl Subscription {
    /// Waits for changes. Cancel safe: changes are not lost if the future is dropped.
    pub async fn changes(&self) -> Changes {
        self.subscriber.changes().await
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut subscribers = self.bus.lock();
        subscribers.count -= 1;
        for id in self.ids {
            let Some(of_id) = subscribers.by_id.get_mut(&id) else { continue };
            of_id.retain(|subscriber| !Arc::ptr_eq(subscriber, &self.subscriber));
            if of_id.is_empty() {
                subscribers.by_id.remove(&id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Topic, *};

    const LIMITS: LiveConfig =
        LiveConfig { streams: 3, streams_per_session: 2, heartbeat_seconds: 15, life_seconds: 900 };

    const FIRST: Topic = Topic::new(0);
    const SECOND: Topic = Topic::new(1);

    #[tokio::test]
    async fn signals_reach_their_subscribers_once_without_accumulating() {
        let bus = Bus::default();
        let [session, account, unrelated] = [1, 2, 3].map(Uuid::from_u128);
        let one = bus.subscribe(&LIMITS, session, account).expect("a subscription");
        for _ in 0..10_000 {
            bus.deliver(&[
                Signal { topic: FIRST, id: account },
                Signal { topic: FIRST, id: session },
                Signal { topic: SECOND, id: unrelated },
            ]);
        }
        let changes = one.changes().await;
        assert!(changes.contains(FIRST) && !changes.contains(SECOND));
        assert!(!changes.must_resync() && !changes.is_closed());
        let second = tokio::time::timeout(std::time::Duration::from_millis(50), one.changes()).await;
        assert!(second.is_err(), "notified once");
        bus.request_resync();
        assert!(one.changes().await.must_resync());
    }

    #[tokio::test]
    async fn subscriptions_are_limited_and_released() {
        let bus = Bus::default();
        let [first, second, account] = [1, 2, 3].map(Uuid::from_u128);
        let held = [first, first, second].map(|session| bus.subscribe(&LIMITS, session, account));
        assert!(held.iter().all(Result::is_ok));
        assert_eq!(bus.subscribe(&LIMITS, second, account).err(), Some(SubscribeError::ProcessLimit));
        let [one, two, three] = held;
        drop(three);
        assert_eq!(bus.subscribe(&LIMITS, first, account).err(), Some(SubscribeError::SessionLimit));
        drop((one, two));
        assert_eq!((bus.subscribers(), bus.lock().by_id.len()), (0, 0), "nothing is left");
        let last = bus.subscribe(&LIMITS, first, account).expect("a subscription");
        bus.close();
        assert!(last.changes().await.is_closed() && last.changes().await.is_closed(), "stays closed");
        assert_eq!(bus.subscribe(&LIMITS, first, account).err(), Some(SubscribeError::ProcessLimit));
    }
}
