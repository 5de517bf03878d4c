/// State of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseState {
    /// Sent without an account: the e-mail address is not confirmed yet, and no adviser sees the case.
    Unconfirmed,
    Open,
    /// An adviser works on it.
    Taken,
    Answered,
    Closed,
}

/// Step of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseStep {
    Confirm,
    Take,
    Answer,
    /// A further message of the person.
    FollowUp,
    Close,
}

impl CaseState {
    pub const ALL: [CaseState; 5] =
        [CaseState::Unconfirmed, CaseState::Open, CaseState::Taken, CaseState::Answered, CaseState::Closed];
    /// Those that advisers list.
    pub const LISTED: [CaseState; 4] =
        [CaseState::Open, CaseState::Taken, CaseState::Answered, CaseState::Closed];

    /// Code stored in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            CaseState::Unconfirmed => "a-confirmer",
            CaseState::Open => "ouvert",
            CaseState::Taken => "pris-en-charge",
            CaseState::Answered => "repondu",
            CaseState::Closed => "clos",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        CaseState::ALL.into_iter().find(|state| state.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            CaseState::Unconfirmed => "À confirmer",
            CaseState::Open => "Ouvert",
            CaseState::Taken => "Pris en charge",
            CaseState::Answered => "Répondu",
            CaseState::Closed => "Clos",
        }
    }

    /// Returns the state after a step; `None` if the state does not allow it. A message of the person reopens an answered or a
    /// closed case for the adviser who had taken it.
    pub const fn after(self, step: CaseStep) -> Option<CaseState> {
        match (self, step) {
            (CaseState::Unconfirmed, CaseStep::Confirm) => Some(CaseState::Open),
            (CaseState::Open, CaseStep::Take) => Some(CaseState::Taken),
            (CaseState::Taken | CaseState::Answered, CaseStep::Answer) => Some(CaseState::Answered),
            (CaseState::Open, CaseStep::FollowUp) => Some(CaseState::Open),
            (CaseState::Taken | CaseState::Answered, CaseStep::FollowUp) => Some(CaseState::Taken),
            (CaseState::Closed, CaseStep::FollowUp) => Some(CaseState::Open),
            (CaseState::Taken | CaseState::Answered, CaseStep::Close) => Some(CaseState::Closed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other() {
        use CaseState::{Answered, Closed, Open, Taken, Unconfirmed};
        for (state, step, after) in [
            (Unconfirmed, CaseStep::Confirm, Some(Open)),
            (Unconfirmed, CaseStep::Take, None),
            (Unconfirmed, CaseStep::FollowUp, None),
            (Open, CaseStep::Answer, None),
            (Open, CaseStep::Take, Some(Taken)),
            (Taken, CaseStep::Take, None),
            (Taken, CaseStep::Answer, Some(Answered)),
            (Answered, CaseStep::FollowUp, Some(Taken)),
            (Answered, CaseStep::Close, Some(Closed)),
            (Closed, CaseStep::FollowUp, Some(Open)),
            (Closed, CaseStep::Answer, None),
        ] {
            assert_eq!(state.after(step), after, "{state:?} {step:?}");
        }
        for state in CaseState::ALL {
            assert_eq!(CaseState::from_code(state.code()), Some(state));
        }
    }
}
