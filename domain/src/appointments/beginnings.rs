use jiff::{SignedDuration, civil::Time};

use crate::opening_hours::TimeRange;

/// Returns the times of a day at which appointments of `minutes` minutes can begin, `buffer` minutes apart. One that would end
/// after its range is left out.
pub fn beginnings(ranges: &[TimeRange], minutes: u16, buffer: u16) -> Vec<Time> {
    let length = SignedDuration::from_mins(i64::from(minutes.max(1)));
    let step = length + SignedDuration::from_mins(i64::from(buffer));
    let mut beginnings = Vec::new();
    for range in ranges {
        let mut next = Some(range.start);
        while let Some(from) = next
            && let Ok(to) = from.checked_add(length)
            && to <= range.end
        {
            beginnings.push(from);
            next = from.checked_add(step).ok();
        }
    }
    beginnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ranges: &[TimeRange], minutes: u16, buffer: u16) -> Vec<String> {
        let beginnings = beginnings(ranges, minutes, buffer);
        beginnings.iter().map(|at| format!("{}:{:02}", at.hour(), at.minute())).collect()
    }

    #[test]
    fn slots_fill_each_range_and_end_within_it() {
        assert_eq!(shown(&[TimeRange::new((9, 0), (10, 30))], 30, 0), ["9:00", "9:30", "10:00"]);
        assert_eq!(
            shown(&[TimeRange::new((9, 0), (10, 15))], 30, 0),
            ["9:00", "9:30"],
            "the third would end too late"
        );
        assert_eq!(
            shown(&[TimeRange::new((9, 0), (10, 0)), TimeRange::new((14, 0), (15, 0))], 60, 0),
            ["9:00", "14:00"]
        );
    }

    #[test]
    fn time_is_kept_free_between_appointments_but_not_after_the_last() {
        assert_eq!(shown(&[TimeRange::new((9, 0), (10, 10))], 30, 10), ["9:00", "9:40"]);
    }

    #[test]
    fn no_slot_passes_midnight() {
        assert_eq!(shown(&[TimeRange::new((23, 0), (23, 59))], 30, 0), ["23:00"]);
        assert_eq!(shown(&[TimeRange::new((9, 0), (9, 0))], 30, 0), Vec::<String>::new());
    }
}
