use jiff::{SignedDuration, Timestamp};

use super::{calendar::WorkCalendar, commitment::WorkingDays, facts::Round};

/// Part of a commitment after which the agents are warned.
const WARNING_PERCENT: i32 = 80;

/// Delay of one round of a question. Times are working times of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// When the commitment ends; `None` without one, and while the delay is paused before its end.
    pub due: Option<Timestamp>,
    /// When four fifths of it have passed; `None` as for `due`.
    pub warning: Option<Timestamp>,
    /// Time that the service has had until now, or had until its answer.
    pub spent: SignedDuration,
    /// Rest of the commitment, negative once it is exceeded; `None` without a commitment.
    pub left: Option<SignedDuration>,
    pub answered_in: Option<AnsweredIn>,
}

/// Time that an answer took, without the pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnsweredIn {
    /// 0: on the same day.
    pub working_days: u32,
    pub time: SignedDuration,
}

/// Computes the delay of a round at `now`. `days`: commitment of the service.
///
/// The commitment is the working time from the beginning of the round to the end of its last working day. A pause moves its end by
/// the working time that passes meanwhile.
pub fn delay(calendar: &WorkCalendar<'_>, days: Option<WorkingDays>, round: &Round, now: Timestamp) -> Delay {
    let spent = time_of(calendar, round, now);
    let allotted = days.and_then(|days| allotted(calendar, days, round));
    let answered_in =
        round.answered_at.map(|_| AnsweredIn { working_days: days_of(calendar, round), time: spent });
    let reached = |percent| allotted.and_then(|time| instant_of(calendar, round, time * percent / 100));
    Delay {
        due: reached(100),
        warning: reached(WARNING_PERCENT),
        spent,
        left: allotted.map(|allotted| allotted - spent),
        answered_in,
    }
}

fn allotted(calendar: &WorkCalendar<'_>, days: WorkingDays, round: &Round) -> Option<SignedDuration> {
    let (start, _) = *round.runs.first()?;
    let end = calendar.end_of_working_day(start, days.get())?;
    Some(calendar.time_between(start, end))
}

fn time_of(calendar: &WorkCalendar<'_>, round: &Round, now: Timestamp) -> SignedDuration {
    round.runs.iter().map(|(start, end)| calendar.time_between(*start, end.unwrap_or(now))).sum()
}

/// Returns the working days of the runs, each counted after its first day.
fn days_of(calendar: &WorkCalendar<'_>, round: &Round) -> u32 {
    let ended = round.runs.iter().filter_map(|(start, end)| Some((*start, (*end)?)));
    ended.map(|(start, end)| calendar.days_between(start, end)).sum()
}

/// Returns the instant at which the service has had this time; `None` while a pause precedes it.
fn instant_of(calendar: &WorkCalendar<'_>, round: &Round, time: SignedDuration) -> Option<Timestamp> {
    let (mut left, (last, _)) = (time, *round.runs.last()?);
    for (start, end) in round.runs.iter().copied() {
        let length = end.map(|end| calendar.time_between(start, end));
        let is_last = start == last && !round.is_paused();
        if is_last || length.is_none_or(|length| left <= length) {
            return calendar.after(start, left);
        }
        left -= length.unwrap_or_default();
    }
    None
}
