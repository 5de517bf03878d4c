//! Telephone services: their numbers and hours, in this one place (004, Assistance).

use jiff::civil::DateTime;

use crate::opening_hours::{TimeRange, Week, WorkingCalendar};

/// A telephone service.
#[derive(Clone, Copy, Debug)]
pub struct Helpline {
    /// As printed: « 0809 400 210 », with no-break spaces.
    pub number: &'static str,
    /// Address of a link that calls it.
    pub link: &'static str,
    pub calendar: WorkingCalendar<'static>,
}

/// Number of [`HOTLINE`] as a literal, for `concat!`.
macro_rules! hotline_number {
    () => {
        "0809\u{a0}400\u{a0}210"
    };
}
pub(crate) use hotline_number;

/// Assistance of the portal, for technical questions. Free of charge. The source excepts no holidays; the portal announces
/// the service as closed then, rather than as open while nobody answers (`docs/adr/0041`).
pub const HOTLINE: Helpline = Helpline {
    number: hotline_number!(),
    link: "tel:+33809400210",
    calendar: WorkingCalendar::new(Week::working_days(&[TimeRange::new((8, 0), (19, 30))])),
};

/// Infos Douane Service, for questions about regulations: its number for calls from overseas and abroad. The sources do not
/// name the number for mainland France.
pub const INFOS_DOUANE_SERVICE: Helpline = Helpline {
    number: "+33\u{a0}1\u{a0}72\u{a0}40\u{a0}78\u{a0}50",
    link: "tel:+33172407850",
    calendar: WorkingCalendar::new(Week::working_days(&[TimeRange::new((8, 30), (18, 0))])),
};

/// Hours at which an adviser calls back.
pub const PHONE_CALLS: WorkingCalendar<'static> =
    WorkingCalendar::new(Week::working_days(&[TimeRange::new((9, 0), (17, 30))]));

impl Helpline {
    /// Describes the state at a time in Paris: « ouvert jusqu’à 19 h 30 ».
    pub fn state_in_words(&self, at: DateTime) -> String {
        self.calendar.state(at).words(at)
    }
}
