use sha2::{Digest, Sha256};

use crate::id::{AccountId, PersonId, StaffId};

/// The person of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Account(AccountId),
    Staff(StaffId),
}

impl From<AccountId> for Owner {
    fn from(account: AccountId) -> Self {
        Owner::Account(account)
    }
}

impl From<StaffId> for Owner {
    fn from(member: StaffId) -> Self {
        Owner::Staff(member)
    }
}

impl Owner {
    /// Returns the owner stored in two columns, of which one is set.
    pub(crate) fn of_columns(account: Option<AccountId>, member: Option<StaffId>) -> Option<Self> {
        account.map(Owner::Account).or(member.map(Owner::Staff))
    }

    /// Returns the values of the two columns that [`Self::of_columns`] reads.
    pub(crate) fn columns(self) -> (Option<AccountId>, Option<StaffId>) {
        match self {
            Owner::Account(account) => (Some(account), None),
            Owner::Staff(member) => (None, Some(member)),
        }
    }

    pub(crate) fn id(self) -> PersonId {
        match self {
            Owner::Account(account) => account.into(),
            Owner::Staff(member) => member.into(),
        }
    }

    /// Returns a tag of the person for the forms of their pages, which are refused once another person has signed in. Not
    /// a secret; only the person's own pages show it.
    pub fn tag(self) -> String {
        hex::encode(&Sha256::digest(self.id().to_string())[..12])
    }
}
