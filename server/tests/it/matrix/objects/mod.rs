//! Objects that routes name, with the outcome expected for each role, computed from the owner and `rights::decide`.

mod accounts;
mod candidates;
mod companies;
mod shared_documents;
mod staff;

use domain::path;

use super::rules::Outcome;

/// Kind of object that a route refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// No object.
    Nothing,
    Question,
    /// A question opened by a page, which offers to work for its company.
    OpenedQuestion,
    /// A question of which a file holds hashes only, with the same offer.
    ProvenQuestion,
    /// A message of a question, named without its question.
    Message,
    /// A message of which a file holds hashes only.
    ProvenMessage,
    /// A question that receives a file, with the same offer.
    UploadQuestion,
    /// A question opened by an agent; the services of the agent decide.
    ServiceQuestion,
    Draft,
    /// A draft opened by a page, which offers to work for its company.
    OpenedDraft,
    /// A draft that receives a file, with the same offer.
    UploadDraft,
    /// A file being received in pieces for a draft, with the same offer.
    Upload,
    /// A file being received in pieces that the form removes; one that is hidden or missing counts as removed before.
    RemovedUpload,
    /// A draft that the form sends.
    ConsumedDraft,
    /// A draft that the form deletes; one that is hidden or missing counts as deleted before.
    DeletedDraft,
    /// A file of a draft, identified together with the draft.
    DraftFile,
    /// A file of a question or of a draft.
    File,
    Siren,
    /// The company that a page showed.
    ShownSiren,
    /// A company of which the person claims to be an administrator; no role is one.
    AdministeredSiren,
    Motif,
    /// The motif in a link; one that the person may not choose is ignored.
    LinkedMotif,
    /// Another session of the person.
    Session,
    Device,
    Application,
    Passkey,
    /// An application that the form removes; another account's or a missing one counts as removed before.
    RemovedApplication,
    /// A passkey, like [`Object::RemovedApplication`].
    RemovedPasskey,
    /// An application of a member of the staff; none has one here.
    StaffApplication,
    /// A passkey, like [`Object::StaffApplication`].
    StaffPasskey,
    DataCopy,
    /// An archive of the exchanges of a company.
    Exchanges,
    SelfCheck,
    /// A co-owner without a linked account; its code is public.
    CoOwner,
    /// A co-owner to link.
    OfferedCoOwner,
    /// The site of a co-owner; its code is public.
    Site,
    /// A téléservice; its code is public.
    Teleservice,
    /// A téléservice of customs, on a page for everybody.
    OfferedTeleservice,
    /// A delegated role.
    Role,
    /// A payment notice that another browser has found.
    PaymentNotice,
    /// A payment notice, like [`Object::PaymentNotice`], that the form pays.
    PaidNotice,
    /// A payment of the other company, begun in another browser.
    CardPayment,
    /// A payment by card that is not paid, whose receipt leads back to its page.
    UnpaidCardPayment,
    /// A créance that can be paid by card.
    CardCreance,
    /// A créance, like [`Object::CardCreance`], that the form pays.
    PaidCreance,
    /// A member of the staff that is no role.
    Member,
    /// A customs service; its code is public.
    Service,
    /// A motif with a draft, as administrators name it.
    EditedMotif,
    /// A field of the draft of a motif.
    MotifField,
    /// A customs office, public.
    Office,
    /// A case of the assistance, named by its reference without its key: another account's.
    OwnCase,
    /// A case, as advisers name it.
    Case,
    /// A view shared with an adviser that is no role.
    SharedView,
    /// A frequent question, public.
    FaqEntry,
    /// A news, public.
    News,
    /// An event, public.
    Event,
    /// A guide, public.
    Guide,
    /// An article, as editors name it.
    Article,
    /// A month with exchange rates, public.
    ExchangeMonth,
    /// A currency with exchange rates, public.
    Currency,
    /// A draft of a letter of the mailing list, as editors name it.
    Letter,
    /// A letter, as anyone names it: one that was not sent is hidden.
    SentLetter,
    /// A kind of appointment, which every operator may book.
    OfferedKind,
    /// A kind of appointment, as the agents of its service name it.
    ServiceKind,
    /// An appointment, as the operators of its company name it.
    Appointment,
    /// An appointment, as the agents of its service name it.
    ServiceAppointment,
    /// A service, as its agents name it.
    AgendaService,
    /// A batch of an agent, which only they name.
    Batch,
    /// A saved view of an agent, which only they name.
    SavedView,
    /// A saved view that the form deletes; one that is hidden or missing counts as deleted before.
    DeletedSavedView,
    /// A canned answer of a service, as its agents name it.
    CannedAnswer,
    /// A canned answer that the form deletes; one that is hidden or missing counts as deleted before.
    DeletedCannedAnswer,
    /// A shared document, as operators or agents of its circle name it.
    Document,
    /// A version of a shared document, for its readers and its managers.
    DocumentVersion,
    /// A shared document, as its managers name it.
    ManagedDocument,
    /// A folder of shared documents, as its managers name it.
    Folder,
}

impl Object {
    /// Names of the form fields for [`Candidate::values`].
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Object::Question
            | Object::ServiceQuestion
            | Object::OpenedQuestion
            | Object::ProvenQuestion
            | Object::UploadQuestion => &["question"],
            Object::OpenedDraft | Object::UploadDraft | Object::Upload => &["brouillon"],
            Object::RemovedUpload => &["envoi"],
            Object::Draft | Object::ConsumedDraft | Object::DeletedDraft => &["brouillon"],
            Object::DraftFile => &["brouillon", "piece"],
            Object::Siren | Object::ShownSiren | Object::AdministeredSiren => &["siren"],
            Object::Motif | Object::LinkedMotif | Object::EditedMotif => &["motif"],
            Object::MotifField => &["motif", "champ"],
            Object::Session => &["session"],
            Object::Device => &["appareil"],
            Object::Application
            | Object::Passkey
            | Object::StaffApplication
            | Object::StaffPasskey
            | Object::RemovedApplication
            | Object::RemovedPasskey => &["facteur"],
            Object::CoOwner | Object::OfferedCoOwner => &["co_proprietaire"],
            Object::Role => &["role"],
            Object::PaymentNotice | Object::PaidNotice => &["avis"],
            Object::CardCreance => &["reference"],
            Object::PaidCreance => &["creance"],
            Object::Member => &["membre"],
            Object::OwnCase => &["reference"],
            Object::Case => &["dossier"],
            Object::Letter => &["lettre"],
            Object::SharedView => &["partage"],
            Object::FaqEntry => &["entree"],
            Object::Article => &["article"],
            Object::OfferedKind | Object::ServiceKind => &["nature"],
            Object::Appointment | Object::ServiceAppointment => &["rendez_vous"],
            Object::AgendaService | Object::Service => &["service"],
            Object::Office => &["bureau"],
            Object::Batch => &["lot"],
            Object::SavedView | Object::DeletedSavedView => &["vue"],
            Object::CannedAnswer | Object::DeletedCannedAnswer => &["modele"],
            Object::Document | Object::ManagedDocument => &["document"],
            Object::Folder => &["dossier"],
            Object::Nothing
            | Object::Message
            | Object::ProvenMessage
            | Object::File
            | Object::DocumentVersion
            | Object::DataCopy
            | Object::Exchanges
            | Object::SelfCheck
            | Object::Site
            | Object::SentLetter
            | Object::News
            | Object::Event
            | Object::Guide
            | Object::ExchangeMonth
            | Object::Currency
            | Object::Teleservice
            | Object::OfferedTeleservice
            | Object::CardPayment
            | Object::UnpaidCardPayment => &[],
        }
    }
}

impl Object {
    /// Outcome for an object of another company that the role may open there.
    pub fn offer(self) -> Outcome {
        match self {
            Object::UploadQuestion | Object::UploadDraft | Object::Upload => Outcome::Status(409),
            _ => Outcome::Redirected(path::COMPANY_CHANGED.to_owned()),
        }
    }
}
