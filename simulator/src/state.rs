//! What the running simulator holds, all of it in memory.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::mpsc::UnboundedSender;

use crate::accounts::Openings;
use crate::clock::Clock;
use crate::co_owner::CoOwner;
use crate::faults::Faults;
use crate::keys::Keys;
use crate::mailbox::Mailbox;
use crate::oidc::Grants;
use crate::options::Options;
use crate::push::Event;
use crate::teleservices::Sessions;
use crate::text_messages::TextMessages;
use crate::world::{Account, World};

/// No lock is held over an `await`; each lives for one change or one reading.
pub struct Simulator {
    pub options: Options,
    /// `http://127.0.0.1:4000`, without a trailing slash.
    pub base: String,
    pub clock: Clock,
    pub keys: Keys,
    pub mailbox: Mailbox,
    pub text_messages: TextMessages,
    /// Who came into the téléservices from a portal.
    pub teleservices: Sessions,
    seed: World,
    world: RwLock<Changing>,
    faults: RwLock<Faults>,
    portals: RwLock<BTreeSet<String>>,
    grants: Mutex<Grants>,
    openings: Mutex<Openings>,
    events: UnboundedSender<Event>,
}

struct Changing {
    world: World,
    /// The last version given; one counter for all accounts, so that versions only ever rise.
    version: u64,
}

impl Simulator {
    pub fn new(
        options: Options,
        base: String,
        seed: World,
        clock: Clock,
        events: UnboundedSender<Event>,
    ) -> Self {
        // Rising across restarts too: a portal that kept an old version sees a newer one.
        let version = clock.now().as_second().cast_unsigned();
        let portals = options.portal.iter().map(|portal| trimmed(portal)).collect();
        let keys = Keys::kept_in(options.keys.clone());
        let simulator = Self {
            options,
            base,
            clock,
            keys,
            mailbox: Mailbox::default(),
            text_messages: TextMessages::default(),
            teleservices: Sessions::default(),
            world: RwLock::new(Changing { world: World::default(), version }),
            seed,
            faults: RwLock::default(),
            portals: RwLock::new(portals),
            grants: Mutex::default(),
            openings: Mutex::default(),
            events,
        };
        simulator.reset();
        simulator
    }

    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&read(&self.world).world)
    }

    /// Changes one account; its version rises when `change` says that something changed, and the portals are told.
    /// `None` when there is no such account.
    pub fn change_account(
        &self,
        co_owner: CoOwner,
        login: &str,
        change: impl FnOnce(&mut Account) -> bool,
    ) -> Option<(Account, bool)> {
        let mut guard = write(&self.world);
        let Changing { world, version } = &mut *guard;
        let account = world.account_mut(co_owner, login)?;
        let before = account.clone();
        let changed = change(account);
        if changed {
            *version += 1;
            account.version = *version;
        }
        let after = account.clone();
        // Within the lock: events leave in the order of the changes.
        if changed && !self.faults().of(co_owner).silent {
            let _ = self.events.send(Event::of(world, co_owner, &before, &after));
        }
        Some((after, changed))
    }

    /// Adds an account. `false` when the login is taken.
    pub fn add_account(&self, co_owner: CoOwner, mut account: Account) -> bool {
        let mut guard = write(&self.world);
        let key = (co_owner, account.login.clone());
        if guard.world.accounts.contains_key(&key) {
            return false;
        }
        guard.version += 1;
        account.version = guard.version;
        guard.world.accounts.insert(key, account);
        true
    }

    /// Back to the initial data: rights, accounts, faults, sign-ins the mail server's mode and the gateway's. Mails
    /// and text messages stay.
    pub fn reset(&self) {
        let mut guard = write(&self.world);
        guard.version += 1;
        let version = guard.version;
        guard.world = self.seed.clone();
        for account in guard.world.accounts.values_mut() {
            account.version = version;
        }
        drop(guard);
        *write(&self.faults) = Faults::default();
        *self.grants() = Grants::default();
        self.teleservices.clear();
        *self.openings() = Openings::default();
        self.mailbox.set_mode(crate::mailbox::Mode::None);
        self.text_messages.set_down(false);
    }

    pub fn faults(&self) -> Faults {
        *read(&self.faults)
    }

    pub fn change_faults(&self, change: impl FnOnce(&mut Faults)) {
        change(&mut write(&self.faults));
    }

    pub fn portals(&self) -> BTreeSet<String> {
        read(&self.portals).clone()
    }

    pub fn add_portal(&self, base: &str) {
        write(&self.portals).insert(trimmed(base));
    }

    pub fn openings(&self) -> MutexGuard<'_, Openings> {
        self.openings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn grants(&self) -> MutexGuard<'_, Grants> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn trimmed(base: &str) -> String {
    base.trim_end_matches('/').to_owned()
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
