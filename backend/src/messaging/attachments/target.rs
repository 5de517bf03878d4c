//! What files are added to.

use domain::attachment::MAX_FILES;

use crate::{
    accounts::sessions::{Session, Visitor},
    id::{AccountId, CaseId, DocumentId, DraftId, FileHolderId, PersonId, SenderId, StaffId},
};

/// What files are added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A draft, to which its owner alone adds files.
    Draft(DraftId),
    /// The next message of this writer in a case of the assistance. The caller has checked the right to write it.
    Case(CaseId, CaseWriter),
    /// The next version of a shared document, to which any of its managers adds the file.
    Document(DocumentId),
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
    /// Identifier of the draft, the case or the document: no two rows have the same.
    pub(super) fn id(self) -> FileHolderId {
        match self {
            Target::Draft(draft) => draft.into(),
            Target::Case(case, _) => case.into(),
            Target::Document(document) => document.into(),
        }
    }

    /// Number of files that it can have before they are sent.
    pub(super) fn max_files(self) -> usize {
        match self {
            Target::Document(_) => 1,
            Target::Draft(_) | Target::Case(..) => MAX_FILES,
        }
    }

    pub(super) fn draft(self) -> Option<DraftId> {
        match self {
            Target::Draft(draft) => Some(draft),
            Target::Case(..) | Target::Document(_) => None,
        }
    }

    pub(super) fn document(self) -> Option<DocumentId> {
        match self {
            Target::Document(document) => Some(document),
            Target::Draft(_) | Target::Case(..) => None,
        }
    }

    pub(super) fn case(self) -> Option<CaseId> {
        match self {
            Target::Draft(_) | Target::Document(_) => None,
            Target::Case(case, _) => Some(case),
        }
    }

    pub(super) fn adviser(self) -> Option<StaffId> {
        match self {
            Target::Case(_, writer) => writer.adviser(),
            Target::Draft(_) | Target::Document(_) => None,
        }
    }

    /// Returns who continues an upload to a case or a document: the account, the member of the staff or, of a visitor, the
    /// session. `None` for a draft, whose owner does.
    pub(super) fn sender(self, session: &Session) -> Option<SenderId> {
        self.draft().is_none().then(|| match &session.visitor {
            Visitor::Usager(usager) => PersonId::from(usager.account).into(),
            Visitor::Staff(member) => PersonId::from(member.id).into(),
            _ => session.id.into(),
        })
    }
}
