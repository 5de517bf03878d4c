//! Slots of a day: the civil times at which an appointment can begin.

use jiff::{SignedDuration, civil::Time};

/// A range of a day during which appointments take place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    pub from: Time,
    pub to: Time,
}

/// Returns the beginnings of the slots of `minutes` minutes in the ranges, which are in order and do not overlap. A slot
/// that would end after its range is left out.
pub fn beginnings(openings: &[Opening], minutes: u16) -> Vec<Time> {
    let length = SignedDuration::from_mins(i64::from(minutes.max(1)));
    let mut beginnings = Vec::new();
    for opening in openings {
        let mut from = opening.from;
        while let Ok(to) = from.checked_add(length)
            && to <= opening.to
        {
            beginnings.push(from);
            from = to;
        }
    }
    beginnings
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn opening(from: (i8, i8), to: (i8, i8)) -> Opening {
        Opening { from: time(from.0, from.1, 0, 0), to: time(to.0, to.1, 0, 0) }
    }

    fn shown(openings: &[Opening], minutes: u16) -> Vec<String> {
        beginnings(openings, minutes).iter().map(|at| format!("{}:{:02}", at.hour(), at.minute())).collect()
    }

    #[test]
    fn slots_fill_each_range_and_end_within_it() {
        assert_eq!(shown(&[opening((9, 0), (10, 30))], 30), ["9:00", "9:30", "10:00"]);
        assert_eq!(shown(&[opening((9, 0), (10, 15))], 30), ["9:00", "9:30"], "the third would end too late");
        assert_eq!(shown(&[opening((9, 0), (10, 0)), opening((14, 0), (15, 0))], 60), ["9:00", "14:00"]);
    }

    #[test]
    fn no_slot_passes_midnight() {
        assert_eq!(shown(&[opening((23, 0), (23, 59))], 30), ["23:00"]);
        assert_eq!(shown(&[opening((9, 0), (9, 0))], 30), Vec::<String>::new());
    }
}
