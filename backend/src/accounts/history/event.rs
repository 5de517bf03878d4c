use domain::{account::SecurityLevel, co_owner::CoOwner, identity_provider::IdentityProvider};
use serde::{Deserialize, Serialize};

/// Event in the history of an account. Stored as it serialises: renaming a variant or a field needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// On a trusted device.
    SignedIn,
    /// On an untrusted device; the owner is also notified by mail.
    NewDevice,
    /// Wrong password or second factor.
    SignInFailed,
    /// `factor`: its kind, as displayed (« application d’authentification »); `name`: chosen by the owner.
    FactorAdded {
        factor: String,
        name: String,
    },
    FactorRemoved {
        factor: String,
        name: String,
    },
    FactorUsed {
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
    LevelChanged {
        from: SecurityLevel,
        to: SecurityLevel,
    },
    PasswordChanged,
    PasswordResetRequested,
    PasswordReset,
    /// Masked address: « a•••@exemple.fr ».
    EmailChangeRequested {
        to: String,
    },
    /// Masked addresses.
    EmailChanged {
        from: String,
        to: String,
    },
    SituationChanged,
    ChoicesChanged,
    /// By the owner, from another session.
    SessionsClosed {
        count: u64,
    },
    /// `label`: « Firefox sous Linux ».
    DeviceForgotten {
        label: String,
    },
    /// « Ce n’était pas moi »: all sessions closed, all devices forgotten.
    Secured,
    /// A copy of the personal data was requested.
    DataRequested,
    DataDownloaded,
    /// An archive of the exchanges of a company was requested. `siren`: as displayed, here and below.
    ExchangesRequested {
        siren: String,
    },
    ExchangesDownloaded {
        siren: String,
    },
    Linked {
        co_owner: CoOwner,
    },
    Unlinked {
        co_owner: CoOwner,
    },
    /// A co-owner opened an account for the person and linked it.
    AccountOpened {
        co_owner: CoOwner,
    },
    /// The person can now sign in through this identity provider.
    IdentityAttached {
        provider: IdentityProvider,
    },
    IdentityDetached {
        provider: IdentityProvider,
    },
    /// A calendar program may read the due dates of a company without a session.
    CalendarSubscribed {
        siren: String,
    },
    CalendarUnsubscribed {
        siren: String,
    },
    /// The role of « administrateur général » was offered to another person.
    RoleOffered {
        siren: String,
    },
    RoleTaken {
        siren: String,
    },
    /// The role ended, for the person or for another one they had delegated it to.
    RoleEnded {
        siren: String,
    },
}
