//! The home of a signed-in person: what the co-owners say of the chosen company, each part under its own right
//! (004, Tableau de bord; mission §4). No figure is the portal's own.

mod figures;
mod lists;
mod mandats;
mod overview;

use domain::{
    co_owner::CoOwner,
    rights::{self, Action, Actor, Decision, Denial},
};

pub use figures::purge;
pub use lists::{creances_to_choose, mandats_to_choose};
pub use mandats::{MandatRow, Mandats, mandats};
pub use overview::{
    CreanceRow, Dashboard, DeclarationAccess, DeclarationRow, Declarations, Paying, PaymentsTab, overview,
};

pub use crate::partners::{
    Creance, CreanceState, Echeance, Mandat, MandatState, Payment, PaymentMeans, Synthese,
};
use crate::{companies::CompanyView, db::Moment};

/// A part of the page that one co-owner fills.
#[derive(Clone, Debug, PartialEq)]
pub struct Share<T> {
    pub co_owner: CoOwner,
    pub block: Block<T>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block<T> {
    Shown(Dated<T>),
    Denied(Denial),
    /// The right is there, the co-owner does not answer, and it never did for this company.
    Silent,
    /// No account of that co-owner is linked: nothing can be known of it.
    NotLinked,
}

/// Figures and when the co-owner gave them.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated<T> {
    pub value: T,
    pub received_at: Moment,
    /// The co-owner was asked since and did not answer: these are the last known figures.
    pub silent: bool,
}

impl<T> Block<T> {
    /// The figures, when they can be shown.
    pub fn shown(&self) -> Option<&Dated<T>> {
        match self {
            Block::Shown(dated) => Some(dated),
            _ => None,
        }
    }

    fn map<U>(self, read: impl FnOnce(T) -> U) -> Block<U> {
        match self {
            Block::Shown(dated) => Block::Shown(Dated {
                value: read(dated.value),
                received_at: dated.received_at,
                silent: dated.silent,
            }),
            Block::Denied(denial) => Block::Denied(denial),
            Block::Silent => Block::Silent,
            Block::NotLinked => Block::NotLinked,
        }
    }
}

/// The one decision function, asked about the company being worked on.
fn decide(view: &CompanyView, action: Action) -> Decision {
    rights::decide(&Actor::Usager { habilitations: &view.habilitations, siren: Some(view.siren()) }, &action)
}
