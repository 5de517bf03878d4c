//! Options of a choice, typed one on a line.

use crate::{
    form::ChoiceOption,
    french::with_no_break_spaces,
    problem::{FieldProblem, Problem, Problems},
    search,
};

/// Maximum number of options of a choice.
const MAX_OPTIONS: usize = 60;
/// Maximum number of characters of an option.
const MAX_LABEL: usize = 120;
/// Maximum length of a value made of a label, in bytes.
const MAX_VALUE: usize = 40;

/// Returns the labels, one on a line.
pub(super) fn typed(options: &[ChoiceOption]) -> String {
    options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>().join("\n")
}

/// Reads the options, which replace `current`. An option keeps its value while it keeps its label, or its place with a label
/// that was corrected, so that conditions on it and answers of drafts stay valid.
///
/// # Errors
/// [`Problem::MotifOptions`] on `choix`.
pub(super) fn read(current: &[ChoiceOption], text: &str) -> Result<Vec<ChoiceOption>, Problems> {
    let text = with_no_break_spaces(text);
    let labels: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let distinct = labels.iter().enumerate().all(|(rank, label)| !labels[..rank].contains(label));
    let short = labels.iter().all(|label| label.chars().count() <= MAX_LABEL);
    if !(2..=MAX_OPTIONS).contains(&labels.len()) || !distinct || !short {
        return Err(vec![FieldProblem::new("choix", Problem::MotifOptions)]);
    }
    let mut taken: Vec<String> = current.iter().map(|option| option.value.clone()).collect();
    let mut option = |(rank, label): (usize, &&str)| {
        let kept = kept_value(current, &labels, rank);
        let value = kept.unwrap_or_else(|| new_value(label, &taken));
        taken.push(value.clone());
        ChoiceOption::new(value, *label)
    };
    Ok(labels.iter().enumerate().map(&mut option).collect())
}

fn kept_value(current: &[ChoiceOption], labels: &[&str], rank: usize) -> Option<String> {
    let of_label = current.iter().find(|option| option.label == labels[rank]);
    let of_place = || current.get(rank).filter(|option| !labels.contains(&option.label.as_str()));
    of_label.or_else(of_place).map(|option| option.value.clone())
}

fn new_value(label: &str, taken: &[String]) -> String {
    let name = search::slug(label, MAX_VALUE).unwrap_or_else(|| "choix".to_owned()).replace('-', "_");
    unused(&name, |value| taken.iter().any(|other| other == value))
}

/// Returns the name, with a number if it is taken: « montant_2 ».
pub(super) fn unused(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let (mut unused, mut number) = (name.to_owned(), 1);
    while is_taken(&unused) {
        number += 1;
        unused = format!("{name}_{number}");
    }
    unused
}
