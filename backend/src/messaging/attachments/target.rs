//! What files are added to.

use crate::{
    accounts::sessions::{Session, Visitor},
    id::{AccountId, CaseId, DraftId, FileHolderId, PersonId, SenderId, StaffId},
};

/// What files are added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A draft, to which its owner alone adds files.
    Draft(DraftId),
    /// The next message of this writer in a case of the assistance. The caller has checked the right to write it.
    Case(CaseId, CaseWriter),
}

/// Side of a case that adds a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseWriter {
    /// The person, with the account of the case if it has one.
    Person(Option<AccountId>),
    Adviser(StaffId),
}

impl CaseWriter {
    /// The adviser; `None` for the person.
    pub fn adviser(self) -> Option<StaffId> {
        match self {
            CaseWriter::Adviser(adviser) => Some(adviser),
            CaseWriter::Person(_) => None,
        }
    }
}

impl From<DraftId> for Target {
    fn from(draft: DraftId) -> Self {
        Target::Draft(draft)
    }
}

impl Target {
    /// Identifier of the draft or the case: no two rows have the same.
    pub(super) fn id(self) -> FileHolderId {
        match self {
            Target::Draft(draft) => draft.into(),
            Target::Case(case, _) => case.into(),
        }
    }

    pub(super) fn draft(self) -> Option<DraftId> {
        match self {
            Target::Draft(draft) => Some(draft),
            Target::Case(..) => None,
        }
    }

    pub(super) fn case(self) -> Option<CaseId> {
        match self {
            Target::Draft(_) => None,
            Target::Case(case, _) => Some(case),
        }
    }

    pub(super) fn adviser(self) -> Option<StaffId> {
        match self {
            Target::Case(_, writer) => writer.adviser(),
            Target::Draft(_) => None,
        }
    }

    /// Returns who continues an upload to a case: the account, the adviser or, of a visitor, the session. `None` for a draft,
    /// whose owner does.
    pub(super) fn sender(self, session: &Session) -> Option<SenderId> {
        self.case().map(|_| match &session.visitor {
            Visitor::Usager(usager) => PersonId::from(usager.account).into(),
            Visitor::Staff(member) => PersonId::from(member.id).into(),
            _ => session.id.into(),
        })
    }
}
