use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// Where a question stands; the operator is told of every change (002).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Transmis,
    PrisEnCharge,
    Repondu,
    Clos,
}

/// Who writes or acts in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Usager,
    Agent,
}

/// What may happen to a question after it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An agent of the service takes it.
    TakeInCharge,
    /// The service answers, or adds to its answer.
    Answer,
    /// The operator writes again.
    FollowUp,
    Close(Party),
}

impl Status {
    pub const ALL: [Status; 4] = [Status::Transmis, Status::PrisEnCharge, Status::Repondu, Status::Clos];

    /// As in the database and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Transmis => "transmis",
            Status::PrisEnCharge => "pris_en_charge",
            Status::Repondu => "repondu",
            Status::Clos => "clos",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Status::Transmis => "Transmis",
            Status::PrisEnCharge => "Pris en charge",
            Status::Repondu => "Répondu",
            Status::Clos => "Clos",
        }
    }

    /// The status after a step. Errors: [`Problem::StepNotAllowed`].
    ///
    /// A service answers what it took in charge, so that one agent is known to work on it. A follow-up to an
    /// answer puts the question back before the service; before the answer it only adds to the question. The
    /// operator may close at any time what is no longer asked, the service only what it answered.
    pub fn after(self, step: Step) -> Result<Status, Problem> {
        match (self, step) {
            (Status::Transmis, Step::TakeInCharge) => Ok(Status::PrisEnCharge),
            (Status::PrisEnCharge | Status::Repondu, Step::Answer) => Ok(Status::Repondu),
            (Status::Transmis | Status::PrisEnCharge, Step::FollowUp) => Ok(self),
            (Status::Repondu, Step::FollowUp) => Ok(Status::Transmis),
            (Status::Transmis | Status::PrisEnCharge | Status::Repondu, Step::Close(Party::Usager))
            | (Status::Repondu, Step::Close(Party::Agent)) => Ok(Status::Clos),
            _ => Err(Problem::StepNotAllowed),
        }
    }

    /// To show a button or not.
    pub fn allows(self, step: Step) -> bool {
        self.after(step).is_ok()
    }
}

impl Party {
    /// As in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Party::Usager => "usager",
            Party::Agent => "agent",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Party::Usager, Party::Agent].into_iter().find(|party| party.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::{Clos, PrisEnCharge, Repondu, Transmis};

    #[test]
    fn steps() {
        const STEPS: [Step; 5] = [
            Step::TakeInCharge,
            Step::Answer,
            Step::FollowUp,
            Step::Close(Party::Usager),
            Step::Close(Party::Agent),
        ];
        for (status, after) in [
            (Transmis, [Some(PrisEnCharge), None, Some(Transmis), Some(Clos), None]),
            (PrisEnCharge, [None, Some(Repondu), Some(PrisEnCharge), Some(Clos), None]),
            (Repondu, [None, Some(Repondu), Some(Transmis), Some(Clos), Some(Clos)]),
            (Clos, [None; 5]),
        ] {
            assert_eq!(STEPS.map(|step| status.after(step).ok()), after, "{status:?}");
        }
    }

    #[test]
    fn codes_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!(Party::from_code("agent"), Some(Party::Agent));
        assert_eq!(Party::from_code("autre"), None);
    }
}
