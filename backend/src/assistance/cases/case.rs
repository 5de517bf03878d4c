use domain::assistance::{CaseKind, CaseState};
use jiff::civil::Date;
use platform::{db::Moment, error::UnknownCode};
use sqlx::FromRow;

use crate::{
    id::{AccountId, CaseId, RowId, StaffId},
    messaging::Attachment,
};

/// A case of the assistance.
#[derive(Clone, Debug, FromRow)]
pub struct Case {
    pub id: CaseId,
    pub reference: String,
    #[sqlx(try_from = "String")]
    kind: StoredKind,
    answer_by: String,
    pub account_id: Option<AccountId>,
    pub name: String,
    pub email: String,
    pub company: String,
    /// Code of the subject.
    pub subject: String,
    /// Page it was opened from; empty if unknown.
    pub page: String,
    /// Reference of a self-check; empty if none.
    pub self_check: String,
    #[sqlx(try_from = "String")]
    state: StoredState,
    pub adviser: Option<StaffId>,
    pub adviser_name: String,
    pub created_at: Moment,
    pub activity_at: Moment,
    /// Messages, steps and notes, the first ones first; empty in lists.
    #[sqlx(skip)]
    pub entries: Vec<Entry>,
    /// Files of the messages, and those that the reader has added to the next one, the first ones first; empty in lists.
    #[sqlx(skip)]
    pub files: Vec<Attachment>,
}

impl Case {
    pub fn state(&self) -> CaseState {
        self.state.0
    }

    pub fn kind(&self) -> CaseKind {
        self.kind.0
    }

    /// Returns the last day of the promised answer, while it is awaited.
    pub fn answer_by(&self) -> Option<Date> {
        let awaited = matches!(self.state(), CaseState::Open | CaseState::Taken);
        self.answer_by.parse().ok().filter(|_| awaited)
    }

    pub(super) fn with(self, entries: Vec<Entry>, files: Vec<Attachment>) -> Self {
        Case { entries, files, ..self }
    }

    /// Returns the files of a message; without one, those of the next message.
    pub fn files_of(&self, entry: Option<RowId>) -> impl Iterator<Item = &Attachment> {
        self.files.iter().filter(move |file| file.entry == entry)
    }

    /// Removes what only advisers read.
    pub(super) fn for_person(mut self) -> Self {
        self.entries.retain(|entry| entry.kind != EntryKind::Note);
        self
    }
}

#[derive(Clone, Copy, Debug)]
struct StoredState(CaseState);

impl TryFrom<String> for StoredState {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        CaseState::from_code(&code).map(StoredState).ok_or(UnknownCode(code))
    }
}

#[derive(Clone, Copy, Debug)]
struct StoredKind(CaseKind);

impl TryFrom<String> for StoredKind {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        CaseKind::from_code(&code).map(StoredKind).ok_or(UnknownCode(code))
    }
}

/// Kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Message of the person.
    Person,
    /// Message of an adviser.
    Adviser,
    /// Internal note, which the person never reads.
    Note,
    /// Change of state.
    Step,
}

impl EntryKind {
    pub(super) const fn code(self) -> &'static str {
        match self {
            EntryKind::Person => "personne",
            EntryKind::Adviser => "conseiller",
            EntryKind::Note => "note",
            EntryKind::Step => "etape",
        }
    }
}

impl TryFrom<String> for EntryKind {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        let all = [EntryKind::Person, EntryKind::Adviser, EntryKind::Note, EntryKind::Step];
        all.into_iter().find(|kind| kind.code() == code).ok_or(UnknownCode(code))
    }
}

/// A message, a note or a step.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    pub id: RowId,
    #[sqlx(try_from = "String")]
    pub kind: EntryKind,
    pub author_name: String,
    /// Text, or code of the state that a step leads to.
    pub content: String,
    /// Motif with which the adviser proposes to ask a customs service; empty if none.
    pub proposal: String,
    pub written_at: Moment,
}

impl Entry {
    /// Returns the state that a step leads to.
    pub fn state(&self) -> Option<CaseState> {
        match self.kind {
            EntryKind::Step => CaseState::from_code(&self.content),
            _ => None,
        }
    }
}
