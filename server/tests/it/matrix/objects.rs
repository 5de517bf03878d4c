//! Objects that routes name, with the outcome expected for each role, computed from the owner and `rights::decide`.

use domain::{
    co_owner::CoOwner,
    documents::Circle,
    path,
    rights::{Action, Actor, Teleservice, decide},
    siren::Siren,
};
use uuid::Uuid;

use super::{
    candidate::Candidate,
    documents::{MANAGING_SERVICE, SharedDocument},
    fixture::{Fixture, OwnedObjects},
    messaging_objects::{
        consumed, drafts, files, files_of_other_drafts, messages, missing_question, questions, removed_before,
    },
    roles::{Company, Role},
    rules::{Outcome, REAUTHENTICATION},
    simulator::card_creance,
};

/// A company on which no role has a right.
const UNKNOWN_SIREN: &str = "000303032";

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
            Object::Draft | Object::ConsumedDraft | Object::DeletedDraft => &["brouillon"],
            Object::DraftFile => &["brouillon", "piece"],
            Object::Siren | Object::ShownSiren | Object::AdministeredSiren => &["siren"],
            Object::Motif | Object::LinkedMotif => &["motif"],
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
            | Object::Office
            | Object::UnpaidCardPayment => &[],
        }
    }

    pub async fn candidates(self, fixture: &Fixture, role: Role) -> Vec<Candidate> {
        let own = fixture.person(role).map(|person| &person.own);
        let missing = Uuid::now_v7();
        match self {
            Object::Nothing => vec![Candidate::new("", "", Outcome::Allowed)],
            Object::Question | Object::ServiceQuestion => {
                let mut all: Vec<_> = questions(fixture, role).collect();
                all.push(Candidate::new("missing", missing, missing_question(role)));
                all
            }
            Object::OpenedQuestion | Object::UploadQuestion => {
                let mut all: Vec<_> =
                    questions(fixture, role).map(|question| question.offered(self.offer())).collect();
                all.push(Candidate::new("missing", missing, missing_question(role)));
                all
            }
            Object::ProvenQuestion => {
                let opened = Box::pin(Object::OpenedQuestion.candidates(fixture, role)).await;
                opened.into_iter().map(|question| Candidate { marker: None, ..question }).collect()
            }
            Object::Message => messages(fixture, role),
            Object::ProvenMessage => {
                let all = messages(fixture, role).into_iter();
                all.map(|message| Candidate { marker: None, ..message }).collect()
            }
            Object::Draft => drafts(fixture, role, own, |draft| vec![draft.id]),
            Object::OpenedDraft | Object::UploadDraft => {
                let all = drafts(fixture, role, own, |draft| vec![draft.id]).into_iter();
                all.map(|draft| draft.offered(self.offer())).collect()
            }
            Object::Upload => {
                let all = drafts(fixture, role, own, |draft| vec![draft.upload]).into_iter();
                all.map(|upload| Candidate { marker: None, ..upload.offered(self.offer()) }).collect()
            }
            Object::ConsumedDraft => consumed(fixture, role, own).await,
            Object::DeletedDraft => removed_before(consumed(fixture, role, own).await),
            Object::DraftFile => {
                let mut all = drafts(fixture, role, own, |draft| vec![draft.id, draft.file]);
                all.extend(files_of_other_drafts(fixture, role, own));
                removed_before(all)
            }
            Object::File => files(fixture, role, own),
            Object::Siren => sirens(role, Outcome::NotFound),
            Object::ShownSiren => shown_sirens(role),
            Object::AdministeredSiren => [
                ("the company", Company::Own.siren()),
                ("another company", Company::Other.siren()),
                ("missing", Siren::parse(UNKNOWN_SIREN).expect("a SIREN")),
            ]
            .map(|(name, siren)| {
                let delegating = decide(&Actor::Administrator { sirens: &[] }, &Action::DelegateRole(&siren));
                Candidate::new(name, &siren, delegating.into())
            })
            .to_vec(),
            Object::Motif => motifs(role, |outcome| outcome),
            Object::LinkedMotif => motifs(role, |outcome| match outcome {
                Outcome::NotFound => Outcome::Allowed,
                other => other,
            }),
            Object::Session => personal(own, fixture, |owned| owned.session, Outcome::Allowed),
            Object::Device => personal(own, fixture, |owned| owned.device, Outcome::Allowed),
            Object::Application => personal(own, fixture, |owned| owned.application, back_to_list()),
            Object::Passkey => personal(None, fixture, |owned| owned.passkey, back_to_list()),
            Object::RemovedApplication => personal(own, fixture, |owned| owned.application, Outcome::Allowed),
            Object::RemovedPasskey => personal(None, fixture, |owned| owned.passkey, Outcome::Allowed),
            Object::StaffApplication | Object::StaffPasskey => {
                let back = Outcome::Redirected(path::STAFF_SECURITY.to_owned());
                vec![Candidate::like_missing("missing", missing, back)]
            }
            Object::DataCopy => copies(fixture, role, own),
            Object::Exchanges => exchanges(fixture, role, own),
            Object::SelfCheck => {
                let redirected = || Outcome::Redirected(path::SELF_CHECK.to_owned());
                vec![
                    Candidate::like_missing("another browser's", &fixture.bystander.self_check, redirected()),
                    Candidate::like_missing("missing", "7F3K-9M2T", redirected()),
                ]
            }
            Object::Teleservice => [Teleservice::DeltaG, Teleservice::TelepaiementSepa, Teleservice::Ciel]
                .map(|teleservice| {
                    Candidate::new(
                        teleservice.code(),
                        teleservice.code(),
                        opened_teleservice(role, teleservice),
                    )
                })
                .to_vec(),
            Object::Role => personal(None, fixture, |owned| owned.role, Outcome::Allowed),
            Object::PaymentNotice => {
                let other = fixture.bystander.notice;
                let again = || Outcome::Redirected(path::CARD_PAYMENT.to_owned());
                vec![
                    Candidate::like_missing("another browser's", other, again()),
                    Candidate::like_missing("missing", missing, again()),
                ]
            }
            Object::PaidNotice => vec![
                Candidate::new("another browser's", fixture.bystander.notice, Outcome::NotFound),
                Candidate::new("missing", missing, Outcome::NotFound),
            ],
            Object::CardPayment => card_payments(fixture, role, Outcome::Allowed),
            Object::UnpaidCardPayment => {
                let page = path::payment_state(fixture.bystander.payment);
                card_payments(fixture, role, Outcome::Redirected(page))
            }
            Object::CardCreance | Object::PaidCreance => card_creances(role),
            Object::OwnCase => vec![
                Candidate::new("another's", &fixture.case.1, Outcome::NotFound),
                Candidate::new("missing", "A-0000-0000", Outcome::NotFound),
            ],
            Object::Case => vec![
                Candidate::new("a case", fixture.case.0, Outcome::Allowed),
                Candidate::new("missing", missing, Outcome::NotFound),
            ],
            Object::SharedView => vec![
                Candidate::new("another adviser’s", fixture.shared_view, Outcome::NotFound),
                Candidate::new("missing", missing, Outcome::NotFound),
            ],
            Object::Member => vec![
                Candidate::new("a member", fixture.member, Outcome::Allowed),
                Candidate::new("missing", missing, Outcome::NotFound),
            ],
            Object::Service => vec![
                // The header of agents names the service of the address: their answers differ.
                Candidate::new(
                    "a service",
                    if role == Role::Administrator { "PAE-A" } else { "PAE-AUTRE" },
                    Outcome::Allowed,
                ),
                Candidate::new("missing", "PAE-INCONNU", Outcome::NotFound),
            ],
            Object::Office => vec![
                Candidate::new("an office", "FRESSAI1", Outcome::Allowed),
                Candidate::new("missing", "FRESSAI2", Outcome::NotFound),
            ],
            Object::FaqEntry => vec![
                Candidate::new("published", "creer-un-compte", Outcome::Allowed),
                Candidate::new("missing", "nulle-part", Outcome::NotFound),
            ],
            Object::News | Object::Article => vec![
                Candidate::new("published", "actualite-d-essai", Outcome::Allowed),
                Candidate::new("missing", "nulle-part", Outcome::NotFound),
            ],
            Object::Event => vec![
                Candidate::new("published", "evenement-d-essai", Outcome::Allowed),
                Candidate::new("of another kind", "actualite-d-essai", Outcome::NotFound),
            ],
            Object::Guide => vec![
                Candidate::new("published", "document-d-essai", Outcome::Allowed),
                Candidate::new("of another kind", "actualite-d-essai", Outcome::NotFound),
            ],
            Object::ExchangeMonth => vec![
                Candidate::new("offered", "2026-03", Outcome::Allowed),
                Candidate::new("missing", "1998-12", Outcome::NotFound),
            ],
            Object::OfferedTeleservice => vec![
                Candidate::new("offered", Teleservice::DeltaG.code(), Outcome::Allowed),
                Candidate::new("of another co-owner", Teleservice::Dsn.code(), Outcome::NotFound),
                Candidate::new("missing", "TRIGO", Outcome::NotFound),
            ],
            Object::Currency => vec![
                Candidate::new("quoted", "USD", Outcome::Allowed),
                Candidate::new("missing", "XXX", Outcome::NotFound),
            ],
            Object::Letter => vec![
                Candidate::new("a draft", fixture.letter, Outcome::Allowed),
                Candidate::new("missing", missing, Outcome::NotFound),
            ],
            Object::SentLetter => vec![
                Candidate::new("a draft", fixture.letter, Outcome::NotFound),
                Candidate::new("missing", missing, Outcome::NotFound),
            ],
            Object::OfferedKind => vec![
                Candidate::new("offered", fixture.kind, Outcome::Allowed),
                Candidate::new("missing", missing, Outcome::NotFound),
            ],
            Object::Appointment => {
                let reads = role.company() == Some(Company::Own);
                let expected = if reads { Outcome::Allowed } else { Outcome::NotFound };
                vec![
                    Candidate::new("of the company", fixture.appointment, expected),
                    Candidate::new("missing", missing, Outcome::NotFound),
                ]
            }
            Object::ServiceKind => of_service(role, fixture.kind, missing),
            Object::ServiceAppointment => of_service(role, fixture.appointment, missing),
            Object::AgendaService => of_service(role, Company::Own.service(false), "PAE-INCONNU"),
            Object::Batch => of_agent(role, fixture.batch, missing),
            Object::SavedView => of_agent(role, fixture.saved_views[0], missing),
            Object::DeletedSavedView => removed_before(of_agent(role, fixture.saved_views[1], missing)),
            Object::CannedAnswer => canned_answers(role, fixture.canned_answers[0], missing),
            Object::DeletedCannedAnswer => {
                removed_before(canned_answers(role, fixture.canned_answers[1], missing))
            }
            Object::Document => documents(fixture, role, |shared| shared.document, false),
            Object::DocumentVersion => documents(fixture, role, |shared| shared.version, true),
            Object::ManagedDocument => managed(role, fixture.documents[0].document),
            Object::Folder => managed(role, fixture.documents[0].folder),
            Object::CoOwner => vec![Candidate::new("not linked", "urssaf", Outcome::Allowed)],
            Object::Site => vec![
                Candidate::new("offered", "dgddi", Outcome::RedirectedAway),
                Candidate::new("not offered", "urssaf", Outcome::NotFound),
                Candidate::new("missing", "nulle-part", Outcome::NotFound),
            ],
            Object::OfferedCoOwner => vec![
                Candidate::new("offered", "dgddi", Outcome::Allowed),
                Candidate::new("not offered", "urssaf", Outcome::NotFound),
                Candidate::new("missing", "nulle-part", Outcome::NotFound),
            ],
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

/// Candidates for objects of the agenda of the first company's service, which its agents keep.
fn of_service(role: Role, object: impl ToString, missing: impl ToString) -> Vec<Candidate> {
    let service = Company::Own.service(false);
    vec![
        Candidate::new("of the service", object, role.decision(&Action::KeepAgenda { service }).into()),
        Candidate::new("missing", missing, Outcome::NotFound),
    ]
}

/// Candidates for objects of [`Role::Agent`], which other agents do not find.
fn of_agent(role: Role, object: Uuid, missing: Uuid) -> Vec<Candidate> {
    let expected = if role == Role::Agent { Outcome::Allowed } else { Outcome::NotFound };
    vec![
        Candidate::new("of the agent", object, expected),
        Candidate::new("missing", missing, Outcome::NotFound),
    ]
}

/// Candidates for canned answers of the first company's service, which its agents keep.
fn canned_answers(role: Role, shared: Uuid, missing: Uuid) -> Vec<Candidate> {
    let service = Company::Own.service(false);
    let expected = role.decision(&Action::KeepCannedAnswers { service }).into();
    vec![
        Candidate::new("of the service", shared, expected),
        Candidate::new("missing", missing, Outcome::NotFound),
    ]
}

/// Candidates for shared documents, one of each circle. `by_managers`: those who manage it open it too.
fn documents(
    fixture: &Fixture,
    role: Role,
    value: fn(&SharedDocument) -> Uuid,
    by_managers: bool,
) -> Vec<Candidate> {
    let manages = by_managers && role.is_allowed(&Action::ManageDocuments { service: MANAGING_SERVICE });
    let candidate = |shared: &SharedDocument| {
        let opens = manages || role.is_allowed(&Action::ReadDocument { circle: &shared.circle });
        let expected = if opens { Outcome::Allowed } else { Outcome::NotFound };
        let name = match shared.circle {
            Circle::Company(_) => "of the company",
            Circle::Teleservice(_) => "of a téléservice",
            Circle::Service(_) => "of a service",
        };
        Candidate::new(name, value(shared), expected)
    };
    let mut all: Vec<_> = fixture.documents.iter().map(candidate).collect();
    all.push(Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound));
    all
}

/// Candidates for an object that the document managers of the first company's service keep.
fn managed(role: Role, object: Uuid) -> Vec<Candidate> {
    vec![
        Candidate::new(
            "of the service",
            object,
            role.decision(&Action::ManageDocuments { service: MANAGING_SERVICE }).into(),
        ),
        Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound),
    ]
}

/// Candidates for payments by card: those who may pay for the company may see its payments. `seen`: their outcome.
fn card_payments(fixture: &Fixture, role: Role, seen: Outcome) -> Vec<Candidate> {
    let siret = Company::Other.siret();
    let may_see = role.company() == Some(Company::Other) && role.is_allowed(&Action::PayByCard(&siret));
    let payment = fixture.bystander.payment;
    let again = || Outcome::Redirected(path::CARD_PAYMENT.to_owned());
    vec![
        match may_see {
            true => Candidate::new("the company's", payment, seen),
            false => Candidate::like_missing("another company's", payment, again()),
        },
        Candidate::like_missing("missing", Uuid::now_v7(), again()),
    ]
}

/// Candidates for créances to pay by card: they are seen like the payments of the current company, and paid with another
/// right.
fn card_creances(role: Role) -> Vec<Candidate> {
    let has_right = role.company().is_some_and(|company| role.has_right_on(company));
    let seeing = || match has_right {
        true => Outcome::from(role.decision(&Action::SeePayments(CoOwner::Dgddi))),
        false => Outcome::NotFound,
    };
    let paying = |company: Company| {
        let is_current = role.company() == Some(company);
        let siret = company.siret();
        match is_current {
            true => Outcome::from(role.decision(&Action::PayByCard(&siret))),
            false => Outcome::NotFound,
        }
    };
    vec![
        Candidate::new("the company's", card_creance(Company::Own), seeing().then(|| paying(Company::Own))),
        Candidate::new("another's", card_creance(Company::Other), seeing().then(|| paying(Company::Other))),
        Candidate::new("missing", "QZ-CARTE-X", seeing().then(|| Outcome::NotFound)),
    ]
}

/// The page of a factor that was removed redirects to the list.
fn back_to_list() -> Outcome {
    Outcome::Redirected(path::SECURITY.to_owned())
}

/// Redirects to the téléservice; a role without the right sees the reason on the page instead.
fn opened_teleservice(role: Role, teleservice: Teleservice) -> Outcome {
    if role.decision(&Action::OpenTeleservice(teleservice)).is_allowed() {
        Outcome::RedirectedAway
    } else {
        Outcome::Allowed
    }
}

/// Candidates for companies: a role with a right on one may choose it.
fn sirens(role: Role, otherwise: Outcome) -> Vec<Candidate> {
    let expected = |company| if role.has_right_on(company) { Outcome::Allowed } else { otherwise.clone() };
    let candidate = |name, value: &str, expected: Outcome| {
        let hidden = expected == otherwise;
        Candidate { hidden, ..Candidate::new(name, value, expected) }
    };
    vec![
        candidate("the company", Company::Own.siren().as_str(), expected(Company::Own)),
        candidate("another company", Company::Other.siren().as_str(), expected(Company::Other)),
        candidate("missing", UNKNOWN_SIREN, otherwise.clone()),
    ]
}

/// Candidates for the company of a page: the page of one that is current already redirects to what was opened.
fn shown_sirens(role: Role) -> Vec<Candidate> {
    let current = role.company().map(|company| company.siren().to_string());
    let mut all = sirens(role, Outcome::Redirected(path::COMPANIES.to_owned()));
    for candidate in all.iter_mut().filter(|candidate| candidate.expected == Outcome::Allowed) {
        if candidate.values.first() == current.as_ref() {
            candidate.expected = Outcome::Redirected(path::DASHBOARD.to_owned());
        }
    }
    all
}

fn motifs(role: Role, outcome_of: impl Fn(Outcome) -> Outcome) -> Vec<Candidate> {
    let messaging = || Outcome::from(role.decision(&Action::UseMessaging));
    let motif = |name, id: &str, expected: Outcome| {
        let hidden = expected == Outcome::NotFound;
        Candidate { hidden, ..Candidate::new(name, id, outcome_of(expected)) }
    };
    let choosing =
        |confidential| messaging().then(|| role.decision(&Action::UseMotif { confidential }).into());
    vec![
        motif("public", "ci-agrement", choosing(false)),
        motif("confidential", "echeancier", choosing(true)),
        motif("missing", "inexistant", messaging().then(|| Outcome::NotFound)),
    ]
}

/// Candidates: the role's own object, another account's, and a missing one.
fn personal(
    own: Option<&OwnedObjects>,
    fixture: &Fixture,
    which: fn(&OwnedObjects) -> Uuid,
    otherwise: Outcome,
) -> Vec<Candidate> {
    let mine = own
        .filter(|own| !which(own).is_nil())
        .map(|own| Candidate::new("one's own", which(own), Outcome::Allowed));
    let others = [("another account's", which(&fixture.bystander)), ("missing", Uuid::now_v7())];
    let others = others.map(|(name, id)| Candidate::like_missing(name, id, otherwise.clone()));
    mine.into_iter().chain(others).collect()
}

/// Candidates for archives of exchanges: those of the first company, each with confidential questions.
fn exchanges(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let confidential = Action::UseMotif { confidential: true };
    let mine = own.filter(|own| !own.exchanges.is_nil()).map(|own| {
        let expected = match role.company() {
            Some(Company::Own) if role.decision(&confidential).is_allowed() => Outcome::Allowed,
            Some(Company::Own) => Outcome::Status(422),
            _ => Outcome::NotFound,
        };
        Candidate::new("one's own", own.exchanges, expected)
    });
    let other = if role == Role::Payer { Role::OtherCompany } else { Role::Payer };
    let another = fixture.person(other).expect("another account").own.exchanges;
    mine.into_iter()
        .chain([
            Candidate::new("another account's", another, Outcome::NotFound),
            Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound),
        ])
        .collect()
}

/// Candidates for copies of personal data, which contain confidential drafts for both companies: both rights are
/// required.
fn copies(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let action = Action::UseMotif { confidential: true };
    let mine = own.filter(|own| !own.copy.is_nil()).map(|own| {
        let opens =
            Company::BOTH.into_iter().all(|company| role.decision_for(Some(company), &action).is_allowed());
        let expected = match (role.is_recently_authenticated(), opens) {
            (false, _) => Outcome::Redirected(REAUTHENTICATION.to_owned()),
            (true, true) => Outcome::Allowed,
            (true, false) => Outcome::Status(422),
        };
        Candidate::new("one's own", own.copy, expected)
    });
    let other = if role == Role::Payer { Role::OtherCompany } else { Role::Payer };
    let another = fixture.person(other).expect("another account").own.copy;
    mine.into_iter()
        .chain([
            Candidate::new("another account's", another, Outcome::NotFound),
            Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound),
        ])
        .collect()
}
