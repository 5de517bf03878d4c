//! State of the running simulator, all in memory.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::mpsc::UnboundedSender;

use crate::accounts::AccountRequests;
use crate::clock::Clock;
use crate::co_owner::CoOwner;
use crate::faults::Faults;
use crate::keys::Keys;
use crate::mailbox::Mailbox;
use crate::oidc::Grants;
use crate::options::Options;
use crate::payments::CardPayments;
use crate::push::Event;
use crate::teleservices::Sessions;
use crate::text_messages::TextMessages;
use crate::timestamps::{Mode, TimestampAuthority};
use crate::world::{Account, Payment, World};

/// State shared by all requests. No lock is held across an `await`, only during one read or one change.
pub struct Simulator {
    pub options: Options,
    /// Base address without a trailing slash, such as `http://127.0.0.1:4000`.
    pub base: String,
    pub clock: Clock,
    pub keys: Keys,
    pub mailbox: Mailbox,
    pub text_messages: TextMessages,
    pub timestamps: TimestampAuthority,
    /// Sessions opened in the téléservices through a portal.
    pub teleservices: Sessions,
    /// Initial data, restored by a reset.
    seed: World,
    world: RwLock<VersionedWorld>,
    faults: RwLock<Faults>,
    portals: RwLock<BTreeSet<String>>,
    grants: Mutex<Grants>,
    account_requests: Mutex<AccountRequests>,
    card_payments: Mutex<CardPayments>,
    events: UnboundedSender<Event>,
}

struct VersionedWorld {
    world: World,
    /// The latest version. One counter for all accounts, so that versions only increase.
    version: u64,
}

impl Simulator {
    pub fn new(
        options: Options,
        base: String,
        seed: World,
        clock: Clock,
        events: UnboundedSender<Event>,
    ) -> anyhow::Result<Self> {
        // Starts at the current time, so that versions also increase across restarts: portals store the last
        // one.
        let version = clock.now().as_second().cast_unsigned();
        let portals = options.portal.iter().map(|portal| without_trailing_slash(portal)).collect();
        let keys = Keys::stored_in(options.keys.clone());
        let timestamps = TimestampAuthority::stored_in(options.keys.as_deref(), clock.now())?;
        let simulator = Self {
            options,
            base,
            clock,
            keys,
            mailbox: Mailbox::default(),
            text_messages: TextMessages::default(),
            timestamps,
            teleservices: Sessions::default(),
            world: RwLock::new(VersionedWorld { world: World::default(), version }),
            seed,
            faults: RwLock::default(),
            portals: RwLock::new(portals),
            grants: Mutex::default(),
            account_requests: Mutex::default(),
            card_payments: Mutex::default(),
            events,
        };
        simulator.reset();
        Ok(simulator)
    }

    /// Calls `read_world` with the current data.
    pub fn read<T>(&self, read_world: impl FnOnce(&World) -> T) -> T {
        read_world(&read(&self.world).world)
    }

    /// Changes one account. If `change` returns `true`, increases the account's version and pushes an event
    /// to the portals. Returns the account and whether it changed, or `None` if there is no such account.
    pub fn change_account(
        &self,
        co_owner: CoOwner,
        login: &str,
        change: impl FnOnce(&mut Account) -> bool,
    ) -> Option<(Account, bool)> {
        let mut guard = write(&self.world);
        let VersionedWorld { world, version } = &mut *guard;
        let account = world.account_mut(co_owner, login)?;
        let before = account.clone();
        let changed = change(account);
        if changed {
            *version += 1;
            account.version = *version;
        }
        let after = account.clone();
        // Inside the lock, so that events are sent in the order of the changes.
        if changed && !self.faults().of(co_owner).push_disabled {
            let _ = self.events.send(Event::of(world, co_owner, &before, &after));
        }
        Some((after, changed))
    }

    /// Pays the whole remaining amount of a créance by card. The end of the payment, which the caller pushes, tells the
    /// portals that the figures have changed.
    pub fn settle(&self, co_owner: CoOwner, reference: &str, payment: Payment) -> Option<()> {
        let mut guard = write(&self.world);
        let siren = guard.world.creance(co_owner, reference)?.0.to_owned();
        guard.world.figures_mut(co_owner, &siren).settle(reference, payment)
    }

    /// Changes the figures of a company. If `change` returns a value, pushes the change to the portals.
    pub fn change_figures<T>(
        &self,
        co_owner: CoOwner,
        siren: &str,
        change: impl FnOnce(&mut World) -> Option<T>,
    ) -> Option<T> {
        let changed = change(&mut write(&self.world).world)?;
        self.push(Event::of_figures(co_owner, siren));
        Some(changed)
    }

    /// Pushes an event to the portals.
    pub fn push(&self, event: Event) {
        if !self.faults().of(event.co_owner).push_disabled {
            let _ = self.events.send(event);
        }
    }

    /// Adds an account. Returns `false` if the login is taken.
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

    /// Restores the initial rights, accounts, faults, sign-ins, payments, and modes of the mail server, the SMS
    /// gateway and the timestamp authority.
    /// Received mails and text messages stay.
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
        *self.account_requests() = AccountRequests::default();
        *self.card_payments() = CardPayments::default();
        self.mailbox.set_mode(crate::mailbox::Mode::None);
        self.text_messages.set_down(false);
        self.timestamps.set_mode(Mode::None);
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
        write(&self.portals).insert(without_trailing_slash(base));
    }

    pub fn account_requests(&self) -> MutexGuard<'_, AccountRequests> {
        self.account_requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn card_payments(&self) -> MutexGuard<'_, CardPayments> {
        self.card_payments.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn grants(&self) -> MutexGuard<'_, Grants> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn without_trailing_slash(base: &str) -> String {
    base.trim_end_matches('/').to_owned()
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
