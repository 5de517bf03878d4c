//! Candidates for objects of one account.

use domain::{path, rights::Action};
use uuid::Uuid;

use crate::matrix::{
    candidate::Candidate,
    fixture::{Fixture, OwnedObjects},
    roles::{Company, Role},
    rules::{Outcome, REAUTHENTICATION},
};

/// The page of a factor that was removed redirects to the list.
pub fn back_to_list() -> Outcome {
    Outcome::Redirected(path::SECURITY.to_owned())
}

/// Candidates: the role's own object, another account's, and a missing one.
pub fn personal(
    own: Option<&OwnedObjects>,
    fixture: &Fixture,
    which: fn(&OwnedObjects) -> Uuid,
    otherwise: Outcome,
) -> Vec<Candidate> {
    let mine = own
        .filter(|own| !which(own).is_nil())
        .map(|own| Candidate::new("one's own", which(own), Outcome::Allowed));
    let others = [("another account's", which(&fixture.bystander)), ("missing", Uuid::now_v7())];
    let others = others.map(|(name, id)| Candidate::like_missing(name, id, otherwise.clone()));
    mine.into_iter().chain(others).collect()
}

/// Candidates for archives of exchanges: those of the first company, each with confidential questions.
pub fn exchanges(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let confidential = Action::UseMotif { confidential: true };
    let mine = own.filter(|own| !own.exchanges.is_nil()).map(|own| {
        let expected = match role.company() {
            Some(Company::Own) if role.decision(&confidential).is_allowed() => Outcome::Allowed,
            Some(Company::Own) => Outcome::Status(422),
            _ => Outcome::NotFound,
        };
        Candidate::new("one's own", own.exchanges, expected)
    });
    let other = if role == Role::Payer { Role::OtherCompany } else { Role::Payer };
    let another = fixture.person(other).expect("another account").own.exchanges;
    mine.into_iter()
        .chain([
            Candidate::new("another account's", another, Outcome::NotFound),
            Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound),
        ])
        .collect()
}

/// Candidates for copies of personal data, which contain confidential drafts for both companies: both rights are
/// required.
pub fn copies(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let action = Action::UseMotif { confidential: true };
    let mine = own.filter(|own| !own.copy.is_nil()).map(|own| {
        let opens =
            Company::BOTH.into_iter().all(|company| role.decision_for(Some(company), &action).is_allowed());
        let expected = match (role.is_recently_authenticated(), opens) {
            (false, _) => Outcome::Redirected(REAUTHENTICATION.to_owned()),
            (true, true) => Outcome::Allowed,
            (true, false) => Outcome::Status(422),
        };
        Candidate::new("one's own", own.copy, expected)
    });
    let other = if role == Role::Payer { Role::OtherCompany } else { Role::Payer };
    let another = fixture.person(other).expect("another account").own.copy;
    mine.into_iter()
        .chain([
            Candidate::new("another account's", another, Outcome::NotFound),
            Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound),
        ])
        .collect()
}
