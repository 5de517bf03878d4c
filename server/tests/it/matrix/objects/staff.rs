//! Candidates for objects that members of the staff keep.

use domain::rights::Action;
use uuid::Uuid;

use crate::matrix::{
    candidate::Candidate,
    roles::{Company, Role},
    rules::Outcome,
};

/// Candidates for objects of the agenda of the first company's service, which its agents keep.
pub fn of_service(role: Role, object: impl ToString, missing: impl ToString) -> Vec<Candidate> {
    let service = Company::Own.service(false);
    vec![
        Candidate::new("of the service", object, role.decision(&Action::KeepAgenda { service }).into()),
        Candidate::new("missing", missing, Outcome::NotFound),
    ]
}

/// Candidates for objects of [`Role::Agent`], which other agents do not find.
pub fn of_agent(role: Role, object: Uuid, missing: Uuid) -> Vec<Candidate> {
    let expected = if role == Role::Agent { Outcome::Allowed } else { Outcome::NotFound };
    vec![
        Candidate::new("of the agent", object, expected),
        Candidate::new("missing", missing, Outcome::NotFound),
    ]
}

/// Candidates for canned answers of the first company's service, which its agents keep.
pub fn canned_answers(role: Role, shared: Uuid, missing: Uuid) -> Vec<Candidate> {
    let service = Company::Own.service(false);
    let expected = role.decision(&Action::KeepCannedAnswers { service }).into();
    vec![
        Candidate::new("of the service", shared, expected),
        Candidate::new("missing", missing, Outcome::NotFound),
    ]
}
