use serde::{Deserialize, Serialize};

use super::failure::Failure;
use crate::attachment::RefusedFormat;
use crate::reference_format::ReferenceFormat;

/// A problem reported to the person. `Display` gives the French sentence, with the correction to make.
///
/// `label`: displayed label of the field. `co_owner`: displayed name of the co-owner. `name`: file name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Problem {
    // Any field
    /// A mandatory field is empty.
    Missing {
        label: String,
    },
    /// No option is chosen in a mandatory list.
    NotChosen {
        label: String,
    },
    /// A mandatory checkbox is not ticked.
    NotTicked {
        label: String,
    },
    /// More than `max` characters.
    TooLong {
        label: String,
        max: usize,
    },
    /// A name of a person contains the address of a site.
    SiteInName {
        label: String,
    },
    /// Several values for a field that accepts one.
    SeveralValues {
        label: String,
    },
    TooManyValues {
        label: String,
        max: usize,
    },
    /// The value is not, or no longer, in the list.
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
    /// The month is outside those that the list has; `first` and `last`: « de mars 2024 », « février 2027 ».
    MonthOutOfRange {
        label: String,
        first: String,
        last: String,
    },
    /// The period has more than `months` months.
    PeriodTooLong {
        months: u32,
    },
    /// A day that has to come is today or in the past.
    DateNotToCome {
        label: String,
    },
    NotAQuarter {
        label: String,
    },
    /// The period ends before it starts.
    PeriodReversed {
        label: String,
    },
    /// The last day of a period precedes its first day.
    LastDayBeforeFirst,
    NotANumber {
        label: String,
    },
    /// The exchange rates of the month are not published yet.
    RateNotPublished,
    /// The currency has no exchange rate for the month.
    NoRate {
        currency: String,
    },
    /// The currency is quoted by the European Central Bank during the month.
    QuotedCurrency,
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
    WrongSirenCheckDigit,
    NotASiret,
    WrongSiretCheckDigit,
    NotADepartment,
    /// A SIREN or a SIRET where a department is asked for.
    NumberWithoutDepartment,
    NotAnEori,
    NotAnIban,
    WrongIbanCheckDigits,
    NotAReference {
        label: String,
        format: ReferenceFormat,
    },
    NotAnMrn,
    WrongMrnCheckDigit,
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
    PasswordPersonal,
    PasswordGuessable,
    /// The two entries of the new password differ.
    #[serde(rename = "not_repeated")]
    ConfirmationMismatch,
    LoginTaken,
    /// Sign-in failed; does not reveal whether the identifiant or the password is wrong.
    WrongCredentials,
    /// A signed-in person confirmed an action with a wrong password.
    WrongPassword,
    /// The new password is the current one.
    SamePassword,
    /// The new e-mail address is the current one.
    SameEmail,
    /// The identifiant typed to confirm the deletion is wrong.
    #[serde(rename = "not_your_login")]
    LoginMismatch,
    /// The code is wrong or already used.
    WrongCode,
    ExpiredCode,
    /// A later code was sent.
    ReplacedCode,
    /// The TOTP code is wrong, expired or already used.
    #[serde(rename = "wrong_application_code")]
    WrongTotpCode,
    WrongRecoveryCode,
    /// The action requires a recent authentication.
    #[serde(rename = "proof_needed")]
    ReauthenticationRequired,
    /// The last authenticator app cannot be removed while the security level requires one.
    #[serde(rename = "last_application")]
    LastAuthenticatorApp,
    #[serde(rename = "too_many_applications")]
    TooManyAuthenticatorApps {
        max: usize,
    },
    /// The TOTP key was generated too long ago, or in another session.
    #[serde(rename = "expired_key")]
    ExpiredTotpKey,
    /// The browser sent no passkey response: scripts disabled, or browser too old.
    #[serde(rename = "no_passkey_answer")]
    NoPasskeyResponse,
    /// The passkey response is invalid, or the passkey is unknown.
    WrongPasskey,
    /// The passkey challenge is expired or already used.
    #[serde(rename = "expired_passkey_question")]
    ExpiredChallenge,
    /// The signature counter decreased: the passkey may have been cloned (WebAuthn 3, §6.1.1).
    #[serde(rename = "copied_passkey")]
    ClonedPasskey,
    /// The password was reset: the passkey must be used once after the password before it can be used alone.
    PasskeyAfterPassword,
    /// The last passkey cannot be removed while the security level requires one.
    LastPasskey,
    /// The passkey already belongs to an account.
    #[serde(rename = "known_passkey")]
    PasskeyAlreadyAdded,
    TooManyPasskeys {
        max: usize,
    },
    /// Rate limit reached after repeated failures; retry in `minutes`.
    TooManyAttempts {
        minutes: u32,
    },
    /// Limit of work that costs the portal a lot; retry in `minutes`.
    TooManyRequests {
        minutes: u32,
    },
    /// The authenticator did not verify the person by a PIN, a fingerprint or the face.
    PasskeyWithoutVerification,
    /// The browser did not return the cookie that was set with the form: nothing was done.
    CookieNotReturned,
    /// Another page has changed the draft since this one was opened.
    DraftChangedElsewhere,
    /// A link received by mail is malformed, used or expired.
    #[serde(rename = "dead_link")]
    InvalidLink,

    // Companies and rattachements
    /// The company chosen in the session is no longer the one of the page.
    #[serde(rename = "other_company")]
    CompanyChanged,
    /// The person has no habilitation for the company.
    CompanyNotYours,
    /// The role cannot be delegated to its holder.
    #[serde(rename = "own_account")]
    DelegationToSelf,
    /// The last day of the delegation is in the past.
    #[serde(rename = "end_passed")]
    EndDateInPast,
    /// The delegation would outlast the delegator's own role, which ends on `end`.
    #[serde(rename = "end_after_own")]
    EndDateAfterOwn {
        end: String,
    },
    /// The delegation offer was withdrawn, already answered, or expired.
    #[serde(rename = "offer_gone")]
    OfferNotOpen,
    /// The person already holds the role for this company.
    AlreadyAdministrator,
    /// The co-owner's account is linked to another portal account.
    AccountLinkedElsewhere {
        co_owner: String,
    },
    /// The portal account is already linked to another account of the co-owner, `linked`.
    OtherAccountLinked {
        co_owner: String,
        linked: String,
    },
    /// The person's e-mail address already has an account at the co-owner.
    AddressHasAccount {
        co_owner: String,
    },
    /// The callback from the co-owner came too late, or twice.
    LinkExpired {
        co_owner: String,
    },
    /// The co-owner does not respond.
    #[serde(rename = "co_owner_silent")]
    CoOwnerUnavailable {
        co_owner: String,
    },
    /// The callback from the co-owner came without a valid authentication.
    LinkingFailed {
        co_owner: String,
    },

    // Payments
    /// No créance has this reference and this password of the payment notice: does not reveal which one is wrong.
    WrongNotice,
    /// The créance was paid, or its amount changed, since its page was opened.
    CreanceChanged,
    /// Another payment of the créance is running until `until`, a day and an hour.
    PaymentRunning {
        until: String,
    },

    // Appointments and phone calls by the assistance
    /// The slot is no longer free.
    SlotTaken,
    /// The company has the greatest number of appointments of this kind in the week of the slot.
    TooManyAppointments {
        max: u16,
    },
    /// The appointment has begun or was cancelled: it cannot be changed.
    AppointmentEnded,
    /// The kind of appointment is no longer offered, or its agenda has changed.
    AppointmentNotOffered,
    /// No person with this address of e-mail may use the messaging of the company.
    NoOperatorOfCompany,
    /// An opening range ends before it begins.
    EndNotAfterStart,
    /// No day of the week is chosen.
    NoWeekday,
    /// A commitment in working days needs the working hours of the service.
    HoursBeforeCommitment,
    /// The last working hours of a service that has a commitment cannot be removed.
    LastHoursOfCommitment,
    /// Another call to the phone number is to come.
    PhoneCallBooked,
    /// The call has begun or was cancelled: it cannot be changed.
    PhoneCallEnded,

    // Shared views
    /// No adviser waits with this code: mistyped, used or too old.
    SharingCodeUnknown,
    /// The browser runs no scripts, which read the page that is shared.
    ScriptsRequired,

    // Messaging
    /// The chosen service is not among the possible recipients of the motif.
    NoRecipient,
    /// The person has the maximum number of drafts.
    TooManyDrafts {
        max: usize,
    },
    /// The status of the question no longer allows the step.
    StepNotAllowed,
    NotAQuestionNumber,
    /// Another window changed the draft while it was being sent.
    DraftChanged,
    /// The answer may not be an official act (mission §6). `explanation`: sentence of the
    /// [`Denial`](crate::rights::Denial).
    OfficialActDenied {
        explanation: String,
    },
    /// A right on confidential questions was withdrawn after the personal data export was built.
    ExportOutdated,
    /// Not a reference of an access self-check.
    #[serde(rename = "not_a_diagnostic_reference")]
    NotASelfCheckReference,

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
    /// The extension or the content is of a format that is not accepted.
    FileTypeRefused {
        name: String,
        format: RefusedFormat,
    },
    /// The content does not match the extension.
    FileTypeMismatch {
        name: String,
    },
    /// An office document that a password protects: neither the antivirus nor the service can read it.
    FileProtected {
        name: String,
    },
    /// An office document that is damaged, or far larger once opened.
    DocumentDamaged {
        name: String,
    },
    FileName,
    TooManyFiles {
        max: usize,
    },
    /// The files in the person's drafts, and those sent within a day, reach the maximum, in megabytes.
    StorageFull {
        megabytes: u64,
    },
    /// The files of the case have reached their maximum size, in megabytes.
    CaseFull {
        megabytes: u64,
    },
    /// The period of a report has more than `max` questions.
    ReportTooLong {
        max: i64,
    },
    /// The antivirus found a threat.
    FileInfected {
        name: String,
    },
    /// The antivirus has not answered yet.
    FileNotScanned {
        name: String,
    },
    /// The archive has too many entries.
    ArchiveTooManyFiles {
        name: String,
    },
    /// The archive is far larger once unpacked.
    ArchiveTooLarge {
        name: String,
    },
    /// The archive contains another archive.
    ArchiveNested {
        name: String,
    },
    ArchiveEncrypted {
        name: String,
    },
    /// The archive contradicts itself, or its compression is unknown.
    ArchiveDamaged {
        name: String,
    },
    /// The upload was interrupted.
    FileInterrupted {
        name: String,
    },
    /// A piece of the file, or its end, does not follow the last acknowledged piece, which ends at `received` bytes.
    PieceOutOfOrder {
        name: String,
        received: u64,
    },
    /// A piece of the file is not as it was sent, or its size is not allowed.
    PieceRefused {
        name: String,
    },
    /// The upload was finished or cancelled before.
    UploadEnded {
        name: String,
    },

    // Frequent questions
    /// A mark of a text is not complete, or the address of a link is not accepted.
    IncompleteMark,
    /// The identifier of a related entry is unknown.
    UnknownFaqEntry {
        id: String,
    },
    /// Another editor, `author`, has changed the entry since its page was opened.
    FaqEntryChanged {
        author: String,
    },
    /// The version is published, or is no longer the last one, or the entry is withdrawn.
    FaqVersionNotOpen,

    // Articles
    /// The address of another site does not begin with `https://`, or contains a space.
    NotAnHttpsAddress,
    /// The version is published, or is no longer the last one, or the article is archived.
    ArticleVersionNotOpen,

    // Motifs
    /// Another administrator has written, published or discarded the draft, or its publication.
    MotifVersionNotOpen,
    /// Another administrator, `author`, has changed the draft since its page was opened.
    MotifDraftChanged {
        author: String,
    },
    /// The draft is like the version in use.
    MotifWithoutChange,
    /// The field `label` has a condition on a field that no longer comes before it, or no longer offers its answer.
    MotifFieldNeeded {
        label: String,
    },
    /// A motif has at least one field of its own.
    MotifLastField,
    TooManyMotifFields {
        max: usize,
    },
    /// The options of a choice are too few, too many, too long or not distinct.
    MotifOptions,
    /// No valid answer to the field `label` is accepted.
    MotifNotFillable {
        label: String,
    },
    /// A whole number from 1 to `max` is expected.
    NotWithin {
        label: String,
        max: usize,
    },
    /// The motif of a draft has become confidential: the draft is sent with its newer version only.
    MotifNowConfidential,
    /// Like the problem before it, for a person who may not use confidential motifs.
    MotifClosedToDraft,

    // Administration
    /// No activated account has the identifiant or the e-mail address.
    NoActivatedAccount,
    ServiceCode,
    ServiceName,
    ServiceAddress,
    /// The customs office is not in the imported list.
    UnknownOffice,
    /// The kind of a service cannot change: its past questions would be at the wrong service.
    ServiceKindFixed,
    /// A letter of the mailing list is no draft any more.
    LetterSent,
    /// A colleague, `agent`, has the question: took it, or was assigned it, since the page was opened.
    QuestionTaken {
        agent: String,
    },
    /// A message of `author` arrived since the page of the answer was opened.
    NewerMessage {
        author: String,
    },
    /// The member chosen does not, or no longer, answer for the service of the question.
    NotAColleague,
    /// Another adviser, `adviser`, has taken the case.
    CaseTaken {
        adviser: String,
    },
    /// No case has this reference and this key: does not reveal which one is wrong.
    WrongCaseKey,
    /// The person of the case may not ask a customs service with the motif that the adviser proposes.
    MotifNotOpenToPerson,
    /// A blank of a canned answer is not filled.
    BlankNotFilled {
        blank: String,
    },
    /// A canned answer names a variable that does not exist: « {client} ».
    UnknownVariable {
        variable: String,
    },
    /// A service or an agent has as many canned answers as allowed.
    TooManyCannedAnswers {
        max: usize,
    },
    /// The agent has begun an answer to the question, which another answer would delete.
    AnswerBegun,
    /// An agent has as many saved views as allowed.
    TooManySavedViews {
        max: usize,
    },
    /// A batch has none of the questions that the agent may answer.
    NoQuestionChosen,
    /// A batch has too many questions.
    TooManyQuestions {
        max: usize,
    },
    /// The question is in the service already, or its motif is not one of it.
    NotTransferable,
    /// The canned answer is of another service or motif than the question, or was deleted.
    CannedAnswerNotOffered,
    /// Another service has this code.
    ServiceCodeTaken,
    /// Administrators cannot change their own roles, services or remote access, nor disable themselves.
    OwnStaffRights,
    /// The portal must keep an administrator who can sign in.
    LastAdministrator,
    /// The service of an agent is unknown, or given twice.
    ServiceNotAssignable {
        service: String,
    },

    /// The use case failed for a reason that no field can correct.
    Failed {
        failure: Failure,
    },
}
