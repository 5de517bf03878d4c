//! The site of one co-owner: all addresses under `/{co_owner}`.

use std::sync::Arc;

use crate::co_owner::CoOwner;
use crate::state::Simulator;

/// State of the handlers of a co-owner's site.
#[derive(Clone)]
pub struct Site {
    pub simulator: Arc<Simulator>,
    pub co_owner: CoOwner,
}

impl Site {
    /// Base address of the site, which is also its OpenID Connect issuer.
    pub fn base(&self) -> String {
        format!("{}/{}", self.simulator.base, self.co_owner.code())
    }
}
