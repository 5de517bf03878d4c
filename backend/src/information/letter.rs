use platform::{db::Moment, error::UnknownCode};
use sqlx::FromRow;

use crate::id::LetterId;

/// State of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterState {
    /// Can be changed and deleted.
    Draft,
    /// Its mails are being queued.
    Sending,
    /// All its mails are queued.
    Sent,
    /// An editor has stopped the sending.
    Stopped,
}

impl LetterState {
    /// Code stored in the database.
    pub const fn code(self) -> &'static str {
        match self {
            LetterState::Draft => "brouillon",
            LetterState::Sending => "envoi",
            LetterState::Sent => "envoyee",
            LetterState::Stopped => "arretee",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            LetterState::Draft => "Brouillon",
            LetterState::Sending => "Envoi en cours",
            LetterState::Sent => "Envoyée",
            LetterState::Stopped => "Envoi arrêté",
        }
    }
}

impl TryFrom<String> for LetterState {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        let all = [LetterState::Draft, LetterState::Sending, LetterState::Sent, LetterState::Stopped];
        all.into_iter().find(|state| state.code() == code).ok_or(UnknownCode(code))
    }
}

/// A letter of the mailing list.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Letter {
    pub id: LetterId,
    pub subject: String,
    /// See `domain::rich_text`.
    pub body: String,
    #[sqlx(try_from = "String")]
    pub state: LetterState,
    /// Number of changes so far.
    pub revision: i64,
    /// Last editor.
    pub author_name: String,
    pub changed_at: Moment,
    /// Start of the sending; `None` for a draft.
    pub begun_at: Option<Moment>,
}

impl Letter {
    /// Returns `true` if anyone may read the letter: it is sent, or being sent.
    pub fn is_public(&self) -> bool {
        matches!(self.state, LetterState::Sending | LetterState::Sent)
    }
}

/// Numbers of mails of a letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Figures {
    /// Subscribers to whom it is sent.
    pub total: i64,
    /// Not yet queued, or queued without a result.
    pub pending: i64,
    pub delivered: i64,
    /// Refused for good by the subscriber's server: the subscription has ended.
    pub refused: i64,
    /// Not delivered after all attempts.
    pub failed: i64,
}

/// Columns of [`Letter`].
macro_rules! letter_columns {
    () => {
        "id, subject, body, state, revision, author_name, changed_at, begun_at"
    };
}
pub(super) use letter_columns;

/// Subscribers, each address once: accounts that chose the list, and confirmed addresses of visitors. Columns: `subscriber`,
/// and `account_id`, which is null for a visitor.
macro_rules! subscribers {
    () => {
        "SELECT a.id AS subscriber, a.id AS account_id
         FROM account a WHERE a.newsletter AND a.activated_at IS NOT NULL
         UNION ALL
         SELECT s.id, NULL FROM letter_subscription s WHERE s.confirmed_at IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM account a WHERE a.email = s.email AND a.newsletter AND a.activated_at IS NOT NULL)"
    };
}
pub(super) use subscribers;
