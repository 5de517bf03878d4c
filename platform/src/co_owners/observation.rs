//! What the calls of this process show about a co-owner.

use std::time::Duration;

use super::http::Failure;
use crate::db::Moment;

/// Duration from which an answer is slow.
const SLOW: Duration = Duration::from_secs(2);

/// The last calls of this process to a co-owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// Time of the last answer; `None` before the first.
    pub answered_at: Option<Moment>,
    /// That answer took long.
    pub is_slow: bool,
    /// Start of the first call without an answer since the last answer; `None` if the co-owner answers.
    pub silent_since: Option<Moment>,
}

impl Observation {
    /// The observation after a call.
    pub(super) fn after(self, sent: Moment, ended: Moment, is_answered: bool) -> Self {
        if is_answered {
            return Observation {
                answered_at: Some(ended),
                is_slow: ended.since(sent) >= SLOW,
                silent_since: None,
            };
        }
        // Another call was answered meanwhile.
        if self.answered_at.is_some_and(|answered_at| answered_at > sent) {
            return self;
        }
        Observation { silent_since: self.silent_since.or(Some(sent)), ..self }
    }
}

/// Returns `true` if a co-owner that answers so works: it may well refuse, or not know what is asked.
pub(super) fn is_answer<T>(result: &Result<T, Failure>) -> bool {
    match result {
        Ok(_) | Err(Failure::Unknown | Failure::Unreadable(_) | Failure::TooLong) => true,
        Err(Failure::Status(status)) => *status < 500,
        Err(Failure::TimedOut | Failure::Unreachable(_) | Failure::NotConfigured | Failure::Paused) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn a_co_owner_is_silent_since_its_first_call_without_an_answer() {
        let answering = Observation::default().after(at(10), at(11), true);
        assert_eq!(answering, Observation { answered_at: Some(at(11)), is_slow: false, silent_since: None });
        let silent = answering.after(at(20), at(23), false).after(at(30), at(33), false);
        assert_eq!(silent, Observation { silent_since: Some(at(20)), ..answering });
        let again = silent.after(at(40), at(42), true);
        assert_eq!(again, Observation { answered_at: Some(at(42)), is_slow: true, silent_since: None });
    }

    #[test]
    fn an_answer_meanwhile_outweighs_a_call_without_one() {
        let answering = Observation::default().after(at(20), at(21), true);
        assert_eq!(answering.after(at(19), at(22), false), answering);
    }

    #[test]
    fn refusals_are_answers_and_broken_servers_are_not() {
        let failed = |failure| is_answer::<()>(&Err(failure));
        assert!(failed(Failure::Unknown) && failed(Failure::Status(401)) && failed(Failure::Status(409)));
        assert!(!failed(Failure::Status(503)) && !failed(Failure::TimedOut));
        assert!(is_answer(&Ok::<_, Failure>(())));
    }
}
