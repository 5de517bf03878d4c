use super::answers::Answers;
use super::check_value::check_value;
use super::dates::{parse_month, period_names};
use super::definition::FieldDefinition;
use super::kind::Kind;
use crate::problem::Problem;

/// Checks both months of a period and their order.
pub(super) fn check_period(field: &FieldDefinition, answers: &Answers) -> Option<Problem> {
    let names = period_names(&field.name);
    let [start, end] = names.each_ref().map(|name| answers.text(name));
    if names.iter().any(|name| answers.all(name).len() > 1) {
        return Some(Problem::SeveralValues { label: field.label.clone() });
    }
    // With only one month given, the other is missing even if the period is optional.
    let mandatory = field.mandatory || !start.is_empty() || !end.is_empty();
    for (value, part) in [(start, " (mois de début)"), (end, " (mois de fin)")] {
        let label = [field.label.as_str(), part].concat();
        if let Some(problem) = check_value(&Kind::Month, &label, mandatory, value) {
            return Some(problem);
        }
    }
    if parse_month(start) > parse_month(end) {
        return Some(Problem::PeriodReversed { label: field.label.clone() });
    }
    None
}
