//! Working hours, closings and delays in words.

use super::{
    commitment::WorkingDays,
    hours::{ExceptionalClosing, WeeklyHours},
    observed::Observed,
};
use crate::{
    calendar::{french_date, french_time, weekday_name},
    french::count,
};

/// Describes a weekly range: « lundi de 9 h à 12 h ».
pub fn hours_words(hours: &WeeklyHours) -> String {
    let (start, end) = (french_time(hours.range.start), french_time(hours.range.end));
    [weekday_name(hours.weekday), "de", &start, "à", &end].join(" ")
}

/// Describes a closing: « du 24 décembre 2026 au 1er janvier 2027 : inventaire ».
pub fn closing_words(closing: &ExceptionalClosing) -> String {
    let days = match closing.first == closing.last {
        true => french_date(closing.first),
        false => format!("du {} au {}", french_date(closing.first), french_date(closing.last)),
    };
    format!("{days}\u{a0}: {}", closing.reason)
}

/// Formats a number of working days: « 1 jour ouvré », « 5 jours ouvrés ».
pub fn working_days_words(days: u32) -> String {
    count(days, "jour ouvré", "jours ouvrés")
}

impl WorkingDays {
    /// Describes the commitment: « 5 jours ouvrés ».
    pub fn words(self) -> String {
        working_days_words(u32::from(self.get()))
    }
}

impl Observed {
    /// Describes the figures: « une réponse sur deux en 2 jours ouvrés au plus, neuf sur dix en 4 jours ouvrés au plus ».
    pub fn words(&self) -> String {
        let within = |days| match days {
            0 => "le jour même".to_owned(),
            days => format!("en {} au plus", working_days_words(days)),
        };
        format!("une réponse sur deux {}, neuf sur dix {}", within(self.median), within(self.ninth_decile))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;
    use crate::opening_hours::TimeRange;

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn settings_are_said_in_words() {
        let hours = WeeklyHours { weekday: Weekday::Monday, range: TimeRange::new((9, 0), (12, 30)) };
        assert_eq!(plain(&hours_words(&hours)), "lundi de 9 h à 12 h 30");
        let closing =
            |last| ExceptionalClosing { first: date(2026, 12, 24), last, reason: "inventaire".to_owned() };
        assert_eq!(plain(&closing_words(&closing(date(2026, 12, 24)))), "24 décembre 2026 : inventaire");
        let days = plain(&closing_words(&closing(date(2027, 1, 1))));
        assert_eq!(days, "du 24 décembre 2026 au 1er janvier 2027 : inventaire");
    }

    #[test]
    fn delays_are_said_in_words() {
        assert_eq!(plain(&WorkingDays::new(1).expect("a day").words()), "1 jour ouvré");
        let observed = Observed { answers: 12, median: 0, ninth_decile: 4 };
        let words = "une réponse sur deux le jour même, neuf sur dix en 4 jours ouvrés au plus";
        assert_eq!(plain(&observed.words()), words);
    }
}
