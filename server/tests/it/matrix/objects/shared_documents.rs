//! Candidates for shared documents.

use domain::{documents::Circle, rights::Action};
use uuid::Uuid;

use crate::matrix::{
    candidate::Candidate,
    documents::{MANAGING_SERVICE, SharedDocument},
    fixture::Fixture,
    roles::Role,
    rules::Outcome,
};

/// Candidates for shared documents, one of each circle. `by_managers`: those who manage it open it too.
pub fn documents(
    fixture: &Fixture,
    role: Role,
    value: fn(&SharedDocument) -> Uuid,
    by_managers: bool,
) -> Vec<Candidate> {
    let manages = by_managers && role.is_allowed(&Action::ManageDocuments { service: MANAGING_SERVICE });
    let candidate = |shared: &SharedDocument| {
        let opens = manages || role.is_allowed(&Action::ReadDocument { circle: &shared.circle });
        let expected = if opens { Outcome::Allowed } else { Outcome::NotFound };
        let name = match shared.circle {
            Circle::Company(_) => "of the company",
            Circle::Teleservice(_) => "of a téléservice",
            Circle::Service(_) => "of a service",
        };
        Candidate::new(name, value(shared), expected)
    };
    let mut all: Vec<_> = fixture.documents.iter().map(candidate).collect();
    all.push(Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound));
    all
}

/// Candidates for an object that the document managers of the first company's service keep.
pub fn managed(role: Role, object: Uuid) -> Vec<Candidate> {
    vec![
        Candidate::new(
            "of the service",
            object,
            role.decision(&Action::ManageDocuments { service: MANAGING_SERVICE }).into(),
        ),
        Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound),
    ]
}
