use sha2::{Digest, Sha256};

use crate::id::{AccountId, StaffId};

/// The person of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Account(AccountId),
    Staff(StaffId),
}

impl Owner {
    /// Returns a tag of the person for the forms of their pages, which are refused once another person has signed in. Not
    /// a secret; only the person's own pages show it.
    pub fn tag(self) -> String {
        let id = match self {
            Owner::Account(account) => account.to_string(),
            Owner::Staff(member) => member.to_string(),
        };
        hex::encode(&Sha256::digest(id)[..12])
    }
}
