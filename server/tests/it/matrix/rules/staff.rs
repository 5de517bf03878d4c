//! Rules of routes of the staff.

use domain::rights::{Action, Network};

use super::{Outcome, redirect};
use crate::matrix::roles::{Role, Stage};

/// Requires a document manager.
pub fn manager(role: Role) -> Outcome {
    staff_with(role, &Action::ShareDocuments)
}

/// Requires a document manager, who adds the file of a version.
pub fn manager_upload(role: Role) -> Outcome {
    match role.stage() {
        Stage::Staff => role.decision(&Action::ShareDocuments).into(),
        Stage::Usager => Outcome::NotFound,
        _ => Outcome::Status(401),
    }
}

/// Requires a member of the staff, whatever their roles.
pub fn staff(role: Role) -> Outcome {
    if role.stage() == Stage::Staff { Outcome::Allowed } else { redirect("/equipe/connexion") }
}

/// Requires a member of the staff who may perform the action.
fn staff_with(role: Role, action: &Action) -> Outcome {
    staff(role).then(|| role.decision(action).into())
}

pub fn agent(role: Role) -> Outcome {
    staff_with(role, &Action::AnswerQuestions)
}

/// Requires a hotline adviser.
pub fn adviser(role: Role) -> Outcome {
    staff_with(role, &Action::AnswerCases)
}

/// Requires a member of the staff who may read opinions.
pub fn opinions(role: Role) -> Outcome {
    staff_with(role, &Action::ReadOpinions)
}

/// Requires a member of the staff who may see the delays of a service.
pub fn delay_reports(role: Role) -> Outcome {
    staff_with(role, &Action::SeeDelayReports)
}

/// Requires an editor.
pub fn editor(role: Role) -> Outcome {
    staff_with(role, &Action::EditTexts)
}

/// Requires an administrator.
pub fn administrator(role: Role) -> Outcome {
    staff_with(role, &Action::SeeAdministration)
}

/// Requires an administrator who may change staff and services: all networks here are secured.
pub fn administration_act(role: Role) -> Outcome {
    let act =
        Action::Administer { from: Network::Secured, recently_authenticated: true, strong_factor: true };
    administrator(role).then(|| role.decision(&act).into())
}

/// Redirects a member of the staff with one space only.
pub fn staff_home(role: Role) -> Outcome {
    staff(role).then(|| match role {
        Role::Agent | Role::OtherAgent => redirect("/agent"),
        Role::DocumentManager => redirect("/gestionnaire"),
        _ => Outcome::Allowed,
    })
}

/// Redirects a signed-in member of the staff from their sign-in page.
pub fn staff_sign_in_page(role: Role) -> Outcome {
    if role.stage() == Stage::Staff { redirect("/equipe") } else { Outcome::Allowed }
}

/// Requires a member of the staff; redirects, because all of them here have a recent authentication.
pub fn staff_reauthentication_page(role: Role) -> Outcome {
    staff(role).then(|| redirect("/equipe"))
}

/// No role is a member of the staff who has to enter a code.
pub fn no_pending_staff_sign_in(_: Role) -> Outcome {
    redirect("/equipe/connexion")
}

/// Requires a hotline adviser, who adds a file to a case.
pub fn adviser_upload(role: Role) -> Outcome {
    match role.stage() {
        Stage::Staff => role.decision(&Action::AnswerCases).into(),
        Stage::Usager => Outcome::NotFound,
        _ => Outcome::Status(401),
    }
}

/// Requires a hotline adviser. A stream redirects to no page: others are answered as if it did not exist.
pub fn adviser_stream(role: Role) -> Outcome {
    adviser(role).of_form()
}
