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
    /// Number of subscriptions of each network.
    by_network: HashMap<String, usize>,
    count: usize,
    closed: bool,
}

impl Subscribers {
    fn notify_all(&self, bits: u8) {
        self.by_id.values().flatten().for_each(|subscriber| subscriber.notify(bits));
    }

    fn check(&self, limits: &LiveConfig, origin: &Origin) -> Result<(), SubscribeError> {
        if self.closed || self.count >= limits.streams {
            return Err(SubscribeError::ProcessLimit);
        }
        let count = |id: &Uuid| self.by_id.get(id).map_or(0, Vec::len);
        let of_network = self.by_network.get(&origin.network).copied().unwrap_or(0);
        let is_full = count(&origin.session) >= limits.streams_per_session
            || count(&origin.holder) >= limits.streams_per_account.max(limits.streams_per_session)
            || of_network >= limits.streams_per_network;
        if is_full { Err(SubscribeError::ClientLimit) } else { Ok(()) }
    }
}

/// Client that subscribes. Each part has a limit, so that no person and no network takes every place.
#[derive(Clone, Debug)]
pub struct Origin {
    pub session: Uuid,
    /// Account or agent.
    pub holder: Uuid,
    /// Identifiers that several holders subscribe to, without a limit of their own.
    pub groups: Vec<Uuid>,
    /// See [`crate::throttle::network`].
    pub network: String,
}

impl Origin {
    /// Identifiers of the signals to receive.
    fn ids(&self) -> impl Iterator<Item = Uuid> {
        [self.session, self.holder].into_iter().chain(self.groups.iter().copied())
    }
}

/// Reason why a subscription is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscribeError {
    /// The session, its holder or the network has its maximum of subscriptions.
    ClientLimit,
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

    /// Subscribes to the signals of a session, of its holder and of its groups.
    ///
    /// # Errors
    /// See [`SubscribeError`].
    pub fn subscribe(&self, limits: &LiveConfig, origin: Origin) -> Result<Subscription, SubscribeError> {
        let mut subscribers = self.lock();
        subscribers.check(limits, &origin)?;
        let subscriber = Arc::<Subscriber>::default();
        subscribers.count += 1;
        *subscribers.by_network.entry(origin.network.clone()).or_default() += 1;
        for id in origin.ids() {
            subscribers.by_id.entry(id).or_default().push(Arc::clone(&subscriber));
        }
        Ok(Subscription { bus: self.clone(), subscriber, origin })
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
    origin: Origin,
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
        if let Some(count) = subscribers.by_network.get_mut(&self.origin.network) {
            *count -= 1;
            if *count == 0 {
                subscribers.by_network.remove(&self.origin.network);
            }
        }
        for id in self.origin.ids() {
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

    const LIMITS: LiveConfig = LiveConfig {
        streams: 3,
        streams_per_session: 2,
        streams_per_account: 3,
        streams_per_network: 3,
        heartbeat_seconds: 15,
        life_seconds: 900,
    };

    fn origin(session: Uuid, holder: Uuid) -> Origin {
        Origin { session, holder, groups: Vec::new(), network: "192.0.2.1".to_owned() }
    }

    const FIRST: Topic = Topic::new(0);
    const SECOND: Topic = Topic::new(1);

    #[tokio::test]
    async fn signals_reach_their_subscribers_once_without_accumulating() {
        let bus = Bus::default();
        let [session, account, unrelated] = [1, 2, 3].map(Uuid::from_u128);
        let one = bus.subscribe(&LIMITS, origin(session, account)).expect("a subscription");
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
        let held = [first, first, second].map(|session| bus.subscribe(&LIMITS, origin(session, account)));
        assert!(held.iter().all(Result::is_ok));
        assert_eq!(bus.subscribe(&LIMITS, origin(second, account)).err(), Some(SubscribeError::ProcessLimit));
        let [one, two, three] = held;
        drop(three);
        assert_eq!(bus.subscribe(&LIMITS, origin(first, account)).err(), Some(SubscribeError::ClientLimit));
        drop((one, two));
        let counts = |left: &Subscribers| (left.count, left.by_id.len(), left.by_network.len());
        assert_eq!(counts(&bus.lock()), (0, 0, 0), "nothing is left");
        let last = bus.subscribe(&LIMITS, origin(first, account)).expect("a subscription");
        bus.close();
        assert!(last.changes().await.is_closed() && last.changes().await.is_closed(), "stays closed");
        assert_eq!(bus.subscribe(&LIMITS, origin(first, account)).err(), Some(SubscribeError::ProcessLimit));
    }

    #[tokio::test]
    async fn one_account_and_one_network_leave_places_to_others() {
        let bus = Bus::default();
        let limits = LiveConfig { streams: 100, streams_per_account: 4, streams_per_network: 6, ..LIMITS };
        let subscribe = |session: u128, holder: u128, network: &str| {
            let [session, holder] = [session, holder].map(Uuid::from_u128);
            bus.subscribe(
                &limits,
                Origin { session, holder, groups: Vec::new(), network: network.to_owned() },
            )
        };
        // Any number of sessions and networks of one account.
        let of_account: Vec<_> =
            (0..50).filter_map(|rank| subscribe(100 + rank, 1, &format!("192.0.2.{rank}")).ok()).collect();
        assert_eq!(of_account.len(), 4);
        // Any number of accounts of one network.
        let of_network: Vec<_> =
            (0..50).filter_map(|rank| subscribe(200 + rank, 300 + rank, "198.51.100.1").ok()).collect();
        assert_eq!(of_network.len(), 6);
        assert!(subscribe(9, 9, "203.0.113.9").is_ok(), "another person has a place");
        drop((of_account, of_network));
        assert!(subscribe(100, 1, "198.51.100.1").is_ok(), "the places are free again");
    }
}
