//! The state of a service, and its weekly hours, in French.

use jiff::civil::{Date, DateTime, Weekday};

use super::{State, TimeRange, WorkingCalendar};
use crate::calendar::{french_date, french_time, french_weekday, weekday_name};

const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

impl State {
    /// Describes the state. `at`: the time for which it was computed. Examples: « ouvert jusqu’à 19 h 30 », « fermé, rouvre lundi à
    /// 8 h », « fermé aujourd’hui (jour férié : Ascension), rouvre demain à 8 h ».
    pub fn words(&self, at: DateTime) -> String {
        match *self {
            State::Open { until } => format!("ouvert jusqu’à {}", french_time(until)),
            State::Closed { holiday, opens } => {
                let closed = closed(holiday, opens, at);
                let opens = opens.map(|opens| format!(", rouvre {}", moment(opens, at.date())));
                format!("{closed}{}", opens.unwrap_or_default())
            }
        }
    }
}

fn closed(holiday: Option<&'static str>, opens: Option<DateTime>, at: DateTime) -> String {
    let is_day_off = matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday)
        && opens.is_none_or(|opens| opens.date() != at.date());
    match holiday {
        Some(name) => format!("fermé aujourd’hui (jour férié\u{a0}: {name})"),
        None if is_day_off => "fermé aujourd’hui".to_owned(),
        None => "fermé".to_owned(),
    }
}

/// A time after `today`: « à 14 h », « demain à 8 h », « lundi à 8 h », « mardi 5 janvier 2027 à 8 h ».
fn moment(at: DateTime, today: Date) -> String {
    let time = french_time(at.time());
    let days = (at.date() - today).get_days();
    match days {
        0 => format!("à {time}"),
        1 => format!("demain à {time}"),
        2..=6 => format!("{} à {time}", french_weekday(at.date())),
        _ => format!("{} {} à {time}", french_weekday(at.date()), french_date(at.date())),
    }
}

impl WorkingCalendar<'_> {
    /// Describes the weekly hours: « du lundi au vendredi de 8 h à 19 h 30, hors jours fériés ».
    pub fn words(&self) -> String {
        let mut parts: Vec<(Weekday, Weekday, &[TimeRange])> = Vec::new();
        for day in DAYS {
            let ranges = self.week.ranges(day);
            match parts.last_mut() {
                Some((_, last, same)) if *same == ranges && last.next() == day => *last = day,
                _ if ranges.is_empty() => {}
                _ => parts.push((day, day, ranges)),
            }
        }
        let parts: Vec<String> =
            parts.into_iter().map(|(first, last, ranges)| days(first, last, ranges)).collect();
        format!("{}, hors jours fériés", parts.join(", "))
    }
}

fn days(first: Weekday, last: Weekday, ranges: &[TimeRange]) -> String {
    let days = match first == last {
        true => format!("le {}", weekday_name(first)),
        false => format!("du {} au {}", weekday_name(first), weekday_name(last)),
    };
    let hours =
        ranges.iter().map(|range| ["de", &french_time(range.start), "à", &french_time(range.end)].join(" "));
    format!("{days} {}", hours.collect::<Vec<_>>().join(" et "))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Week;
    use super::*;
    use crate::helpline::{HOTLINE, INFOS_DOUANE_SERVICE};

    #[test]
    fn state_is_said_in_words() {
        for (at, words) in [
            (date(2026, 11, 30).at(8, 0, 0, 0), "ouvert jusqu’à 19\u{a0}h\u{a0}30"),
            (date(2026, 11, 30).at(7, 59, 59, 0), "fermé, rouvre à 8\u{a0}h"),
            (date(2026, 11, 30).at(19, 30, 0, 0), "fermé, rouvre demain à 8\u{a0}h"),
            (date(2026, 11, 27).at(20, 0, 0, 0), "fermé, rouvre lundi à 8\u{a0}h"),
            (date(2026, 11, 28).at(10, 0, 0, 0), "fermé aujourd’hui, rouvre lundi à 8\u{a0}h"),
            (
                date(2026, 5, 14).at(10, 0, 0, 0),
                "fermé aujourd’hui (jour férié\u{a0}: Ascension), rouvre demain à 8\u{a0}h",
            ),
            (
                date(2026, 12, 25).at(10, 0, 0, 0),
                "fermé aujourd’hui (jour férié\u{a0}: Noël), rouvre lundi à 8\u{a0}h",
            ),
            // A holiday on a Sunday closes nothing.
            (date(2026, 11, 1).at(10, 0, 0, 0), "fermé aujourd’hui, rouvre demain à 8\u{a0}h"),
        ] {
            assert_eq!(HOTLINE.state_in_words(at), words, "{at}");
        }
    }

    #[test]
    fn far_opening_has_its_date() {
        let at = date(2026, 11, 30).at(10, 0, 0, 0);
        let state = State::Closed { holiday: None, opens: Some(date(2027, 1, 5).at(9, 0, 0, 0)) };
        assert_eq!(state.words(at), "fermé, rouvre mardi 5\u{a0}janvier 2027 à 9\u{a0}h");
        assert_eq!(State::Closed { holiday: None, opens: None }.words(at), "fermé");
    }

    #[test]
    fn weekly_hours_are_said_in_words() {
        assert_eq!(
            HOTLINE.calendar.words(),
            "du lundi au vendredi de 8\u{a0}h à 19\u{a0}h\u{a0}30, hors jours fériés"
        );
        assert_eq!(
            INFOS_DOUANE_SERVICE.calendar.words(),
            "du lundi au vendredi de 8\u{a0}h\u{a0}30 à 18\u{a0}h, hors jours fériés"
        );
        const MORNING: &[TimeRange] = &[TimeRange::new((9, 0), (12, 0))];
        const DAY: &[TimeRange] = &[TimeRange::new((9, 0), (12, 0)), TimeRange::new((14, 0), (17, 0))];
        let week = WorkingCalendar::new(Week::new([DAY, DAY, MORNING, DAY, &[], &[], &[]]));
        assert_eq!(
            week.words(),
            "du lundi au mardi de 9\u{a0}h à 12\u{a0}h et de 14\u{a0}h à 17\u{a0}h, le mercredi de 9\u{a0}h à \
             12\u{a0}h, le jeudi de 9\u{a0}h à 12\u{a0}h et de 14\u{a0}h à 17\u{a0}h, hors jours fériés"
        );
    }
}
