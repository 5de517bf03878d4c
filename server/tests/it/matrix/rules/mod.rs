//! Rules of routes for the session, checked before any object. A refused page redirects to one that the role can open.

mod accounts;
mod companies;
mod staff;

use domain::rights::Decision;

use super::roles::{Role, Stage};

pub use accounts::*;
pub use companies::*;
pub use staff::*;

/// Outcome of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The page is shown or the action done, or the input refused with its problems.
    Allowed,
    /// Redirected to this path of the portal, without the query.
    Redirected(String),
    /// Redirected to a co-owner or a téléservice.
    RedirectedAway,
    /// Refused as if it did not exist.
    NotFound,
    /// Refused with the missing right as reason.
    MissingRight,
    /// Any other status.
    Status(u16),
}

pub type Rule = fn(Role) -> Outcome;

pub const REAUTHENTICATION: &str = "/connexion/preuve";

fn redirect(page: &str) -> Outcome {
    Outcome::Redirected(page.to_owned())
}

impl Outcome {
    /// Applies the next rule if this one allows the request.
    pub fn then(self, next: impl FnOnce() -> Outcome) -> Outcome {
        if self == Outcome::Allowed { next() } else { self }
    }

    /// Outcome of a form instead of a page: 404 instead of a redirect, except to re-authentication.
    pub fn of_form(self) -> Outcome {
        match self {
            Outcome::Redirected(page) if page != REAUTHENTICATION => Outcome::NotFound,
            other => other,
        }
    }
}

impl From<Decision> for Outcome {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allowed => Outcome::Allowed,
            Decision::Denied(denial) if denial.hidden => Outcome::NotFound,
            Decision::Denied(_) => Outcome::MissingRight,
        }
    }
}

/// Allows every role.
pub fn anyone(_: Role) -> Outcome {
    Outcome::Allowed
}

/// Responds as if the route did not exist.
pub fn not_found(_: Role) -> Outcome {
    Outcome::NotFound
}

/// Requires a signed-in usager.
pub fn usager(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager => Outcome::Allowed,
        Stage::Enrolling => redirect("/profil/securite/application"),
        _ => redirect("/connexion"),
    }
}

/// Redirects to the page that ends a subscription.
pub fn unsubscription_page(_: Role) -> Outcome {
    redirect("/infos-douane/desabonnement")
}

impl Outcome {
    fn or(self, other: impl FnOnce() -> Outcome) -> Outcome {
        if self == Outcome::Allowed { self } else { other() }
    }
}

/// Refuses a body that is not a form.
pub fn not_a_form(_: Role) -> Outcome {
    Outcome::Status(415)
}

/// Former URL of a page: redirects to its new one.
pub fn moved(_: Role) -> Outcome {
    redirect("/profil/habilitations/historique")
}

/// Requires a session that is signed in; others get 204.
pub fn event_stream(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager | Stage::Enrolling | Stage::Staff => Outcome::Allowed,
        Stage::Visitor | Stage::AwaitingCode => Outcome::Status(204),
    }
}

/// Responds as to a session that shares no view.
pub fn no_shared_view(_: Role) -> Outcome {
    Outcome::Status(204)
}

/// Request without signature or access token.
pub fn unauthenticated(_: Role) -> Outcome {
    Outcome::Status(401)
}
