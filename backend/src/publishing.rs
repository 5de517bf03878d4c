//! Publication of texts at once or at a date, whatever they are.

use domain::{
    faq_forms,
    form::{Answers, FormDefinition, checked, parse_date},
    problem::Problem,
};
use platform::{Error, db::Moment};

/// Reads the time of a form of publication: now, or the start of a day to come in Paris.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form.
pub fn publication_start(now: Moment, form: &FormDefinition, answers: &Answers) -> Result<Moment, Error> {
    let answers = checked(form, answers, &())?;
    if answers.text("quand") != faq_forms::AT_A_DATE {
        return Ok(now);
    }
    let not_to_come = || {
        let label = "Jour de publication".to_owned();
        Error::invalid("jour", Problem::DateNotToCome { label })
    };
    let from = Moment::start_of(parse_date(answers.text("jour")).ok_or_else(not_to_come)?);
    if from > now { Ok(from) } else { Err(not_to_come()) }
}
