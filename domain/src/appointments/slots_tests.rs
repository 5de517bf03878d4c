use jiff::civil::{Weekday, date};

use super::*;
use crate::{
    appointments::{Closing, Opening, ServiceCalendar},
    opening_hours::{TimeRange, Week, WorkingCalendar},
    territory::Territory,
};

const MORNING: WorkingCalendar = WorkingCalendar::new(Week::working_days(&[TimeRange::new((9, 0), (12, 0))]));
const FIRST_HOUR: WorkingCalendar =
    WorkingCalendar::new(Week::working_days(&[TimeRange::new((9, 0), (10, 0))]));
const NIGHT: WorkingCalendar = WorkingCalendar::new(Week::working_days(&[TimeRange::new((0, 0), (2, 0))]));
const EVENING: WorkingCalendar =
    WorkingCalendar::new(Week::working_days(&[TimeRange::new((22, 0), (23, 0))]));

const RULES: SlotRules = SlotRules {
    minutes: 30,
    buffer_minutes: 0,
    capacity: 1,
    notice: SignedDuration::from_hours(1),
    window: Window::OpenDays(2),
};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

fn free(calendar: &dyn Calendar, zone_name: &str, rules: SlotRules, now: &str) -> Vec<Slot> {
    free_slots(calendar, &zone(zone_name), &rules, &Taken::new(), at(now))
}

fn times(slots: &[Slot]) -> Vec<String> {
    slots.iter().map(Slot::value).collect()
}

/// Open from 9:00 to 10:00 on every day of the week.
fn every_day(territory: Territory) -> ServiceCalendar {
    let opening = |weekday| Opening {
        weekday,
        range: TimeRange::new((9, 0), (10, 0)),
        from: date(2026, 1, 1),
        until: None,
        every_weeks: 1,
    };
    let openings = Weekday::Monday.cycle_forward().take(7).map(opening).collect();
    ServiceCalendar { territory, openings, closings: Vec::new() }
}

fn hourly(days: u16) -> SlotRules {
    SlotRules { minutes: 60, notice: SignedDuration::ZERO, window: Window::Days(days), ..RULES }
}

#[test]
fn slots_are_on_working_days_after_the_notice() {
    // Friday 2 April 2027, at 10:10 in Paris; Easter Monday was on 29 March.
    let slots = free(&MORNING, "Europe/Paris", RULES, "2027-04-02T08:10:00Z");
    assert_eq!(slots[0].value(), "2027-04-02T11:30", "an hour later at least");
    assert_eq!(slots.len(), 1 + 6);
    assert_eq!(slots[1].begins, date(2027, 4, 5).at(9, 0, 0, 0), "Monday");
    assert_eq!((slots[1].from, slots[1].to), (at("2027-04-05T07:00:00Z"), at("2027-04-05T07:30:00Z")));
    assert_eq!(slots[1].label(), "lundi 5\u{a0}avril 2027, de 9\u{a0}h à 9\u{a0}h\u{a0}30");
}

#[test]
fn public_holidays_have_no_slot() {
    // Tuesday 10 November 2026; the 11th is a holiday.
    let slots = free(&FIRST_HOUR, "Europe/Paris", RULES, "2026-11-10T03:00:00Z");
    let days: Vec<i8> = slots.iter().map(|slot| slot.begins.day()).collect();
    assert_eq!(days, [10, 10, 12, 12]);
}

#[test]
fn the_window_counts_days_of_the_calendar_or_days_with_opening_hours() {
    // Friday evening.
    let now = "2026-11-27T20:00:00Z";
    let rules = |window| SlotRules { window, ..hourly(0) };
    let days = |window| times(&free(&FIRST_HOUR, "Europe/Paris", rules(window), now));
    assert_eq!(days(Window::Days(4)), ["2026-11-30T09:00"], "until Monday");
    assert_eq!(days(Window::OpenDays(2)), ["2026-11-30T09:00"], "Friday, though it is over, and Monday");
}

#[test]
fn times_that_the_clock_skips_are_no_slots_and_repeated_ones_are_one() {
    // In Cairo the clock skips the hour from midnight on Friday 24 April 2026, and repeats the one before midnight on
    // Thursday 29 October 2026: a zone whose clock changes on working days.
    let skipped = free(&NIGHT, "Africa/Cairo", RULES, "2026-04-23T10:00:00Z");
    assert_eq!(times(&skipped), ["2026-04-24T01:00", "2026-04-24T01:30"]);
    let repeated = free(&EVENING, "Africa/Cairo", RULES, "2026-10-29T10:00:00Z");
    assert_eq!(repeated[0].from, at("2026-10-29T19:00:00Z"));
    assert!(repeated.windows(2).all(|pair| pair[0].to <= pair[1].from), "{repeated:?}");
}

#[test]
fn no_slots_overlap_in_the_nights_of_clock_changes_in_paris() {
    for (day, now) in
        [(date(2026, 3, 29), "2026-03-28T12:00:00Z"), (date(2026, 10, 25), "2026-10-24T12:00:00Z")]
    {
        let mut calendar = every_day(Territory::Mainland);
        calendar.openings.iter_mut().for_each(|opening| opening.range = TimeRange::new((0, 0), (6, 0)));
        let rules = SlotRules { minutes: 45, ..hourly(2) };
        let slots = free(&calendar, "Europe/Paris", rules, now);
        assert!(slots.iter().all(|slot| slot.begins.date() == day), "{slots:?}");
        assert!(slots.len() >= 6, "{slots:?}");
        assert!(slots.windows(2).all(|pair| pair[0].to <= pair[1].from), "{slots:?}");
        assert!(slots.iter().all(|slot| slot.to.duration_since(slot.from) == SignedDuration::from_mins(45)));
    }
}

#[test]
fn civil_hours_stay_over_a_clock_change() {
    let slots = free(&every_day(Territory::Mainland), "Europe/Paris", hourly(3), "2026-03-28T00:00:00Z");
    let instants: Vec<String> = slots.iter().map(|slot| slot.from.to_string()).collect();
    assert_eq!(instants, ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"]);
}

#[test]
fn leap_days_and_year_ends_are_days_like_others() {
    let leap = free(&every_day(Territory::Mainland), "Europe/Paris", hourly(3), "2028-02-27T23:30:00Z");
    assert_eq!(times(&leap), ["2028-02-28T09:00", "2028-02-29T09:00", "2028-03-01T09:00"]);
    let year_end = free(&every_day(Territory::Mainland), "Europe/Paris", hourly(3), "2026-12-31T00:00:00Z");
    assert_eq!(times(&year_end), ["2026-12-31T09:00", "2027-01-02T09:00"], "New Year's Day is a holiday");
}

#[test]
fn overseas_services_open_at_their_own_hours_and_holidays() {
    // Already Saturday 19 December in Réunion, which has a holiday on the 20th.
    let reunion = free(&every_day(Territory::LaReunion), "Indian/Reunion", hourly(3), "2026-12-18T20:30:00Z");
    assert_eq!(times(&reunion), ["2026-12-19T09:00", "2026-12-21T09:00"]);
    assert_eq!(reunion[0].from, at("2026-12-19T05:00:00Z"));
    // Still 2 July in Miquelon, whose clock changes, when it is the 3rd in Paris.
    let miquelon = free(
        &every_day(Territory::SaintPierreEtMiquelon),
        "America/Miquelon",
        hourly(2),
        "2026-07-03T00:30:00Z",
    );
    assert_eq!(times(&miquelon), ["2026-07-03T09:00"]);
    assert_eq!(miquelon[0].from, at("2026-07-03T11:00:00Z"));
}

#[test]
fn taken_places_and_the_time_after_them_are_not_free() {
    let rules = SlotRules { buffer_minutes: 10, capacity: 2, window: Window::OpenDays(1), ..RULES };
    let calendar = &MORNING;
    let all = free(calendar, "Europe/Paris", rules, "2026-11-30T00:00:00Z");
    assert_eq!(times(&all)[..2], ["2026-11-30T09:00", "2026-11-30T09:40"]);
    let quanta = all[0].quanta(&rules);
    assert_eq!(quanta.end - quanta.start, 8, "30 minutes and 10 after them");
    let places =
        |seats: Range<i32>| seats.flat_map(|seat| quanta.clone().map(move |at| (at, seat))).collect();
    let left = |taken: &Taken| {
        free_slots(calendar, &zone("Europe/Paris"), &rules, taken, at("2026-11-30T00:00:00Z")).len()
    };
    assert_eq!(left(&places(0..1)), all.len(), "one seat is free");
    assert_eq!(left(&places(0..2)), all.len() - 1);
    // A seat that is free during a part of the slot only does not serve.
    let halves = [(quanta.start, 0), (quanta.end - 1, 1)].into_iter().collect();
    assert_eq!(left(&halves), all.len() - 1);
}

#[test]
fn closing_days_have_no_slot() {
    let mut calendar = every_day(Territory::Mainland);
    calendar.closings = vec![Closing { first: date(2026, 12, 1), last: date(2026, 12, 1) }];
    let slots = free(&calendar, "Europe/Paris", hourly(3), "2026-11-30T00:00:00Z");
    assert_eq!(times(&slots), ["2026-11-30T09:00", "2026-12-02T09:00"]);
}
