use std::collections::BTreeSet;

use domain::{co_owner::CoOwner, rights::Habilitation};

use crate::id::AccountId;

/// Account whose rights change, and the co-owner they come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder {
    pub account: AccountId,
    pub co_owner: CoOwner,
}

/// Rights granted and withdrawn by one change.
#[derive(Debug, Default)]
pub(crate) struct Difference<'a> {
    pub granted: Vec<&'a Habilitation>,
    pub withdrawn: Vec<&'a Habilitation>,
}

impl<'a> Difference<'a> {
    pub fn between(before: &'a BTreeSet<Habilitation>, after: &'a BTreeSet<Habilitation>) -> Self {
        Difference {
            granted: after.difference(before).collect(),
            withdrawn: before.difference(after).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.granted.is_empty() && self.withdrawn.is_empty()
    }
}
