use jiff::civil::Date;

use super::subject::{REGULATION_SUBJECTS, SUBJECTS};
use crate::calendar::after_working_days;

/// Kind of a case: the service that answers, its subjects and its promise (004).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// Technical request to the assistance of the portal.
    Technical,
    /// Request about regulations to Infos Douane Service.
    Regulation,
}

impl CaseKind {
    pub const ALL: [CaseKind; 2] = [CaseKind::Technical, CaseKind::Regulation];

    /// Code stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            CaseKind::Technical => "technique",
            CaseKind::Regulation => "reglementation",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        CaseKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The service that answers.
    pub const fn service(self) -> &'static str {
        match self {
            CaseKind::Technical => "l’assistance du portail Prodouane",
            CaseKind::Regulation => "Infos Douane Service",
        }
    }

    /// Name of a case for its person, without article.
    pub const fn name(self) -> &'static str {
        match self {
            CaseKind::Technical => "dossier d’assistance",
            CaseKind::Regulation => "demande à Infos Douane Service",
        }
    }

    /// Groups, codes and labels of its subjects.
    pub fn subjects(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            CaseKind::Technical => &SUBJECTS,
            CaseKind::Regulation => &REGULATION_SUBJECTS,
        }
    }

    /// Returns the last day for the written answer to a request received on this day: 5 working days later for regulations
    /// (004). The assistance promises no day.
    pub fn answer_by(self, received: Date) -> Option<Date> {
        match self {
            CaseKind::Technical => None,
            CaseKind::Regulation => Some(after_working_days(received, PROMISED_DAYS)),
        }
    }
}

/// Working days within which Infos Douane Service answers in writing.
pub const PROMISED_DAYS: u8 = 5;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn promise_counts_working_days() {
        for (received, answered) in [
            // A Monday, a Friday, a Saturday and a Sunday.
            (date(2026, 11, 30), date(2026, 12, 7)),
            (date(2026, 12, 4), date(2026, 12, 11)),
            (date(2026, 12, 5), date(2026, 12, 11)),
            (date(2026, 12, 6), date(2026, 12, 11)),
            // Over Christmas, a Friday, and New Year's Day.
            (date(2026, 12, 24), date(2027, 1, 4)),
            // Over Ascension Day, a Thursday.
            (date(2026, 5, 11), date(2026, 5, 19)),
        ] {
            assert_eq!(CaseKind::Regulation.answer_by(received), Some(answered), "{received}");
            assert_eq!(CaseKind::Technical.answer_by(received), None);
        }
        for kind in CaseKind::ALL {
            assert_eq!(CaseKind::from_code(kind.code()), Some(kind));
        }
    }
}
