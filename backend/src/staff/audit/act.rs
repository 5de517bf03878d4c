use platform::{db::Moment, error::UnknownCode};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, types::Json};

/// Kind of an act of administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
    MemberCreated,
    MemberChanged,
    MemberDisabled,
    MemberEnabled,
    /// A link to choose a password was sent.
    MemberInvited,
    PasswordChosen,
    /// A member added an authenticator app or a passkey.
    FactorAdded,
    FactorRemoved,
    /// A passkey may have been cloned.
    PasskeyRefused,
    RecoveryCodesGenerated,
    RecoveryCodeUsed,
    /// An administrator removed the factors of a member.
    FactorsReset,
    ServiceCreated,
    ServiceChanged,
    /// Settings of the appointments of a service.
    AgendaChanged,
    /// Commitment or working hours of a service.
    DelayChanged,
    /// Opening hours or closings of a customs office.
    OfficeHoursChanged,
    LetterSent,
    LetterStopped,
    /// A person shares their view with the author.
    SharingStarted,
    SharingEnded,
    /// An entry of the frequent questions, and its first draft.
    FaqEntryCreated,
    /// A further version of an entry was written.
    FaqEntryChanged,
    /// A former version was written again as a draft.
    FaqVersionRestored,
    /// A version was published, or will be at a date.
    FaqEntryPublished,
    /// A publication at a date was cancelled.
    FaqPublicationCancelled,
    FaqEntryWithdrawn,
    /// A national exchange rate was set, or corrected.
    NationalRateSet,
    /// An article, and its first draft.
    ArticleCreated,
    /// A further version of an article was written.
    ArticleChanged,
    ArticleVersionRestored,
    /// A version was published, or will be at a date.
    ArticlePublished,
    ArticlePublicationCancelled,
    ArticleArchived,
    /// A folder of shared documents.
    FolderCreated,
    /// A document was created, archived, restored or put into the bin, or its settings changed.
    DocumentChanged,
    /// A version of a document was published.
    DocumentPublished,
    /// A member of the staff downloaded a version of a document.
    DocumentRead,
    /// A draft of a motif was begun with one of its versions.
    MotifDraftBegun,
    /// Texts or fields of the draft of a motif.
    MotifDraftChanged,
    MotifDraftDiscarded,
    /// A version of a motif was published, or will be at a date.
    MotifPublished,
    MotifPublicationCancelled,
}

impl ActKind {
    pub const ALL: [ActKind; 43] = [
        ActKind::MemberCreated,
        ActKind::MemberChanged,
        ActKind::MemberDisabled,
        ActKind::MemberEnabled,
        ActKind::MemberInvited,
        ActKind::PasswordChosen,
        ActKind::FactorAdded,
        ActKind::FactorRemoved,
        ActKind::PasskeyRefused,
        ActKind::RecoveryCodesGenerated,
        ActKind::RecoveryCodeUsed,
        ActKind::FactorsReset,
        ActKind::ServiceCreated,
        ActKind::ServiceChanged,
        ActKind::AgendaChanged,
        ActKind::DelayChanged,
        ActKind::OfficeHoursChanged,
        ActKind::LetterSent,
        ActKind::LetterStopped,
        ActKind::SharingStarted,
        ActKind::SharingEnded,
        ActKind::FaqEntryCreated,
        ActKind::FaqEntryChanged,
        ActKind::FaqVersionRestored,
        ActKind::FaqEntryPublished,
        ActKind::FaqPublicationCancelled,
        ActKind::FaqEntryWithdrawn,
        ActKind::NationalRateSet,
        ActKind::ArticleCreated,
        ActKind::ArticleChanged,
        ActKind::ArticleVersionRestored,
        ActKind::ArticlePublished,
        ActKind::ArticlePublicationCancelled,
        ActKind::ArticleArchived,
        ActKind::FolderCreated,
        ActKind::DocumentChanged,
        ActKind::DocumentPublished,
        ActKind::DocumentRead,
        ActKind::MotifDraftBegun,
        ActKind::MotifDraftChanged,
        ActKind::MotifDraftDiscarded,
        ActKind::MotifPublished,
        ActKind::MotifPublicationCancelled,
    ];

    /// Code stored in the database and used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            ActKind::MemberCreated => "membre-cree",
            ActKind::MemberChanged => "membre-modifie",
            ActKind::MemberDisabled => "membre-desactive",
            ActKind::MemberEnabled => "membre-reactive",
            ActKind::MemberInvited => "membre-invite",
            ActKind::PasswordChosen => "mot-de-passe-choisi",
            ActKind::FactorAdded => "facteur-ajoute",
            ActKind::FactorRemoved => "facteur-retire",
            ActKind::PasskeyRefused => "cle-refusee",
            ActKind::RecoveryCodesGenerated => "codes-obtenus",
            ActKind::RecoveryCodeUsed => "code-de-secours",
            ActKind::FactorsReset => "facteurs-effaces",
            ActKind::ServiceCreated => "service-cree",
            ActKind::ServiceChanged => "service-modifie",
            ActKind::AgendaChanged => "agenda-modifie",
            ActKind::DelayChanged => "delai-modifie",
            ActKind::OfficeHoursChanged => "horaires-bureau-modifies",
            ActKind::LetterSent => "lettre-envoyee",
            ActKind::LetterStopped => "lettre-arretee",
            ActKind::SharingStarted => "partage-commence",
            ActKind::SharingEnded => "partage-termine",
            ActKind::FaqEntryCreated => "question-creee",
            ActKind::FaqEntryChanged => "question-modifiee",
            ActKind::FaqVersionRestored => "version-reprise",
            ActKind::FaqEntryPublished => "question-publiee",
            ActKind::FaqPublicationCancelled => "publication-annulee",
            ActKind::FaqEntryWithdrawn => "question-retiree",
            ActKind::NationalRateSet => "taux-fixe",
            ActKind::ArticleCreated => "article-cree",
            ActKind::ArticleChanged => "article-modifie",
            ActKind::ArticleVersionRestored => "article-repris",
            ActKind::ArticlePublished => "article-publie",
            ActKind::ArticlePublicationCancelled => "article-differe",
            ActKind::ArticleArchived => "article-archive",
            ActKind::FolderCreated => "dossier-cree",
            ActKind::DocumentChanged => "document-modifie",
            ActKind::DocumentPublished => "document-publie",
            ActKind::DocumentRead => "document-lu",
            ActKind::MotifDraftBegun => "motif-commence",
            ActKind::MotifDraftChanged => "motif-modifie",
            ActKind::MotifDraftDiscarded => "motif-abandonne",
            ActKind::MotifPublished => "motif-publie",
            ActKind::MotifPublicationCancelled => "motif-differe",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        ActKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub const fn label(self) -> &'static str {
        match self {
            ActKind::MemberCreated => "Membre créé",
            ActKind::MemberChanged => "Membre modifié",
            ActKind::MemberDisabled => "Membre désactivé",
            ActKind::MemberEnabled => "Membre réactivé",
            ActKind::MemberInvited => "Lien envoyé pour choisir un mot de passe",
            ActKind::PasswordChosen => "Mot de passe choisi",
            ActKind::FactorAdded => "Second facteur ajouté",
            ActKind::FactorRemoved => "Second facteur retiré",
            ActKind::PasskeyRefused => "Clé d’accès refusée, peut-être copiée",
            ActKind::RecoveryCodesGenerated => "Codes de secours obtenus",
            ActKind::RecoveryCodeUsed => "Code de secours utilisé",
            ActKind::FactorsReset => "Seconds facteurs d’un membre retirés",
            ActKind::ServiceCreated => "Service créé",
            ActKind::ServiceChanged => "Service modifié",
            ActKind::AgendaChanged => "Agenda d’un service modifié",
            ActKind::DelayChanged => "Délai d’un service modifié",
            ActKind::OfficeHoursChanged => "Horaires d’un bureau modifiés",
            ActKind::LetterSent => "Lettre envoyée",
            ActKind::LetterStopped => "Envoi d’une lettre arrêté",
            ActKind::SharingStarted => "Vue partagée avec le conseiller",
            ActKind::SharingEnded => "Partage de vue terminé",
            ActKind::FaqEntryCreated => "Question fréquente créée",
            ActKind::FaqEntryChanged => "Question fréquente modifiée",
            ActKind::FaqVersionRestored => "Ancienne version reprise",
            ActKind::FaqEntryPublished => "Question fréquente publiée",
            ActKind::FaqPublicationCancelled => "Publication annulée",
            ActKind::FaqEntryWithdrawn => "Question fréquente retirée",
            ActKind::NationalRateSet => "Taux de change national fixé",
            ActKind::ArticleCreated => "Article créé",
            ActKind::ArticleChanged => "Article modifié",
            ActKind::ArticleVersionRestored => "Ancienne version d’un article reprise",
            ActKind::ArticlePublished => "Article publié",
            ActKind::ArticlePublicationCancelled => "Publication d’un article annulée",
            ActKind::ArticleArchived => "Article archivé",
            ActKind::FolderCreated => "Dossier documentaire créé",
            ActKind::DocumentChanged => "Document partagé modifié",
            ActKind::DocumentPublished => "Version de document publiée",
            ActKind::DocumentRead => "Document partagé téléchargé",
            ActKind::MotifDraftBegun => "Brouillon d’un motif commencé",
            ActKind::MotifDraftChanged => "Brouillon d’un motif modifié",
            ActKind::MotifDraftDiscarded => "Brouillon d’un motif abandonné",
            ActKind::MotifPublished => "Version d’un motif publiée",
            ActKind::MotifPublicationCancelled => "Publication d’un motif annulée",
        }
    }
}

impl TryFrom<String> for ActKind {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        ActKind::from_code(&code).ok_or(UnknownCode(code))
    }
}

/// A field before and after an act; never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// French label of the field.
    pub field: String,
    pub before: String,
    pub after: String,
}

impl Change {
    /// Returns the change of a field; `None` if it stays.
    pub fn of(field: &str, before: &str, after: &str) -> Option<Self> {
        (before != after).then(|| Change::new(field, before, after))
    }

    pub fn new(field: &str, before: &str, after: &str) -> Self {
        Change { field: field.to_owned(), before: before.to_owned(), after: after.to_owned() }
    }

    /// The version of a text that the act is about.
    pub fn version(number: impl ToString) -> Self {
        Change::new("Version", "", &number.to_string())
    }

    /// A version added to a text after another one, by which the trail refers to what was written.
    pub fn next_version(before: i64, after: i64) -> Self {
        Change::new("Version", &before.to_string(), &after.to_string())
    }

    /// A former version whose text is written again.
    pub fn restored_version(number: i64) -> Self {
        Change::new("Version reprise", "", &number.to_string())
    }

    pub fn publication(before: &str, after: &str) -> Self {
        Change::new("Publication", before, after)
    }
}

/// An act of the audit trail.
#[derive(Clone, Debug, FromRow)]
pub struct Act {
    pub happened_at: Moment,
    pub author_name: String,
    /// Network of the author; empty for the command line.
    pub network: String,
    #[sqlx(try_from = "String")]
    pub kind: ActKind,
    /// Identifiant of the member, code of the service, subject of the letter, reference of the shared view, identifier of the entry or
    /// article or motif, or title of the folder or the document.
    pub subject: String,
    changes: Json<Vec<Change>>,
}

impl Act {
    pub fn changes(&self) -> &[Change] {
        &self.changes.0
    }
}
