//! The delay, compared with a walk through every minute, and by examples.

use jiff::{SignedDuration, Timestamp, civil::Weekday, tz::TimeZone};

use super::*;
use crate::{opening_hours::TimeRange, question::Status, territory::Territory};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Monday to Thursday from 9:00 to 12:00 and from 14:00 to 17:00, Friday from 9:00 to 12:00.
fn hours(territory: Territory) -> WorkingHours {
    let mut hours = WorkingHours { territory, ..WorkingHours::default() };
    let days: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
    hours.add(&days, TimeRange::new((9, 0), (12, 0)));
    hours.add(&days[..4], TimeRange::new((14, 0), (17, 0)));
    hours
}

fn calendar(hours: &WorkingHours) -> WorkCalendar<'_> {
    WorkCalendar { hours, zone: TimeZone::get(hours.territory.zone()).expect("a zone") }
}

fn round(steps: &[(&str, Status)]) -> Round {
    let facts = facts_of(steps.iter().map(|(text, status)| (at(text), *status)));
    rounds(&facts).pop().expect("a round")
}

const DAYS: Option<WorkingDays> = WorkingDays::new(2);

#[test]
fn commitment_ends_with_the_last_range_of_its_last_day() {
    let hours = hours(Territory::Mainland);
    // Tuesday 10 November 2026, 18:00 in Paris: Wednesday is a holiday, so Thursday and Friday.
    let sent = round(&[("2026-11-10T17:00:00Z", Status::Transmis)]);
    let delay = delay(&calendar(&hours), DAYS, &sent, at("2026-11-12T09:00:00Z"));
    assert_eq!(delay.due, Some(at("2026-11-13T11:00:00Z")));
    // Nine hours, of which 80 % are seven hours and twelve minutes.
    assert_eq!(delay.warning, Some(at("2026-11-13T09:12:00Z")));
    assert_eq!(delay.spent, SignedDuration::from_hours(1));
    assert_eq!((delay.left, delay.answered_in), (Some(SignedDuration::from_hours(8)), None));
}

#[test]
fn the_clock_is_that_of_the_service() {
    let (paris, reunion) = (hours(Territory::Mainland), hours(Territory::LaReunion));
    let sent = round(&[("2026-11-16T08:00:00Z", Status::Transmis)]);
    let due = |hours| delay(&calendar(hours), DAYS, &sent, at("2026-11-16T08:00:00Z")).due;
    assert_eq!(due(&paris), Some(at("2026-11-18T16:00:00Z")));
    assert_eq!(due(&reunion), Some(at("2026-11-18T13:00:00Z")));
}

#[test]
fn a_pause_moves_the_end_by_the_working_time_that_passes() {
    let hours = hours(Territory::Mainland);
    let calendar = calendar(&hours);
    let asked = [
        ("2026-11-16T08:00:00Z", Status::Transmis),
        ("2026-11-16T09:00:00Z", Status::PrisEnCharge),
        ("2026-11-16T10:00:00Z", Status::Precisions),
    ];
    let paused = delay(&calendar, DAYS, &round(&asked), at("2026-11-20T10:00:00Z"));
    assert_eq!((paused.due, paused.warning), (None, None));
    assert_eq!(paused.spent, SignedDuration::from_hours(2));
    // Until Tuesday at 15:00: one hour on Monday morning, three in the afternoon, three on Tuesday morning, one more.
    let given = [&asked[..], &[("2026-11-17T14:00:00Z", Status::PrisEnCharge)]].concat();
    let resumed = delay(&calendar, DAYS, &round(&given), at("2026-11-17T14:00:00Z"));
    assert_eq!(resumed.left, paused.left);
    // Eight hours later than Wednesday at 17:00: six on Thursday, two on Friday.
    assert_eq!(resumed.due, Some(at("2026-11-20T10:00:00Z")));
}

#[test]
fn an_answer_fixes_what_was_spent() {
    let hours = hours(Territory::Mainland);
    let steps = [
        ("2026-11-13T10:30:00Z", Status::Transmis),
        ("2026-11-13T10:40:00Z", Status::PrisEnCharge),
        ("2026-11-17T08:30:00Z", Status::Repondu),
    ];
    let delay = delay(&calendar(&hours), DAYS, &round(&steps), at("2027-01-01T00:00:00Z"));
    let time = SignedDuration::from_mins(30 + 6 * 60 + 30);
    assert_eq!(delay.answered_in, Some(AnsweredIn { working_days: 2, time }));
    assert_eq!((delay.spent, delay.due), (time, Some(at("2026-11-17T16:00:00Z"))));
    assert_eq!(delay.left, Some(SignedDuration::from_mins(5 * 60 + 30)));
}

#[test]
fn nothing_is_promised_without_a_commitment_and_in_a_service_that_never_works() {
    let hours = hours(Territory::Mainland);
    let sent = round(&[("2026-11-16T08:00:00Z", Status::Transmis)]);
    let without = delay(&calendar(&hours), None, &sent, at("2026-11-16T09:00:00Z"));
    assert_eq!((without.due, without.left), (None, None));
    assert_eq!(without.spent, SignedDuration::from_hours(1));
    let mut closed = hours.clone();
    let (first, last) = (jiff::civil::date(2026, 1, 1), jiff::civil::date(2040, 1, 1));
    closed.close(ExceptionalClosing { first, last, reason: String::new() }, first);
    assert_eq!(delay(&calendar(&closed), DAYS, &sent, at("2026-11-16T09:00:00Z")).due, None);
}

/// Numbers that look random (a linear congruential generator), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn hours(&mut self) -> WorkingHours {
        let territory = Territory::ALL[self.below(8) as usize];
        let mut hours = WorkingHours { territory, ..WorkingHours::default() };
        let days: Vec<Weekday> = Weekday::Monday.cycle_forward().take(7).collect();
        for _ in 0..1 + self.below(6) {
            let (first, number) = (self.below(7) as usize, 1 + self.below(5) as usize);
            let (start, length) = (4 + self.below(14) as i8, 1 + self.below(5) as i8);
            let days: Vec<Weekday> = days.iter().cycle().skip(first).take(number).copied().collect();
            hours.add(&days, TimeRange::new((start, 30), (start + length, 15)));
        }
        let first = jiff::civil::date(2026, 1, 1 + self.below(28) as i8);
        let last = first.saturating_add(jiff::Span::new().days(self.below(9) as i64));
        hours.close(ExceptionalClosing { first, last, reason: String::new() }, first);
        hours
    }
}

/// Returns the minutes of `from..to` in which the service works, counted one by one on its clock.
fn minutes_open(hours: &WorkingHours, from: Timestamp, to: Timestamp) -> i64 {
    let zone = TimeZone::get(hours.territory.zone()).expect("a zone");
    let minutes = std::iter::successors(Some(from), |at| at.checked_add(SignedDuration::from_mins(1)).ok());
    let is_open = |at: &Timestamp| {
        let clock = zone.to_datetime(*at);
        let is_holiday = hours.territory.public_holiday(clock.date()).is_some();
        let is_closed = hours.closings.iter().any(|one| (one.first..=one.last).contains(&clock.date()));
        let works = |one: &WeeklyHours| one.weekday == clock.weekday() && one.range.contains(clock.time());
        !is_holiday && !is_closed && hours.week.iter().any(works)
    };
    minutes.take_while(|at| *at < to).filter(is_open).count() as i64
}

#[test]
fn working_time_agrees_with_a_walk_through_every_minute() {
    let mut numbers = Numbers(20_261_201);
    // Around the changes of the clocks in spring and autumn too.
    for start in
        ["2026-01-05T00:00:00Z", "2026-03-27T00:00:00Z", "2026-10-23T00:00:00Z", "2026-12-21T00:00:00Z"]
    {
        for _ in 0..25 {
            let hours = numbers.hours();
            let calendar = calendar(&hours);
            let minute = |number| at(start) + SignedDuration::from_mins(number as i64);
            let (from, length) = (numbers.below(3 * 24 * 60), numbers.below(9 * 24 * 60));
            let (from, to) = (minute(from), minute(from + length));
            let walked = minutes_open(&hours, from, to);
            let time = calendar.time_between(from, to);
            assert_eq!(time, SignedDuration::from_mins(walked), "{hours:?} {from} {to}");
            // The inverse: the first instant at which that time has passed.
            if walked > 0 {
                let end = calendar.after(from, time).expect("an instant");
                assert!(end <= to && calendar.time_between(from, end) == time, "{hours:?} {from} {end}");
                let before = end - SignedDuration::from_mins(1);
                assert!(calendar.time_between(from, before) < time, "{hours:?} {from} {end}");
            }
        }
    }
}

#[test]
fn pauses_change_neither_what_was_spent_nor_what_is_left() {
    let mut numbers = Numbers(7);
    for _ in 0..200 {
        let hours = numbers.hours();
        let calendar = calendar(&hours);
        let days = WorkingDays::new(1 + numbers.below(6) as u8);
        let mut now = at("2026-02-02T06:00:00Z");
        let mut facts = vec![Fact { at: now, kind: FactKind::Sent }];
        let mut minutes = 0;
        for _ in 0..numbers.below(4) {
            let asked = now + SignedDuration::from_mins(numbers.below(2_000) as i64);
            minutes += minutes_open(&hours, now, asked);
            now = asked + SignedDuration::from_mins(1 + numbers.below(3_000) as i64);
            facts.push(Fact { at: asked, kind: FactKind::DetailsAsked });
            facts.push(Fact { at: now, kind: FactKind::DetailsGiven });
        }
        let round = rounds(&facts).pop().expect("a round");
        let delay = delay(&calendar, days, &round, now);
        assert_eq!(delay.spent, SignedDuration::from_mins(minutes), "{hours:?} {facts:?}");
        let (due, left) = (delay.due.expect("a commitment"), delay.left.expect("a commitment"));
        if left.is_positive() {
            assert_eq!(calendar.time_between(now, due), left, "{hours:?} {facts:?}");
        } else {
            assert!(due <= now, "{hours:?} {facts:?}");
        }
        let promised = calendar.end_of_working_day(facts[0].at, days.expect("days").get()).expect("a day");
        assert!(due >= promised, "a pause never shortens the delay");
    }
}
