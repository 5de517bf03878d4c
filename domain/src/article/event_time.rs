use jiff::civil::DateTime;

use crate::{
    calendar::{french_date, french_time, french_weekday},
    territory::{Territory, hour_of},
};

/// Beginning and end of an event, as the clocks of a territory show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTime {
    pub begins: DateTime,
    pub ends: DateTime,
    pub territory: Territory,
}

impl EventTime {
    /// Formats with the clock: « mardi 1er décembre 2026, de 9 h à 12 h (heure de Paris) ».
    pub fn words(&self) -> String {
        format!("{} ({})", self.civil_words(), hour_of(self.territory.zone()))
    }

    fn civil_words(&self) -> String {
        let day = |at: DateTime| format!("{} {}", french_weekday(at.date()), french_date(at.date()));
        let (from, to) = (french_time(self.begins.time()), french_time(self.ends.time()));
        match self.begins.date() == self.ends.date() {
            true => [&day(self.begins), ", de ", &from, " à ", &to].concat(),
            false => ["du ", &day(self.begins), " à ", &from, " au ", &day(self.ends), " à ", &to].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    #[test]
    fn times_are_said_with_their_clock() {
        let mut time = EventTime {
            begins: datetime(2026, 12, 1, 9, 0, 0, 0),
            ends: datetime(2026, 12, 1, 12, 30, 0, 0),
            territory: Territory::LaReunion,
        };
        let words = |time: &EventTime| time.words().replace('\u{a0}', " ");
        assert_eq!(words(&time), "mardi 1er décembre 2026, de 9 h à 12 h 30 (heure de La Réunion)");
        (time.ends, time.territory) = (datetime(2026, 12, 2, 17, 0, 0, 0), Territory::Mainland);
        assert_eq!(
            words(&time),
            "du mardi 1er décembre 2026 à 9 h au mercredi 2 décembre 2026 à 17 h (heure de Paris)"
        );
    }
}
