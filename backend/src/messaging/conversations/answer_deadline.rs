//! Deadline of a service's answer: five working days (mission §5).

use domain::{calendar::is_working_day, question::due_date};
use jiff::tz::TimeZone;

use platform::db::Moment;

/// Returns the end of the last day to answer a question, Paris time.
pub fn answer_deadline(sent: Moment) -> anyhow::Result<Moment> {
    let end = due_date(sent.day()).at(23, 59, 59, 0);
    Ok(Moment::from_timestamp(end.to_zoned(TimeZone::get("Europe/Paris")?)?.timestamp()))
}

/// Returns the number of working days between two instants, in days of Paris: 0 on the same day.
pub fn working_days_between(from: Moment, to: Moment) -> u32 {
    let (mut day, last, mut count) = (from.day(), to.day(), 0);
    while day < last {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        count += u32::from(is_working_day(day));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::from_timestamp(text.parse().expect("a timestamp"))
    }

    #[test]
    fn deadline_skips_weekends_and_holidays() {
        // Thursday 30 April 2026: Friday 1 May and Friday 8 May are holidays.
        let deadline = answer_deadline(moment("2026-04-30T08:00:00Z")).unwrap();
        assert_eq!(deadline, moment("2026-05-11T21:59:59Z"));
    }

    #[test]
    fn deadline_counts_days_of_paris() {
        // 23:30 UTC on Sunday is Monday in Paris: the count starts on Tuesday.
        let deadline = answer_deadline(moment("2026-11-22T23:30:00Z")).unwrap();
        assert_eq!(deadline, moment("2026-11-30T22:59:59Z"));
    }

    #[test]
    fn working_days_between_skips_weekends_and_holidays() {
        let sent = moment("2026-04-30T08:00:00Z");
        assert_eq!(working_days_between(sent, moment("2026-04-30T15:00:00Z")), 0);
        assert_eq!(working_days_between(sent, moment("2026-05-04T08:00:00Z")), 1);
        assert_eq!(working_days_between(sent, moment("2026-05-11T08:00:00Z")), 5);
    }
}
