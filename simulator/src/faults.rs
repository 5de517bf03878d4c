use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::co_owner::CoOwner;

/// How badly a co-owner answers, as the administration page decided.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fault {
    /// Everything answers 503.
    pub down: bool,
    /// Every answer of the HTTP contract comes this much later.
    pub delay: Duration,
    /// Changes of rights are not pushed: the portal misses them.
    pub silent: bool,
    /// What is wrong with the ID tokens.
    pub token: Option<TokenFault>,
}

/// How an ID token can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenFault {
    /// Another journey's nonce.
    Nonce,
    /// Meant for another client.
    Audience,
    /// Not signed (`alg: none`).
    Signature,
    /// Out of date.
    Expire,
}

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
