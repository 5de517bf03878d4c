use domain::{opening_hours::WorkingCalendar, slot};
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};
use platform::db::{Duration, Moment};

/// Settings of an agenda.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// Names its places in the database; stable.
    pub code: &'static str,
    /// IANA name of the zone in which its times are promised.
    pub zone: &'static str,
    pub calendar: WorkingCalendar<'static>,
    pub slot_minutes: u16,
    /// Number of appointments at the same time.
    pub capacity: u16,
    /// Shortest time between the booking and the appointment.
    pub notice: Duration,
    /// Number of days with opening hours that can be booked, today included.
    pub days: u16,
}

/// A time at which an appointment can take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Civil time in the zone of the agenda.
    pub begins: DateTime,
    pub from: Moment,
    pub to: Moment,
}

/// Greatest number of calendar days searched for those that can be booked.
const SEARCHED_DAYS: u16 = 366;

impl Agenda {
    /// Returns all slots that can be booked at `now`, in order, whether they are free or not.
    pub(super) fn slots(&self, now: Moment) -> Vec<Slot> {
        let today = now.timestamp().to_zoned(self.time_zone()).date();
        let earliest = now + self.notice;
        let days = (0..SEARCHED_DAYS).filter_map(|days| today.checked_add(i64::from(days).days()).ok());
        days.filter(|day| !self.calendar.ranges(*day).is_empty())
            .take(usize::from(self.days))
            .flat_map(|day| self.slots_of(day))
            .filter(|slot| slot.from >= earliest)
            .collect()
    }

    fn slots_of(&self, day: Date) -> impl Iterator<Item = Slot> {
        let zone = self.time_zone();
        let length = Duration::from_secs(u64::from(self.slot_minutes) * 60);
        slot::beginnings(self.calendar.ranges(day), self.slot_minutes).into_iter().filter_map(move |time| {
            let begins = day.to_datetime(time);
            let ambiguous = zone.to_ambiguous_zoned(begins);
            // A time that the clock skips does not exist on that day. One that it repeats means the first.
            if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
                return None;
            }
            let from = Moment::from_timestamp(ambiguous.earlier().ok()?.timestamp());
            Some(Slot { begins, from, to: from + length })
        })
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::get(self.zone).unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use domain::opening_hours::{TimeRange, Week};
    use jiff::civil::date;

    use super::*;

    const MORNING: WorkingCalendar<'static> =
        WorkingCalendar::new(Week::working_days(&[TimeRange::new((9, 0), (12, 0))]));
    const FIRST_HOUR: WorkingCalendar<'static> =
        WorkingCalendar::new(Week::working_days(&[TimeRange::new((9, 0), (10, 0))]));
    const NIGHT: WorkingCalendar<'static> =
        WorkingCalendar::new(Week::working_days(&[TimeRange::new((0, 0), (2, 0))]));
    const EVENING: WorkingCalendar<'static> =
        WorkingCalendar::new(Week::working_days(&[TimeRange::new((22, 0), (23, 0))]));

    fn agenda(zone: &'static str, calendar: WorkingCalendar<'static>) -> Agenda {
        Agenda {
            code: "test",
            zone,
            calendar,
            slot_minutes: 30,
            capacity: 1,
            notice: Duration::from_secs(3600),
            days: 2,
        }
    }

    fn at(text: &str) -> Moment {
        Moment::from_timestamp(text.parse().expect("a timestamp"))
    }

    #[test]
    fn slots_are_on_working_days_after_the_notice() {
        // Friday 2 April 2027, at 10:10 in Paris; Easter Monday was on 29 March.
        let slots = agenda("Europe/Paris", MORNING).slots(at("2027-04-02T08:10:00Z"));
        let shown: Vec<String> = slots.iter().map(|slot| slot.begins.to_string()).collect();
        assert_eq!(shown.first().map(String::as_str), Some("2027-04-02T11:30:00"), "an hour later at least");
        assert_eq!(slots.len(), 1 + 6);
        assert_eq!(slots[1].begins, date(2027, 4, 5).at(9, 0, 0, 0), "Monday");
        assert_eq!(slots[1].from, at("2027-04-05T07:00:00Z"));
        assert_eq!(slots[1].to, at("2027-04-05T07:30:00Z"));
    }

    #[test]
    fn public_holidays_have_no_slot() {
        // Tuesday 10 November 2026; the 11th is a holiday.
        let slots = agenda("Europe/Paris", FIRST_HOUR).slots(at("2026-11-10T03:00:00Z"));
        let days: Vec<i8> = slots.iter().map(|slot| slot.begins.day()).collect();
        assert_eq!(days, [10, 10, 12, 12]);
    }

    #[test]
    fn times_that_the_clock_skips_are_no_slots_and_repeated_ones_are_one() {
        // In Cairo the clock skips the hour from midnight on Friday 24 April 2026, and repeats the one before midnight on
        // Thursday 29 October 2026: a zone whose clock changes on working days.
        let skipped = agenda("Africa/Cairo", NIGHT).slots(at("2026-04-23T10:00:00Z"));
        let times: Vec<String> = skipped.iter().map(|slot| slot.begins.to_string()).collect();
        assert_eq!(times, ["2026-04-24T01:00:00", "2026-04-24T01:30:00"]);
        let repeated = agenda("Africa/Cairo", EVENING).slots(at("2026-10-29T10:00:00Z"));
        assert_eq!(repeated[0].from, at("2026-10-29T19:00:00Z"));
        assert!(repeated.windows(2).all(|pair| pair[0].to <= pair[1].from), "{repeated:?}");
    }
}
