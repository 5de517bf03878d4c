//! Slots of a day: the civil times at which an appointment can begin.

use jiff::{SignedDuration, civil::Time};

use crate::opening_hours::TimeRange;

/// Returns the beginnings of the slots of `minutes` minutes in the ranges of a day. A slot that would end after its range
/// is left out.
pub fn beginnings(ranges: &[TimeRange], minutes: u16) -> Vec<Time> {
    let length = SignedDuration::from_mins(i64::from(minutes.max(1)));
    let mut beginnings = Vec::new();
    for range in ranges {
        let mut from = range.start;
        while let Ok(to) = from.checked_add(length)
            && to <= range.end
        {
            beginnings.push(from);
            from = to;
        }
    }
    beginnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ranges: &[TimeRange], minutes: u16) -> Vec<String> {
        beginnings(ranges, minutes).iter().map(|at| format!("{}:{:02}", at.hour(), at.minute())).collect()
    }

    #[test]
    fn slots_fill_each_range_and_end_within_it() {
        assert_eq!(shown(&[TimeRange::new((9, 0), (10, 30))], 30), ["9:00", "9:30", "10:00"]);
        assert_eq!(
            shown(&[TimeRange::new((9, 0), (10, 15))], 30),
            ["9:00", "9:30"],
            "the third would end too late"
        );
        assert_eq!(
            shown(&[TimeRange::new((9, 0), (10, 0)), TimeRange::new((14, 0), (15, 0))], 60),
            ["9:00", "14:00"]
        );
    }

    #[test]
    fn no_slot_passes_midnight() {
        assert_eq!(shown(&[TimeRange::new((23, 0), (23, 59))], 30), ["23:00"]);
        assert_eq!(shown(&[TimeRange::new((9, 0), (9, 0))], 30), Vec::<String>::new());
    }
}
