use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::delay::Delay;
use super::facts::Round;
use super::observed::quantile;

/// Greatest number of weeks of a report.
pub const MAX_WEEKS: usize = 53;

/// Returns the Monday of the week of a day.
pub fn week_of(day: Date) -> Date {
    let days = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(days.days()).unwrap_or(day)
}

/// Returns the Mondays of the weeks from that of `first` to that of `last`; at most [`MAX_WEEKS`], the last ones.
pub fn weeks(first: Date, last: Date) -> Vec<Date> {
    let (first, last) = (week_of(first), week_of(last));
    let earlier = |week: &Date| week.checked_sub(7.days()).ok();
    let mut weeks: Vec<Date> = std::iter::successors(Some(last), earlier)
        .take_while(|week| *week >= first)
        .take(MAX_WEEKS)
        .collect();
    weeks.reverse();
    weeks
}

/// Numbers of the questions that a service received, and of their answers. A question that returned after an answer counts again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub received: u32,
    pub answered: u32,
    /// Await an answer, of the service or of the operator. Those closed without an answer are neither answered nor open.
    pub open: u32,
    /// Have a commitment that was kept or missed.
    pub decided: u32,
    pub kept: u32,
    /// Working days of each answer.
    days: Vec<u32>,
}

impl Tally {
    /// Counts a round, whose delay was computed at the time of the report.
    pub fn add(&mut self, round: &Round, delay: &Delay) {
        self.received += 1;
        match delay.answered_in {
            Some(answer) => {
                self.answered += 1;
                self.days.push(answer.working_days);
            }
            None if !round.is_closed => self.open += 1,
            None => return,
        }
        let Some(left) = delay.left else { return };
        let is_over = left.is_negative();
        if delay.answered_in.is_some() || is_over {
            self.decided += 1;
            self.kept += u32::from(!is_over);
        }
    }

    /// Adds the questions of another tally.
    pub fn merge(&mut self, other: &Tally) {
        self.received += other.received;
        self.answered += other.answered;
        self.open += other.open;
        self.decided += other.decided;
        self.kept += other.kept;
        self.days.extend(&other.days);
    }

    /// Working days within which half of the answers came; `None` without an answer.
    pub fn median(&self) -> Option<u32> {
        quantile(&mut self.days.clone(), 50)
    }

    /// Working days within which nine answers of ten came.
    pub fn ninth_decile(&self) -> Option<u32> {
        quantile(&mut self.days.clone(), 90)
    }

    /// Share of the commitments that were kept, in percent, rounded down; `None` if none is decided.
    pub fn kept_percent(&self) -> Option<u32> {
        (self.kept * 100).checked_div(self.decided)
    }
}

/// Returns the start of a round.
pub fn start_of(round: &Round) -> Option<Timestamp> {
    round.runs.first().map(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::civil::date;

    use super::*;
    use crate::answer_delay::AnsweredIn;

    fn round(is_closed: bool) -> Round {
        Round { runs: vec![(Timestamp::UNIX_EPOCH, None)], answered_at: None, is_closed }
    }

    /// A delay answered after `days`, if at all, with `left` hours of the commitment, if there is one.
    fn delay(days: Option<u32>, left: Option<i64>) -> Delay {
        let answered_in = days.map(|days| AnsweredIn { working_days: days, time: SignedDuration::ZERO });
        let left = left.map(SignedDuration::from_hours);
        Delay { due: None, warning: None, spent: SignedDuration::ZERO, left, answered_in }
    }

    #[test]
    fn questions_are_counted_by_what_became_of_them() {
        let mut tally = Tally::default();
        for (is_closed, delay) in [
            (false, delay(Some(1), Some(3))),
            (false, delay(Some(6), Some(-9))),
            (false, delay(Some(2), None)),
            // Open: one still in time, one late, one without a commitment.
            (false, delay(None, Some(3))),
            (false, delay(None, Some(-1))),
            (false, delay(None, None)),
            // Closed without an answer.
            (true, delay(None, Some(-20))),
        ] {
            tally.add(&round(is_closed), &delay);
        }
        assert_eq!((tally.received, tally.answered, tally.open), (7, 3, 3));
        assert_eq!((tally.decided, tally.kept, tally.kept_percent()), (3, 1, Some(33)));
        assert_eq!((tally.median(), tally.ninth_decile()), (Some(2), Some(6)));
        let mut sum = Tally::default();
        assert_eq!((sum.median(), sum.kept_percent()), (None, None));
        sum.merge(&tally);
        sum.merge(&tally);
        assert_eq!((sum.received, sum.median(), sum.kept_percent()), (14, Some(2), Some(33)));
    }

    #[test]
    fn weeks_begin_on_mondays() {
        assert_eq!(week_of(date(2026, 6, 7)), date(2026, 6, 1));
        assert_eq!(week_of(date(2026, 6, 8)), date(2026, 6, 8));
        assert_eq!(
            weeks(date(2026, 5, 31), date(2026, 6, 8)),
            [date(2026, 5, 25), date(2026, 6, 1), date(2026, 6, 8)]
        );
        assert_eq!(weeks(date(2026, 6, 8), date(2026, 6, 1)), [] as [Date; 0]);
        let many = weeks(date(2000, 1, 1), date(2026, 6, 8));
        assert_eq!((many.len(), many.last()), (MAX_WEEKS, Some(&date(2026, 6, 8))));
    }
}
