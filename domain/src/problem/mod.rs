//! What can be wrong with what a person typed or did, worded once.

mod wording;

use serde::{Deserialize, Serialize};

use crate::form::ReferenceFormat;

/// A closed list of problems; `Display` gives the French sentence, which says what to do.
///
/// `label` is the field's, as the person reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    // Any field
    /// Nothing was typed in a mandatory field.
    Missing {
        label: String,
    },
    /// Nothing was chosen in a mandatory list.
    NotChosen {
        label: String,
    },
    /// A box that must be ticked is not.
    NotTicked {
        label: String,
    },
    /// `max` in characters.
    TooLong {
        label: String,
        max: usize,
    },
    /// NUL, control or direction-changing characters.
    ForbiddenCharacters {
        label: String,
    },
    /// Several values for a field that takes one.
    SeveralValues {
        label: String,
    },
    TooManyValues {
        label: String,
        max: usize,
    },
    /// A value that the list does not offer, or offers no longer.
    NotInList {
        label: String,
    },

    // Dates and amounts
    NotADate {
        label: String,
    },
    NotAMonth {
        label: String,
    },
    NotAQuarter {
        label: String,
    },
    /// A period that ends before it starts.
    PeriodReversed {
        label: String,
    },
    NotAnAmount {
        label: String,
    },
    AmountNotPositive {
        label: String,
    },
    AmountTooLarge {
        label: String,
    },

    // Numbers and references
    NotASiren,
    WrongSirenKey,
    NotASiret,
    WrongSiretKey,
    NotAnEori,
    NotAnIban,
    WrongIbanKey,
    NotAReference {
        label: String,
        format: ReferenceFormat,
    },
    NotANomenclature,

    // Account
    NotALogin,
    NotAnEmail,
    NotAPhone,
    NotAMobile,
    NotACode,
    NotARecoveryCode,
    PasswordTooShort,
    PasswordTooLong,
    PasswordCharacters,
    PasswordPersonal,
    PasswordGuessable,
    NotRepeated,
    LoginTaken,
    /// Sign-in failed; never says which of the two was wrong.
    WrongCredentials,
    /// The password that a signed-in person confirms a change with.
    WrongPassword,
    /// The new password is the present one.
    SamePassword,
    /// The new address is the present one.
    SameEmail,
    /// What was typed to confirm the deletion is not the identifiant.
    NotYourLogin,
    /// A code that is wrong or already used.
    WrongCode,
    ExpiredCode,
    /// A code of an application that is wrong, too old or already used.
    WrongApplicationCode,
    WrongRecoveryCode,
    /// Something sensitive was asked and the last proof is too old.
    ProofNeeded,
    /// The level asks an application and this is the last one.
    LastApplication,
    TooManyApplications {
        max: usize,
    },
    /// The key was drawn too long ago, or in another session.
    ExpiredKey,
    /// The browser sent no answer of a passkey: no scripts, or too old a browser.
    NoPasskeyAnswer,
    /// What the passkey answered is not right, or the key is not known.
    WrongPasskey,
    /// The question put to the passkey is too old, or was answered already.
    ExpiredPasskeyQuestion,
    /// A signature counter that went back: there may be a copy of the key (WebAuthn 3, §6.1.1).
    CopiedPasskey,
    /// The account was secured: the key opens after the password only, until that was done once.
    PasskeyAfterPassword,
    /// The level asks a passkey and this is the last one.
    LastPasskey,
    /// This passkey is added already.
    KnownPasskey,
    TooManyPasskeys {
        max: usize,
    },
    /// Slowed down after repeated failures.
    TooManyAttempts {
        minutes: u32,
    },
    /// A link received by mail that is forged, used or out of date.
    DeadLink,

    // Companies and rattachements
    /// The page was opened for another SIREN than the one chosen now.
    OtherCompany,
    CompanyNotYours,
    /// A role was to be delegated to oneself.
    OwnAccount,
    /// The last day of a delegation is over already.
    EndPassed,
    /// `end`: day on which the giver's own role ends.
    EndAfterOwn {
        end: String,
    },
    /// The offer was withdrawn, answered, or has lapsed.
    OfferGone,
    /// One role of a person on a company is enough.
    AlreadyAdministrator,
    /// `co_owner` by name: its account is linked to another portal account.
    AccountLinkedElsewhere {
        co_owner: String,
    },
    /// `co_owner` by name: the portal account is linked to another of its accounts.
    OtherAccountLinked {
        co_owner: String,
    },
    /// The person came back from the co-owner too late, or twice.
    LinkExpired {
        co_owner: String,
    },
    /// The co-owner does not answer.
    CoOwnerSilent {
        co_owner: String,
    },
    /// The person came back from the co-owner without being identified there.
    LinkingFailed {
        co_owner: String,
    },

    // Messaging
    /// No such service among those the motif may be sent to.
    NoRecipient,
    /// The question was closed, or answered, in the meantime.
    StepNotAllowed,
    NotAQuestionNumber,
    /// Not a reference of the access self-check, or misread.
    NotADiagnosticReference,

    // Files
    MissingFile {
        label: String,
    },
    EmptyFile {
        name: String,
    },
    FileTooLarge {
        name: String,
    },
    FileTypeRefused {
        name: String,
    },
    /// The content is not what the extension says.
    FileTypeMismatch {
        name: String,
    },
    FileName,
    TooManyFiles {
        max: usize,
    },
    /// Read by the scanner as dangerous.
    FileInfected {
        name: String,
    },
    /// The connection was cut before the end.
    FileInterrupted {
        name: String,
    },

    /// A whole sentence worded elsewhere (a denial, a co-owner that does not answer), shown as it is.
    Stated {
        sentence: String,
    },
}

/// A problem and the field it belongs to; an empty field name concerns the whole form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: String,
    pub problem: Problem,
}

impl FieldProblem {
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        FieldProblem { field: field.into(), problem }
    }

    /// One that no field is responsible for.
    pub fn of_form(problem: Problem) -> Self {
        FieldProblem { field: String::new(), problem }
    }
}

pub type Problems = Vec<FieldProblem>;
