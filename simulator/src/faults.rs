use std::time::Duration;

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
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Faults([Fault; 3]);

impl Faults {
    pub fn of(&self, co_owner: CoOwner) -> Fault {
        self.0[co_owner as usize]
    }

    pub fn set(&mut self, co_owner: CoOwner, fault: Fault) {
        self.0[co_owner as usize] = fault;
    }
}
