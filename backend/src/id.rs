//! Identifiers of rows that several modules use.

use platform::id::{OutboxRowId, Uuid};

platform::identifiers! {
    AccountId,
    AppointmentId,
    /// A kind of appointment with a service.
    AppointmentKindId,
    /// A copy of personal data, or an archive of a company's exchanges.
    ArchiveId,
    AttachmentId,
    AuthenticatorAppId,
    /// One act of an agent on several questions.
    BatchId,
    /// A canned answer of the agents.
    CannedAnswerId,
    /// A case of the assistance.
    CaseId,
    /// Owner of added files, and of their number: a draft, a case of the assistance, a shared document, an account.
    FileHolderId,
    /// A role of « administrateur général de l'entreprise », offered or held.
    CompanyAdminRoleId,
    ConversationId,
    /// Shared documents of one service for one circle.
    DocumentFolderId,
    /// A shared document.
    DocumentId,
    DocumentVersionId,
    DraftId,
    /// An authenticator app or a passkey.
    FactorId,
    /// A letter of the mailing list.
    LetterId,
    MessageId,
    NotificationId,
    PasskeyId,
    /// A payment notice that a session has found.
    PaymentNoticeId,
    /// An account or a member of the staff: reader of a conversation, owner of a draft.
    PersonId,
    /// The link between an account and a co-owner's account.
    RattachementId,
    /// A row that no other row refers to.
    RowId,
    /// Answers of a draft, as one page wrote them.
    RevisionId,
    /// A téléservice's session at the portal as OpenID provider.
    RpSessionId,
    /// An account, a member of the staff or the session of a visitor, as sender of a file.
    SenderId,
    /// A filter of the inbox that an agent has named.
    SavedViewId,
    SessionId,
    /// A view that a person shares with an adviser.
    SharedViewId,
    /// A member of the staff.
    StaffId,
    /// An account or a visitor who subscribes to the mailing list.
    SubscriberId,
    TrustedDeviceId,
    /// A file received in pieces.
    UploadId,
}

impl From<DraftId> for FileHolderId {
    fn from(draft: DraftId) -> Self {
        Uuid::from(draft).into()
    }
}

impl From<CaseId> for FileHolderId {
    fn from(case: CaseId) -> Self {
        Uuid::from(case).into()
    }
}

impl From<DocumentId> for FileHolderId {
    fn from(document: DocumentId) -> Self {
        Uuid::from(document).into()
    }
}

impl From<AccountId> for FileHolderId {
    fn from(account: AccountId) -> Self {
        Uuid::from(account).into()
    }
}

impl From<DraftId> for RowId {
    fn from(key: DraftId) -> Self {
        Uuid::from(key).into()
    }
}

impl From<PersonId> for SenderId {
    fn from(person: PersonId) -> Self {
        Uuid::from(person).into()
    }
}

impl From<SessionId> for SenderId {
    fn from(session: SessionId) -> Self {
        Uuid::from(session).into()
    }
}

impl From<AccountId> for PersonId {
    fn from(account: AccountId) -> Self {
        Uuid::from(account).into()
    }
}

impl From<StaffId> for PersonId {
    fn from(member: StaffId) -> Self {
        Uuid::from(member).into()
    }
}

impl From<AccountId> for SubscriberId {
    fn from(account: AccountId) -> Self {
        Uuid::from(account).into()
    }
}

impl From<OutboxRowId> for RpSessionId {
    fn from(row: OutboxRowId) -> Self {
        Uuid::from(row).into()
    }
}

impl From<OutboxRowId> for ArchiveId {
    fn from(row: OutboxRowId) -> Self {
        Uuid::from(row).into()
    }
}

impl From<AuthenticatorAppId> for FactorId {
    fn from(app: AuthenticatorAppId) -> Self {
        Uuid::from(app).into()
    }
}

impl From<PasskeyId> for FactorId {
    fn from(passkey: PasskeyId) -> Self {
        Uuid::from(passkey).into()
    }
}
