//! Form that requests an archive of the exchanges of a company.

use jiff::civil::Date;

use crate::{
    form::{Answers, FieldDefinition, FormDefinition, Kind},
    problem::{FieldProblem, Problem, Problems},
};

/// Name of the field of the first day.
pub const FIRST: &str = "du";
/// Name of the field of the last day.
pub const LAST: &str = "au";

/// Period of the questions to archive.
pub fn exchanges() -> FormDefinition {
    let first = FieldDefinition::new(FIRST, "Questions posées à partir du", Kind::Date).mandatory();
    let last = FieldDefinition::new(LAST, "Jusqu’au", Kind::Date).mandatory().hint("Ce jour est compris.");
    FormDefinition::new("archiver-echanges", vec![first, last])
}

/// Returns the first and the last day of checked answers.
///
/// # Errors
/// [`Problem::LastDayBeforeFirst`].
pub fn days(answers: &Answers) -> Result<(Date, Date), Problems> {
    let day = |name: &str| answers.text(name).parse().unwrap_or_default();
    let (first, last): (Date, Date) = (day(FIRST), day(LAST));
    if last < first {
        return Err(vec![FieldProblem { field: LAST.to_owned(), problem: Problem::LastDayBeforeFirst }]);
    }
    Ok((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(first: &str, last: &str) -> Answers {
        let mut answers = Answers::default();
        answers.set(FIRST, first);
        answers.set(LAST, last);
        answers
    }

    #[test]
    fn days_are_in_order() {
        let one = days(&answers("2026-11-30", "2026-11-30")).expect("one day");
        assert_eq!(one.0, one.1);
        let reversed = days(&answers("2026-11-30", "2026-11-29")).expect_err("reversed");
        assert_eq!(reversed[0].problem, Problem::LastDayBeforeFirst);
    }
}
