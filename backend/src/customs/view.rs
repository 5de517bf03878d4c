use domain::question::Status;
use serde::{Deserialize, Serialize};

use platform::db::Moment;

use crate::messaging::Cursor;

/// A view of an inbox. The questions that await an answer are listed by the end of their commitment, or else by age; the others
/// latest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxView {
    /// Awaiting an answer, without assignee.
    #[default]
    ToAssign,
    /// Awaiting an answer, assigned to the agent.
    Mine,
    /// Awaiting an answer.
    Open,
    /// Awaiting an answer, whose commitment ends today.
    DueToday,
    /// Awaiting an answer, past the end of their commitment.
    Late,
    /// Awaiting details from the operator; the delay is paused.
    AwaitingDetails,
    /// Awaiting the operator, who may write again or close.
    Answered,
    Closed,
}

impl InboxView {
    pub const ALL: [InboxView; 8] = [
        InboxView::ToAssign,
        InboxView::Mine,
        InboxView::Open,
        InboxView::DueToday,
        InboxView::Late,
        InboxView::AwaitingDetails,
        InboxView::Answered,
        InboxView::Closed,
    ];

    /// Code used in URLs.
    pub const fn code(self) -> &'static str {
        match self {
            InboxView::ToAssign => "a-attribuer",
            InboxView::Mine => "a-moi",
            InboxView::Open => "en-cours",
            InboxView::DueToday => "aujourd-hui",
            InboxView::Late => "en-retard",
            InboxView::AwaitingDetails => "precisions",
            InboxView::Answered => "repondues",
            InboxView::Closed => "closes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        InboxView::ALL.into_iter().find(|one| one.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            InboxView::ToAssign => "À attribuer",
            InboxView::Mine => "À moi",
            InboxView::Open => "En cours",
            InboxView::DueToday => "À répondre aujourd’hui",
            InboxView::Late => "En retard",
            InboxView::AwaitingDetails => "Précisions demandées",
            InboxView::Answered => "Répondues",
            InboxView::Closed => "Closes",
        }
    }

    /// Returns the status of a view of questions that await no answer.
    pub(super) const fn status(self) -> Option<Status> {
        match self {
            InboxView::AwaitingDetails => Some(Status::Precisions),
            InboxView::Answered => Some(Status::Repondu),
            InboxView::Closed => Some(Status::Clos),
            _ => None,
        }
    }

    /// Returns `true` if the view has questions of several assignees: it can be filtered by one.
    pub const fn has_assignees(self) -> bool {
        !matches!(self, InboxView::ToAssign | InboxView::Mine)
    }

    /// Returns the position before the first question.
    pub(super) fn start(self, now: Moment) -> Cursor {
        match self {
            InboxView::DueToday => Cursor { at: now, ..Cursor::oldest() },
            InboxView::AwaitingDetails | InboxView::Answered | InboxView::Closed => Cursor::latest(),
            _ => Cursor::oldest(),
        }
    }

    /// Returns the time before which the commitments end; the greatest one in the views with and without commitment.
    pub(super) fn due_before(self, now: Moment) -> Moment {
        match self {
            InboxView::DueToday => end_of_day(now),
            InboxView::Late => now,
            _ => Moment::from_micros(i64::MAX),
        }
    }
}

/// Returns the end of the day of Paris.
pub(super) fn end_of_day(now: Moment) -> Moment {
    now.day().tomorrow().map_or(Moment::from_micros(i64::MAX), Moment::start_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_parses_back() {
        for view in InboxView::ALL {
            assert_eq!(InboxView::from_code(view.code()), Some(view));
        }
        assert_eq!(InboxView::from_code("autre"), None);
    }

    #[test]
    fn day_ends_at_midnight_of_paris() {
        let moment = |text: &str| Moment::from_timestamp(text.parse().expect("a timestamp"));
        assert_eq!(end_of_day(moment("2026-11-30T22:59:59Z")), moment("2026-11-30T23:00:00Z"));
        assert_eq!(end_of_day(moment("2026-11-30T23:00:00Z")), moment("2026-12-01T23:00:00Z"));
    }
}
