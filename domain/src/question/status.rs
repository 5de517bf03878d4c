use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// Status of a question; the operator is notified of every change (002).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Transmis,
    PrisEnCharge,
    /// The service waits for details that it asked the operator for: the delay of its answer is paused.
    Precisions,
    Repondu,
    Clos,
}

/// Side of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Usager,
    Agent,
}

/// Action on a question after it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An agent of the service takes charge of the question.
    TakeInCharge,
    /// The service asks the operator for details, without which it cannot answer.
    AskDetails,
    /// The service answers, or completes its answer.
    Answer,
    /// The operator writes a further message.
    FollowUp,
    Close(Party),
    /// The service transfers the question to another one, which has to take charge of it.
    Transfer,
    /// The service lets the question go on in another one, see [`Mergeable`](super::Mergeable).
    Merge,
    /// The service restores a merged question, with the status that it had.
    Separate(Status),
}

impl Status {
    pub const ALL: [Status; 5] =
        [Status::Transmis, Status::PrisEnCharge, Status::Precisions, Status::Repondu, Status::Clos];

    /// Code used in the database and URLs.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Transmis => "transmis",
            Status::PrisEnCharge => "pris_en_charge",
            Status::Precisions => "precisions",
            Status::Repondu => "repondu",
            Status::Clos => "clos",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Status::Transmis => "Transmise",
            Status::PrisEnCharge => "Prise en charge",
            Status::Precisions => "Précisions demandées",
            Status::Repondu => "Répondue",
            Status::Clos => "Close",
        }
    }

    /// Returns the status after a step. Errors: [`Problem::StepNotAllowed`].
    ///
    /// A service must take charge of a question before answering, so that the agent in charge is known. A
    /// follow-up after an answer returns the question to the service; before an answer it only completes the
    /// question, or gives the details that the service asked for. The operator may close a question at any time, the service only after answering. Only a question that awaits an
    /// answer is transferred. A question that is not closed may go on in another one.
    pub fn after(self, step: Step) -> Result<Status, Problem> {
        match (self, step) {
            (Status::Transmis, Step::TakeInCharge) => Ok(Status::PrisEnCharge),
            (Status::Transmis | Status::PrisEnCharge, Step::Transfer) => Ok(Status::Transmis),
            (Status::PrisEnCharge | Status::Precisions, Step::AskDetails) => Ok(Status::Precisions),
            (Status::PrisEnCharge | Status::Precisions | Status::Repondu, Step::Answer) => {
                Ok(Status::Repondu)
            }
            (Status::Precisions, Step::FollowUp) => Ok(Status::PrisEnCharge),
            (Status::Transmis | Status::PrisEnCharge, Step::FollowUp) => Ok(self),
            (Status::Repondu, Step::FollowUp) => Ok(Status::Transmis),
            (
                Status::Transmis | Status::PrisEnCharge | Status::Precisions | Status::Repondu,
                Step::Close(Party::Usager),
            )
            | (Status::Repondu, Step::Close(Party::Agent))
            | (Status::Transmis | Status::PrisEnCharge | Status::Precisions | Status::Repondu, Step::Merge) => {
                Ok(Status::Clos)
            }
            (Status::Clos, Step::Separate(before)) => Ok(before),
            _ => Err(Problem::StepNotAllowed),
        }
    }

    /// Returns `true` if the step is possible, to display its button.
    pub fn allows(self, step: Step) -> bool {
        self.after(step).is_ok()
    }
}

impl Party {
    /// Code used in the database.
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
    use Status::{Clos, Precisions, PrisEnCharge, Repondu, Transmis};

    #[test]
    fn steps_follow_the_status_table() {
        const STEPS: [Step; 9] = [
            Step::TakeInCharge,
            Step::AskDetails,
            Step::Answer,
            Step::FollowUp,
            Step::Close(Party::Usager),
            Step::Close(Party::Agent),
            Step::Transfer,
            Step::Merge,
            Step::Separate(Precisions),
        ];
        let (sent, taken, answered, closed) = (Some(Transmis), Some(PrisEnCharge), Some(Repondu), Some(Clos));
        let (details, no) = (Some(Precisions), None);
        for (status, after) in [
            (Transmis, [taken, no, no, sent, closed, no, sent, closed, no]),
            (PrisEnCharge, [no, details, answered, taken, closed, no, sent, closed, no]),
            (Precisions, [no, details, answered, taken, closed, no, no, closed, no]),
            (Repondu, [no, no, answered, sent, closed, closed, no, closed, no]),
            (Clos, [no, no, no, no, no, no, no, no, details]),
        ] {
            assert_eq!(STEPS.map(|step| status.after(step).ok()), after, "{status:?}");
        }
    }

    #[test]
    fn every_code_parses_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!(Party::from_code("agent"), Some(Party::Agent));
        assert_eq!(Party::from_code("autre"), None);
    }
}
