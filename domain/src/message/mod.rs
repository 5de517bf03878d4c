//! A question to a customs service and what becomes of it.

mod reference;
mod status;

pub use reference::Reference;
pub use status::{Party, Status, Step};

use jiff::civil::Date;

/// The written answer is promised within this many working days (004).
pub const PROMISED_WORKING_DAYS: u8 = 5;

/// Years during which a question, its answers and their files are archived (002).
pub const ARCHIVE_YEARS: i16 = 7;

/// The last day of the promise for a question sent that day, in Paris.
pub fn due_date(sent: Date) -> Date {
    crate::calendar::after_working_days(sent, PROMISED_WORKING_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_promise_counts_working_days() {
        assert_eq!(due_date(date(2026, 11, 23)), date(2026, 11, 30));
        assert_eq!(due_date(date(2026, 5, 7)), date(2026, 5, 18));
    }
}
