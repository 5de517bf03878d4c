//! The profile, and actions through mailed links.

mod email_change;
mod open_sessions;
mod password_change;
mod password_reset;
mod preferences;
mod securing;

use domain::problem::Problem;
use platform::Error;

/// Another valid password.
pub const NEW_PASSWORD: &str = "Vendange-de-Nivose-1801";

/// Returns the first problem of a refusal, with its field.
pub fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (String, Problem) {
    match outcome {
        Err(Error::Invalid(mut problems)) => {
            let found = problems.remove(0);
            (found.field, found.problem)
        }
        other => panic!("expected a problem, got {other:?}"),
    }
}

/// Returns the first problem of a refusal, which must concern the whole form.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    let (field, problem) = problem(outcome);
    assert_eq!(field, "", "{problem}");
    problem
}
