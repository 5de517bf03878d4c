//! Candidates for companies, their payments and what is opened for them.

use domain::{
    co_owner::CoOwner,
    path,
    rights::{Action, Teleservice},
};
use uuid::Uuid;

use crate::matrix::{
    candidate::Candidate,
    fixture::Fixture,
    roles::{Company, Role},
    rules::Outcome,
    simulator::card_creance,
};

/// A company on which no role has a right.
pub const UNKNOWN_SIREN: &str = "000303032";

/// Candidates for payments by card: those who may pay for the company may see its payments. `seen`: their outcome.
pub fn card_payments(fixture: &Fixture, role: Role, seen: Outcome) -> Vec<Candidate> {
    let siret = Company::Other.siret();
    let may_see = role.company() == Some(Company::Other) && role.is_allowed(&Action::PayByCard(&siret));
    let payment = fixture.bystander.payment;
    let again = || Outcome::Redirected(path::CARD_PAYMENT.to_owned());
    vec![
        match may_see {
            true => Candidate::new("the company's", payment, seen),
            false => Candidate::like_missing("another company's", payment, again()),
        },
        Candidate::like_missing("missing", Uuid::now_v7(), again()),
    ]
}

/// Candidates for créances to pay by card: they are seen like the payments of the current company, and paid with another
/// right.
pub fn card_creances(role: Role) -> Vec<Candidate> {
    let has_right = role.company().is_some_and(|company| role.has_right_on(company));
    let seeing = || match has_right {
        true => Outcome::from(role.decision(&Action::SeePayments(CoOwner::Dgddi))),
        false => Outcome::NotFound,
    };
    let paying = |company: Company| {
        let is_current = role.company() == Some(company);
        let siret = company.siret();
        match is_current {
            true => Outcome::from(role.decision(&Action::PayByCard(&siret))),
            false => Outcome::NotFound,
        }
    };
    vec![
        Candidate::new("the company's", card_creance(Company::Own), seeing().then(|| paying(Company::Own))),
        Candidate::new("another's", card_creance(Company::Other), seeing().then(|| paying(Company::Other))),
        Candidate::new("missing", "QZ-CARTE-X", seeing().then(|| Outcome::NotFound)),
    ]
}

/// Redirects to the téléservice; a role without the right sees the reason on the page instead.
pub fn opened_teleservice(role: Role, teleservice: Teleservice) -> Outcome {
    if role.decision(&Action::OpenTeleservice(teleservice)).is_allowed() {
        Outcome::RedirectedAway
    } else {
        Outcome::Allowed
    }
}

/// Candidates for companies: a role with a right on one may choose it.
pub fn sirens(role: Role, otherwise: Outcome) -> Vec<Candidate> {
    let expected = |company| if role.has_right_on(company) { Outcome::Allowed } else { otherwise.clone() };
    let candidate = |name, value: &str, expected: Outcome| {
        let hidden = expected == otherwise;
        Candidate { hidden, ..Candidate::new(name, value, expected) }
    };
    vec![
        candidate("the company", Company::Own.siren().as_str(), expected(Company::Own)),
        candidate("another company", Company::Other.siren().as_str(), expected(Company::Other)),
        candidate("missing", UNKNOWN_SIREN, otherwise.clone()),
    ]
}

/// Candidates for the company of a page: the page of one that is current already redirects to what was opened.
pub fn shown_sirens(role: Role) -> Vec<Candidate> {
    let current = role.company().map(|company| company.siren().to_string());
    let mut all = sirens(role, Outcome::Redirected(path::COMPANIES.to_owned()));
    for candidate in all.iter_mut().filter(|candidate| candidate.expected == Outcome::Allowed) {
        if candidate.values.first() == current.as_ref() {
            candidate.expected = Outcome::Redirected(path::DASHBOARD.to_owned());
        }
    }
    all
}

pub fn motifs(role: Role, outcome_of: impl Fn(Outcome) -> Outcome) -> Vec<Candidate> {
    let messaging = || Outcome::from(role.decision(&Action::UseMessaging));
    let motif = |name, id: &str, expected: Outcome| {
        let hidden = expected == Outcome::NotFound;
        Candidate { hidden, ..Candidate::new(name, id, outcome_of(expected)) }
    };
    let choosing =
        |confidential| messaging().then(|| role.decision(&Action::UseMotif { confidential }).into());
    vec![
        motif("public", "ci-agrement", choosing(false)),
        motif("confidential", "echeancier", choosing(true)),
        motif("missing", "inexistant", messaging().then(|| Outcome::NotFound)),
    ]
}
