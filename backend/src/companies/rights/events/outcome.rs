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
