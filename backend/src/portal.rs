//! State of the program that every use case receives.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, PoisonError, RwLock},
};

use domain::{co_owner::CoOwner, motif::Catalogue, siren::Siren};
use futures::future::BoxFuture;
use sha2::{Digest as _, Sha256};

use platform::{
    Error, Platform,
    co_owners::ParsedFigures,
    db::{Moment, Tx},
    live::{self, Topic},
};

use crate::{
    config::Config,
    id::{AccountId, PersonId, RowId, SessionId, StaffId},
};

/// Infrastructure handles, configuration and motifs. Dereferences to [`Context`], then to [`Platform`].
///
/// One reference count: layers and pages clone it many times in a request.
#[derive(Clone)]
pub struct Portal(Arc<Context>);

/// Content of a [`Portal`].
#[derive(Clone)]
pub struct Context {
    pub(crate) platform: Platform,
    pub config: Arc<Config>,
    pub motifs: MotifsInUse,
    pub(crate) parsed_figures: ParsedFigures,
    pub(crate) account_hooks: &'static dyn AccountHooks,
    pub(crate) staff_hooks: &'static dyn StaffHooks,
    pub(crate) member_hooks: &'static dyn MemberHooks,
}

impl From<Context> for Portal {
    fn from(context: Context) -> Self {
        Portal(Arc::new(context))
    }
}

impl Deref for Portal {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.0
    }
}

/// Changes this handle only: others keep what they have.
impl DerefMut for Portal {
    fn deref_mut(&mut self) -> &mut Context {
        Arc::make_mut(&mut self.0)
    }
}

impl Deref for Context {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}

impl DerefMut for Context {
    fn deref_mut(&mut self) -> &mut Platform {
        &mut self.platform
    }
}

/// The motifs in use, shared by all clones of the portal. [`crate::motifs`] replaces them when a version is published.
#[derive(Clone, Debug)]
pub struct MotifsInUse(Arc<SharedMotifs>);

#[derive(Debug)]
struct SharedMotifs {
    current: RwLock<Numbered>,
    turn: tokio::sync::Mutex<()>,
}

/// A catalogue, with the motifs and the numbers of the published versions that it holds.
#[derive(Debug)]
struct Numbered {
    catalogue: Arc<Catalogue>,
    numbers: Vec<(String, i64)>,
}

impl MotifsInUse {
    /// Creates a handle on the shipped motifs.
    pub(crate) fn shipped() -> Self {
        let current = Numbered { catalogue: Arc::new(Catalogue::shipped()), numbers: Vec::new() };
        MotifsInUse(Arc::new(SharedMotifs {
            current: RwLock::new(current),
            turn: tokio::sync::Mutex::default(),
        }))
    }

    /// Returns the motifs of this moment, which never change: a use case takes them once.
    pub fn current(&self) -> Arc<Catalogue> {
        Arc::clone(&self.0.current.read().unwrap_or_else(PoisonError::into_inner).catalogue)
    }

    /// Waits until no other task reads what is published.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.turn.lock().await
    }

    /// Returns `true` if the motifs in use are those of these published versions.
    pub(crate) fn has(&self, numbers: &[(String, i64)]) -> bool {
        self.0.current.read().unwrap_or_else(PoisonError::into_inner).numbers == numbers
    }

    pub(crate) fn replace(&self, catalogue: Catalogue, numbers: Vec<(String, i64)>) {
        let mut current = self.0.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Numbered { catalogue: Arc::new(catalogue), numbers };
    }
}

/// Change that open pages are notified of when its transaction commits (mission §3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The rights of an account.
    Rights(AccountId),
    /// Notifications of an account.
    Messages(AccountId),
    /// Figures of a company on which the account has a right.
    Figures(AccountId),
    /// A session: closed, or working on another SIREN.
    Session(SessionId),
    /// Cases or calls of the assistance, which all advisers list.
    Assistance,
    /// All sessions of an account or a member of the staff, closed.
    SessionsOf(PersonId),
    /// A question to a service, or the work on it, which its agents read; see [`Signal::inbox`].
    Inbox(RowId),
}

impl Signal {
    pub(crate) const RIGHTS: Topic = Topic::new(0);
    pub(crate) const MESSAGES: Topic = Topic::new(1);
    pub(crate) const SESSION: Topic = Topic::new(2);
    pub(crate) const FIGURES: Topic = Topic::new(3);
    pub(crate) const ASSISTANCE: Topic = Topic::new(4);
    pub(crate) const INBOX: Topic = Topic::new(5);

    /// Identifier that the pages of all advisers subscribe to.
    pub(crate) const ADVISERS: RowId = RowId::from_u128(1);

    /// The signal of a question to the service of this code.
    pub fn inbox(service: &str) -> Self {
        Signal::Inbox(Self::agents_of(service))
    }

    /// Identifier that the pages of the agents of a service subscribe to. Two services with the same one would only refresh pages for
    /// nothing.
    pub(crate) fn agents_of(service: &str) -> RowId {
        let digest: [u8; 32] = Sha256::digest(service).into();
        let (first, _) = digest.split_at(16);
        RowId::from_u128(first.iter().fold(0, |id, byte| id << 8 | u128::from(*byte)))
    }
}

impl From<Signal> for live::Signal {
    fn from(signal: Signal) -> Self {
        let (topic, id) = match signal {
            Signal::Rights(id) => (Signal::RIGHTS, id.into()),
            Signal::Messages(id) => (Signal::MESSAGES, id.into()),
            Signal::Figures(id) => (Signal::FIGURES, id.into()),
            Signal::Assistance => (Signal::ASSISTANCE, Signal::ADVISERS.into()),
            Signal::Session(id) => (Signal::SESSION, id.into()),
            Signal::SessionsOf(id) => (Signal::SESSION, id.into()),
            Signal::Inbox(id) => (Signal::INBOX, id.into()),
        };
        live::Signal { topic, id }
    }
}

/// Steps of account use cases that belong to a higher context, which `accounts` must not import.
pub(crate) trait AccountHooks: Send + Sync {
    /// Returns the SIREN to select at sign-in: `None` unless the account has rights on exactly one company (mission
    /// §3.2).
    fn only_siren<'a>(
        &'a self,
        portal: &'a Portal,
        account: AccountId,
    ) -> BoxFuture<'a, Result<Option<Siren>, Error>>;

    /// Removes every link of the account to a co-owner and every address of a calendar, because its owner reported an intrusion from `place`.
    fn unlink_all<'a>(
        &'a self,
        tx: &'a mut Tx,
        now: Moment,
        account: AccountId,
        place: &'a str,
    ) -> BoxFuture<'a, Result<(), Error>>;

    /// Records a sign-in through the linked account of the co-owner.
    fn record_link_use<'a>(
        &'a self,
        tx: &'a mut Tx,
        account: AccountId,
        co_owner: CoOwner,
        now: Moment,
    ) -> BoxFuture<'a, Result<(), Error>>;

    /// Suggests linking the co-owner's account through which this account was registered.
    fn suggest_link<'a>(
        &'a self,
        tx: &'a mut Tx,
        account: AccountId,
        co_owner: CoOwner,
        now: Moment,
    ) -> BoxFuture<'a, Result<(), Error>>;
}

/// Act of a member of the staff on their second factors. `factor`: its kind, as displayed; `name`: chosen by the member.
#[derive(Clone, Debug)]
pub(crate) enum FactorAct {
    Added {
        factor: String,
        name: String,
    },
    Removed {
        factor: String,
        name: String,
    },
    /// The signature counter of a passkey decreased: it may have been cloned.
    PasskeyRefused {
        name: String,
    },
    RecoveryCodesGenerated,
    /// `left`: number of unused codes.
    RecoveryCodeUsed {
        left: u32,
    },
}

/// Steps of the second factors of members of the staff, which belong to `staff`.
pub(crate) trait MemberHooks: Send + Sync {
    /// Locks the member until the transaction ends.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the member is unknown or disabled.
    fn lock<'a>(&'a self, tx: &'a mut Tx, member: StaffId) -> BoxFuture<'a, Result<(), Error>>;

    /// Records an act of the member in the audit trail; `address`: network of the request, empty if unknown.
    fn record_factor_act<'a>(
        &'a self,
        tx: &'a mut Tx,
        now: Moment,
        member: StaffId,
        address: &'a str,
        act: FactorAct,
    ) -> BoxFuture<'a, Result<(), Error>>;
}

/// Step of the administration of the staff that belongs to a higher context, which `staff` must not import.
pub(crate) trait StaffHooks: Send + Sync {
    /// Releases the questions assigned to a member who may no longer answer them, after their rights have changed.
    fn release_questions<'a>(&'a self, tx: &'a mut Tx, member: StaffId) -> BoxFuture<'a, Result<(), Error>>;
}
