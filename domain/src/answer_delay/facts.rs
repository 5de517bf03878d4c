//! Facts of a question that the delay of its answer follows from.

use jiff::Timestamp;

use crate::question::Status;

/// Kind of a [`Fact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    Sent,
    /// The service asked the operator for details: its delay is paused.
    DetailsAsked,
    /// The operator gave them: the delay goes on.
    DetailsGiven,
    Answered,
    /// The operator returned an answered question to the service: a new round begins.
    Reopened,
    Closed,
    /// A question that went on in another one is as it was before: the delay goes on if it awaits an answer.
    Separated {
        awaits_answer: bool,
    },
}

/// A dated event of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    pub at: Timestamp,
    pub kind: FactKind,
}

/// Returns the facts of a question from its statuses, oldest first. A transfer, or taking in charge, changes no delay.
pub fn facts_of(steps: impl IntoIterator<Item = (Timestamp, Status)>) -> Vec<Fact> {
    let mut before = None;
    let fact = |(at, status)| {
        let kind = kind_of(before.replace(status), status)?;
        Some(Fact { at, kind })
    };
    steps.into_iter().filter_map(fact).collect()
}

fn kind_of(before: Option<Status>, status: Status) -> Option<FactKind> {
    match (before, status) {
        (None, _) => Some(FactKind::Sent),
        (_, Status::Clos) => Some(FactKind::Closed),
        (Some(Status::Clos), restored) => {
            let awaits_answer = matches!(restored, Status::Transmis | Status::PrisEnCharge);
            Some(FactKind::Separated { awaits_answer })
        }
        (Some(Status::Repondu), Status::Transmis) => Some(FactKind::Reopened),
        (_, Status::Repondu) => Some(FactKind::Answered),
        (_, Status::Precisions) => Some(FactKind::DetailsAsked),
        (Some(Status::Precisions), _) => Some(FactKind::DetailsGiven),
        _ => None,
    }
}

/// A question, or an answered question that was returned to the service, until its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Times during which the service had to answer; only the last one may have no end.
    pub runs: Vec<(Timestamp, Option<Timestamp>)>,
    pub answered_at: Option<Timestamp>,
    pub is_closed: bool,
}

impl Round {
    /// Returns `true` while the service waits for the operator.
    pub fn is_paused(&self) -> bool {
        self.answered_at.is_none()
            && !self.is_closed
            && self.runs.last().is_some_and(|(_, end)| end.is_some())
    }

    fn stop(&mut self, at: Timestamp) {
        if let Some((_, end @ None)) = self.runs.last_mut() {
            *end = Some(at);
        }
    }

    fn restore(&mut self, at: Timestamp, awaits_answer: bool) {
        if awaits_answer && self.is_closed {
            self.runs.push((at, None));
        }
        self.is_closed = false;
    }
}

/// Returns the rounds of a question, oldest first. Facts that cannot follow those before them are ignored.
pub fn rounds(facts: &[Fact]) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    for Fact { at, kind } in facts.iter().copied() {
        if matches!(kind, FactKind::Sent | FactKind::Reopened) {
            rounds.push(Round { runs: vec![(at, None)], answered_at: None, is_closed: false });
            continue;
        }
        let Some(round) = rounds.last_mut() else { continue };
        if let FactKind::Separated { awaits_answer } = kind {
            round.restore(at, awaits_answer);
        }
        if round.is_closed {
            continue;
        }
        match kind {
            FactKind::DetailsGiven if round.is_paused() => round.runs.push((at, None)),
            FactKind::Answered => {
                round.stop(at);
                round.answered_at.get_or_insert(at);
            }
            FactKind::Closed => {
                round.stop(at);
                round.is_closed = true;
            }
            FactKind::DetailsAsked => round.stop(at),
            _ => {}
        }
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status::{Clos, Precisions, PrisEnCharge, Repondu, Transmis};

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(60 * minute).expect("an instant")
    }

    fn of(statuses: &[Status]) -> Vec<Round> {
        rounds(&facts_of((0..).map(at).zip(statuses.iter().copied())))
    }

    #[test]
    fn transfers_and_taking_in_charge_are_no_facts_of_the_delay() {
        let facts =
            facts_of((0..).map(at).zip([Transmis, PrisEnCharge, Transmis, PrisEnCharge, Repondu, Clos]));
        let kinds: Vec<FactKind> = facts.iter().map(|fact| fact.kind).collect();
        assert_eq!(kinds, [FactKind::Sent, FactKind::Answered, FactKind::Closed]);
    }

    #[test]
    fn the_clock_stops_while_the_operator_has_to_give_details() {
        let round = |runs, answered_at| Round { runs, answered_at, is_closed: false };
        let waiting = of(&[Transmis, PrisEnCharge, Precisions]);
        assert_eq!(waiting, [round(vec![(at(0), Some(at(2)))], None)]);
        assert!(waiting[0].is_paused());
        let answered = of(&[Transmis, PrisEnCharge, Precisions, PrisEnCharge, Repondu]);
        let runs = vec![(at(0), Some(at(2))), (at(3), Some(at(4)))];
        assert_eq!(answered, [round(runs, Some(at(4)))]);
        assert!(!answered[0].is_paused());
        // Answered without waiting for the details.
        let early = of(&[Transmis, PrisEnCharge, Precisions, Repondu]);
        assert_eq!(early, [round(vec![(at(0), Some(at(2)))], Some(at(3)))]);
    }

    #[test]
    fn a_reopened_question_is_a_new_round() {
        let rounds = of(&[Transmis, PrisEnCharge, Repondu, Transmis, Clos]);
        assert_eq!(rounds.len(), 2);
        assert_eq!((rounds[0].answered_at, rounds[0].is_closed), (Some(at(2)), false));
        assert_eq!(rounds[1].runs, [(at(3), Some(at(4)))]);
        assert_eq!((rounds[1].answered_at, rounds[1].is_closed), (None, true));
    }

    #[test]
    fn a_question_that_is_separated_goes_on_as_it_was() {
        let running = of(&[Transmis, PrisEnCharge, Clos, PrisEnCharge, Repondu]);
        let runs = vec![(at(0), Some(at(2))), (at(3), Some(at(4)))];
        assert_eq!(running, [Round { runs, answered_at: Some(at(4)), is_closed: false }]);
        let paused = of(&[Transmis, PrisEnCharge, Precisions, Clos, Precisions]);
        assert!(paused[0].is_paused() && paused[0].runs == [(at(0), Some(at(2)))]);
        let answered = of(&[Transmis, PrisEnCharge, Repondu, Clos, Repondu, Transmis]);
        assert_eq!((answered.len(), answered[0].answered_at, answered[0].is_closed), (2, Some(at(2)), false));
        assert_eq!(answered[1].runs, [(at(5), None)]);
    }
}
