//! The personal space, and what an owner does by mail.

mod change;
mod choices;
mod email;
mod recovery;
mod securing;
mod sessions;

use backend::Error;
use domain::problem::Problem;

/// Another password that is good enough.
pub const NEW_PASSWORD: &str = "Vendange-de-Nivose-1801";

/// The first problem of a refusal, with its field.
pub fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (String, Problem) {
    match outcome {
        Err(Error::Invalid(mut problems)) => {
            let found = problems.remove(0);
            (found.field, found.problem)
        }
        other => panic!("expected a problem, got {other:?}"),
    }
}

/// The same of the whole form.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    let (field, problem) = problem(outcome);
    assert_eq!(field, "", "{problem}");
    problem
}
