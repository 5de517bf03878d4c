use jiff::civil::Date;

/// Number of working days within which a service undertakes to answer (004; mission §5).
pub const ANSWER_WORKING_DAYS: u8 = 5;

/// Number of years that a question, its answers and their files are archived (002).
pub const ARCHIVE_YEARS: i16 = 7;

/// Returns the last day to answer a question sent on `sent`, both days of Paris.
pub fn due_date(sent: Date) -> Date {
    crate::calendar::after_working_days(sent, ANSWER_WORKING_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn due_date_counts_working_days() {
        assert_eq!(due_date(date(2026, 11, 23)), date(2026, 11, 30));
        assert_eq!(due_date(date(2026, 5, 7)), date(2026, 5, 18));
    }
}
