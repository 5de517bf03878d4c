use std::sync::Arc;

use domain::{
    co_owner::CoOwner,
    rights::{self, Action, Actor, Decision, Denial},
};
use platform::{
    co_owners::{Creance, Figures, Mandat},
    db::Moment,
};

use crate::companies::company::CompanyView;

/// Figures of one co-owner in a section of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Share<T> {
    pub co_owner: CoOwner,
    pub block: Block<T>,
}

/// Figures, or the reason why they are missing.
#[derive(Clone, Debug, PartialEq)]
pub enum Block<T> {
    Shown(Dated<T>),
    Denied(Denial),
    /// The co-owner does not answer and has never answered for this company.
    Unavailable,
    /// No account of the co-owner is linked.
    NotLinked,
}

/// Figures and the time of the co-owner's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated<T> {
    pub value: T,
    pub received_at: Moment,
    /// The co-owner did not answer since: these are the last known figures.
    pub stale: bool,
}

impl<T> Block<T> {
    /// Returns the figures if they are shown.
    pub fn shown(&self) -> Option<&Dated<T>> {
        match self {
            Block::Shown(dated) => Some(dated),
            _ => None,
        }
    }

    pub(crate) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Block<U> {
        match self {
            Block::Shown(dated) => Block::Shown(Dated {
                value: convert(dated.value),
                received_at: dated.received_at,
                stale: dated.stale,
            }),
            Block::Denied(denial) => Block::Denied(denial),
            Block::Unavailable => Block::Unavailable,
            Block::NotLinked => Block::NotLinked,
        }
    }
}

/// Applies [`rights::decide`] to the current company.
pub(crate) fn decide(view: &CompanyView, action: Action) -> Decision {
    rights::decide(&Actor::Usager { habilitations: &view.habilitations, siren: Some(view.siren()) }, &action)
}

/// Converts figures to the type of their kind, as returned by [`Figures::read`].
pub(crate) fn narrow_block<T>(block: Block<Figures>, narrow: impl FnOnce(Figures) -> Option<T>) -> Block<T> {
    match block.map(narrow) {
        Block::Shown(Dated { value: Some(value), received_at, stale }) => {
            Block::Shown(Dated { value, received_at, stale })
        }
        Block::Denied(denial) => Block::Denied(denial),
        Block::NotLinked => Block::NotLinked,
        Block::Shown(_) | Block::Unavailable => Block::Unavailable,
    }
}

pub(crate) fn into_creances(figures: Figures) -> Option<Vec<Arc<Creance>>> {
    match figures {
        Figures::Creances(list) => Some(list),
        _ => None,
    }
}

pub(crate) fn into_mandats(figures: Figures) -> Option<Vec<Mandat>> {
    match figures {
        Figures::Mandats(list) => Some(list),
        _ => None,
    }
}
