//! Slots of an agenda: the times at which an appointment can begin.

use std::collections::HashSet;
use std::ops::Range;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};

use super::{beginnings::beginnings, calendar::Calendar};
use crate::calendar::{french_date, french_time, french_weekday};

/// Length of a quantum: every slot begins and ends at a multiple of it, in every time zone.
pub const QUANTUM_MINUTES: u16 = 5;

/// Greatest number of calendar days searched for those that can be booked.
const SEARCHED_DAYS: u16 = 366;

/// Days on which appointments can be booked, today included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Number of days with opening hours.
    OpenDays(u16),
    /// Number of days of the calendar.
    Days(u16),
}

/// Rules of the slots of an agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotRules {
    /// Length of an appointment.
    pub minutes: u16,
    /// Time kept free after it.
    pub buffer_minutes: u16,
    /// Number of appointments of the agenda at the same time.
    pub capacity: u16,
    /// Shortest time between the booking and the appointment.
    pub notice: SignedDuration,
    pub window: Window,
}

impl SlotRules {
    /// Numbers of the seats that an appointment may take.
    pub fn seats(&self) -> Range<i32> {
        0..i32::from(self.capacity)
    }
}

/// A time at which an appointment can take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Civil times in the zone of the agenda.
    pub begins: DateTime,
    pub ends: DateTime,
    pub from: Timestamp,
    pub to: Timestamp,
}

/// Places that appointments have taken: quanta, each with a seat.
pub type Taken = HashSet<(i64, i32)>;

impl Slot {
    /// Returns the slot between two instants, as the clocks of `zone` show it.
    pub fn between(from: Timestamp, to: Timestamp, zone: &TimeZone) -> Self {
        let civil = |at: Timestamp| zone.to_datetime(at);
        Slot { begins: civil(from), ends: civil(to), from, to }
    }

    /// Quanta that an appointment at this slot takes, with the time kept free after it.
    pub fn quanta(&self, rules: &SlotRules) -> Range<i64> {
        let free_again = self.to + SignedDuration::from_mins(i64::from(rules.buffer_minutes));
        quantum(self.from)..quantum(free_again)
    }

    /// Value in forms and links: « 2026-12-01T09:00 ».
    pub fn value(&self) -> String {
        self.begins.strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// Formats as « mardi 1er décembre 2026, de 9 h à 9 h 30 ».
    pub fn label(&self) -> String {
        let day = self.begins.date();
        let (from, to) = (french_time(self.begins.time()), french_time(self.ends.time()));
        [french_weekday(day), " ", &french_date(day), ", de ", &from, " à ", &to].concat()
    }
}

/// Returns the number of five-minute quanta between the epoch and an instant.
pub fn quantum(at: Timestamp) -> i64 {
    at.as_second().div_euclid(i64::from(QUANTUM_MINUTES) * 60)
}

/// Returns the slots that can be booked at `now`, in order: those within the opening hours, after the notice, in the window,
/// and with a seat free during the whole appointment.
pub fn free_slots(
    calendar: &dyn Calendar,
    zone: &TimeZone,
    rules: &SlotRules,
    taken: &Taken,
    now: Timestamp,
) -> Vec<Slot> {
    let mut slots = slots(calendar, zone, rules, now);
    slots.retain(|slot| {
        rules.seats().any(|seat| slot.quanta(rules).all(|quantum| !taken.contains(&(quantum, seat))))
    });
    slots
}

fn slots(calendar: &dyn Calendar, zone: &TimeZone, rules: &SlotRules, now: Timestamp) -> Vec<Slot> {
    let (today, earliest) = (zone.to_datetime(now).date(), now + rules.notice);
    let mut slots: Vec<Slot> = bookable_days(calendar, today, rules.window)
        .flat_map(|day| slots_of(calendar, day, zone, rules))
        .filter(|slot| slot.from >= earliest)
        .collect();
    // Where the clock skips an hour, a slot may last until after the next one of the list.
    let mut end = Timestamp::MIN;
    slots.retain(|slot| {
        let is_apart = slot.from >= end;
        end = if is_apart { slot.to } else { end };
        is_apart
    });
    slots
}

fn bookable_days(calendar: &dyn Calendar, today: Date, window: Window) -> impl Iterator<Item = Date> {
    let (searched, open) = match window {
        Window::OpenDays(days) => (SEARCHED_DAYS, days),
        Window::Days(days) => (days.min(SEARCHED_DAYS), days),
    };
    (0..searched)
        .filter_map(move |days| today.checked_add(i64::from(days).days()).ok())
        .filter(|day| !calendar.ranges_of(*day).is_empty())
        .take(usize::from(open))
}

fn slots_of(calendar: &dyn Calendar, day: Date, zone: &TimeZone, rules: &SlotRules) -> Vec<Slot> {
    let length = SignedDuration::from_mins(i64::from(rules.minutes));
    let begins = beginnings(&calendar.ranges_of(day), rules.minutes, rules.buffer_minutes);
    let slot = |time| {
        let ambiguous = zone.to_ambiguous_zoned(day.to_datetime(time));
        // A time that the clock skips does not exist on that day. One that it repeats means the first.
        if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
            return None;
        }
        let from = ambiguous.earlier().ok()?.timestamp();
        Some(Slot::between(from, from + length, zone))
    };
    begins.into_iter().filter_map(slot).collect()
}

#[cfg(test)]
#[path = "slots_tests.rs"]
mod tests;
