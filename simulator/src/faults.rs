//! Simulated faults.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;

/// Simulated faults of a co-owner, set through the administration interface.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fault {
    /// All responses are 503.
    pub down: bool,
    /// Delay of every response of the HTTP contract.
    pub delay: Duration,
    /// Changes of rights are not pushed to the portals.
    pub push_disabled: bool,
    /// Defect of the ID tokens.
    pub token: Option<TokenFault>,
}

/// Defect of an ID token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenFault {
    /// The nonce is not that of the authorization request.
    Nonce,
    /// The audience is another client.
    Audience,
    /// The token is not signed (`alg: none`).
    Signature,
    /// The token has expired.
    Expire,
}

/// Faults of all administrations.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults([Fault; 5]);

impl Faults {
    pub fn of(&self, co_owner: CoOwner) -> Fault {
        self.0[co_owner as usize]
    }

    pub fn set(&mut self, co_owner: CoOwner, fault: Fault) {
        self.0[co_owner as usize] = fault;
    }
}
