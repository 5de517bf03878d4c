//! The promised delay: an answer within five working days (mission §5).

use domain::calendar::{after_working_days, is_working_day};
use jiff::tz::TimeZone;

use crate::db::Moment;

/// Working days within which a service promises to answer.
pub const PROMISED_DAYS: u8 = 5;

/// The end of the fifth working day after the question, Paris time.
pub fn promised_at(asked: Moment) -> anyhow::Result<Moment> {
    let end = after_working_days(asked.day(), PROMISED_DAYS).at(23, 59, 59, 0);
    Ok(Moment::from_timestamp(end.to_zoned(TimeZone::get("Europe/Paris")?)?.timestamp()))
}

/// The working days gone by between two instants, days of Paris: 0 on the same day.
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
    fn weekends_and_holidays_do_not_count() {
        // Thursday 30 April 2026: Friday 1 May and Friday 8 May are holidays.
        let promised = promised_at(moment("2026-04-30T08:00:00Z")).unwrap();
        assert_eq!(promised, moment("2026-05-11T21:59:59Z"));
    }

    #[test]
    fn the_day_is_the_one_of_paris() {
        // 23:30 UTC on Sunday is Monday in Paris: the count starts on Tuesday.
        let promised = promised_at(moment("2026-11-22T23:30:00Z")).unwrap();
        assert_eq!(promised, moment("2026-11-30T22:59:59Z"));
    }

    #[test]
    fn real_delay_counts_the_same_days() {
        let asked = moment("2026-04-30T08:00:00Z");
        assert_eq!(working_days_between(asked, moment("2026-04-30T15:00:00Z")), 0);
        assert_eq!(working_days_between(asked, moment("2026-05-04T08:00:00Z")), 1);
        assert_eq!(working_days_between(asked, moment("2026-05-11T08:00:00Z")), 5);
    }
}
