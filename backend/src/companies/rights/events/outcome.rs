use platform::Error;

/// Outcome of an event. Delivering the same event again gives the same outcome and changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// The changes of the event were applied.
    Applied,
    /// The portal already had that version or a later one: nothing was changed.
    AlreadyKnown,
    /// Version gap, or an event without its changes (too many): all rights were fetched.
    Refetched,
}

impl EventOutcome {
    const ALL: [EventOutcome; 3] =
        [EventOutcome::Applied, EventOutcome::AlreadyKnown, EventOutcome::Refetched];

    /// Code in the response and the database.
    pub const fn code(self) -> &'static str {
        match self {
            EventOutcome::Applied => "applique",
            EventOutcome::AlreadyKnown => "deja_connu",
            EventOutcome::Refetched => "relu",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        EventOutcome::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// Reason why an event was refused.
#[derive(Debug, thiserror::Error)]
pub enum EventRefusal {
    /// Not signed by that co-owner within five minutes, or the co-owner is not configured to push: indistinguishable.
    #[error("not signed by that co-owner, or too long ago")]
    Unsigned,
    #[error("not an event of the contract: {0}")]
    Unreadable(String),
    /// No portal account is linked to that account of the co-owner.
    #[error("no account is linked to that one")]
    UnknownAccount,
    #[error("another event has that identifier")]
    OtherBody,
    /// The rights had to be fetched and the co-owner did not answer: deliver the event again later.
    #[error("the co-owner did not answer when its rights were fetched")]
    CoOwnerUnavailable,
    #[error(transparent)]
    Error(#[from] Error),
}

impl From<sqlx::Error> for EventRefusal {
    fn from(error: sqlx::Error) -> Self {
        EventRefusal::Error(error.into())
    }
}
