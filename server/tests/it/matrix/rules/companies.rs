//! Rules of routes that work for a company.

use domain::{
    co_owner::CoOwner,
    rights::{Action, DeclarationLine, Teleservice},
};

use super::{Outcome, accounts::recently_authenticated, redirect, staff::agent, usager};
use crate::matrix::roles::{Company, Role, Stage};

/// Requires a usager with a current company.
pub fn company(role: Role) -> Outcome {
    usager(role).then(|| if role.company().is_some() { Outcome::Allowed } else { redirect("/entreprises") })
}

/// Requires a usager with a right on the current company.
pub fn any_right(role: Role) -> Outcome {
    let has_right = role.company().is_some_and(|company| role.has_right_on(company));
    company(role).then(|| if has_right { Outcome::Allowed } else { redirect("/entreprises") })
}

/// Requires a usager who may use the messaging for the current company.
pub fn messaging(role: Role) -> Outcome {
    company(role).then(|| role.decision(&Action::UseMessaging).into())
}

/// Requires a usager who may see the documents shared with the current company.
pub fn documents(role: Role) -> Outcome {
    company(role).then(|| role.decision(&Action::SeeDocuments).into())
}

/// Requires an agent, or a usager who may see documents.
pub fn document_reader(role: Role) -> Outcome {
    if role.stage() == Stage::Staff { agent(role) } else { documents(role) }
}

/// Redirects visitors to sign-in; the version decides next.
pub fn document_file(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { redirect("/connexion") } else { Outcome::Allowed }
}

/// Requires an agent, or a usager who may use the messaging.
pub fn agent_or_operator(role: Role) -> Outcome {
    agent(role).or(|| messaging(role))
}

/// Requires an agent, or a usager with a current company.
pub fn agent_or_company(role: Role) -> Outcome {
    agent(role).or(|| company(role))
}

/// Requires a session other than a visitor's; the file decides next.
pub fn file(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { redirect("/connexion") } else { Outcome::Allowed }
}

/// Redirects to the page that says that the form has no file.
pub fn no_file_to_verify(_: Role) -> Outcome {
    redirect("/verifier-un-accuse-de-reception")
}

/// Requires a usager with a current company; redirects visitors to sign-in.
pub fn receipt_file(role: Role) -> Outcome {
    match role.stage() {
        Stage::Visitor => redirect("/connexion"),
        Stage::Usager if role.company().is_some() => Outcome::Allowed,
        _ => Outcome::NotFound,
    }
}

/// Archive of the exchanges of the current company: only visitors are redirected to sign-in.
pub fn exchanges_file(role: Role) -> Outcome {
    receipt_file(role).then(|| role.decision(&Action::UseMessaging).into())
}

/// File of the dashboard: as its page, but only visitors are redirected to sign-in.
fn dashboard_file(role: Role) -> Outcome {
    match role.stage() {
        Stage::Visitor => redirect("/connexion"),
        Stage::Usager => any_right(role),
        _ => Outcome::NotFound,
    }
}

/// The first decision that allows, else the last.
fn any_of(role: Role, actions: &[Action]) -> Outcome {
    let decisions = actions.iter().map(|action| Outcome::from(role.decision(action)));
    decisions.fold(Outcome::NotFound, |before, one| if before == Outcome::Allowed { before } else { one })
}

/// Decides whether the role may see payments at one of the co-owners.
fn any_payments(role: Role) -> Outcome {
    let actions =
        [Action::SeePayments(CoOwner::Dgddi), Action::SeePayments(CoOwner::Dgfip), Action::SeeCardCreances];
    any_of(role, &actions)
}

/// Requires a right on the payments of one of the co-owners.
pub fn payments_export(role: Role) -> Outcome {
    dashboard_file(role).then(|| any_payments(role))
}

/// Page for the same as a calendar.
pub fn calendar_page(role: Role) -> Outcome {
    any_right(role).then(|| any_payments(role))
}

/// Creates the address of a calendar: requires a recent authentication too.
pub fn calendar_subscription(role: Role) -> Outcome {
    calendar_page(role).then(|| recently_authenticated(role))
}

/// Requires a right on one of the téléservices with declarations.
pub fn declarations_export(role: Role) -> Outcome {
    dashboard_file(role).then(|| any_of(role, &DeclarationLine::ALL.map(Action::OpenDeclaration)))
}

/// Requires a right on DELTA-G.
pub fn exports_file(role: Role) -> Outcome {
    dashboard_file(role).then(|| any_of(role, &[Action::OpenDeclaration(DeclarationLine::Dedouanement)]))
}

/// Requires a right on one of the téléservices on which declarations to customs are made.
pub fn statements_file(role: Role) -> Outcome {
    let actions: Vec<_> = Teleservice::of_declarations().map(Action::OpenTeleservice).collect();
    dashboard_file(role).then(|| any_of(role, &actions))
}

/// Upload sent by the script: requires a usager with a current company, or a member of the staff; others get 401.
pub fn upload(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager if role.company().is_none() => Outcome::NotFound,
        Stage::Usager | Stage::Staff => Outcome::Allowed,
        _ => Outcome::Status(401),
    }
}

/// Requires a usager whose rights have changed, or one who may use the messaging.
pub fn notifications(role: Role) -> Outcome {
    let changed = Company::BOTH.into_iter().any(|company| !role.has_all_rights_on(company));
    usager(role).then(|| if changed { Outcome::Allowed } else { messaging(role) })
}

/// Page for a téléservice, without its parameters; requires a current company.
pub fn unknown_teleservice(role: Role) -> Outcome {
    company(role).then(|| Outcome::NotFound)
}
