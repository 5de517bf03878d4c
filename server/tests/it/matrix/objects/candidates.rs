//! Objects that each route is asked for, with the outcome expected for a role.

use domain::{
    path,
    rights::{Action, Actor, Teleservice, decide},
    siren::Siren,
};
use uuid::Uuid;

use super::{
    Object,
    accounts::{back_to_list, copies, exchanges, personal},
    companies::{
        UNKNOWN_SIREN, card_creances, card_payments, motifs, opened_teleservice, shown_sirens, sirens,
    },
    shared_documents::{documents, managed},
    staff::{canned_answers, of_agent, of_service},
};
use crate::matrix::{
    candidate::Candidate,
    fixture::{DRAFTED_MOTIF, Fixture},
    messaging_objects::{
        consumed, drafts, files, files_of_other_drafts, messages, missing_question, questions, removed_before,
    },
    roles::{Company, Role},
    rules::Outcome,
};

impl Object {
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
            Object::RemovedUpload => removed_before(drafts(fixture, role, own, |draft| vec![draft.upload])),
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
            Object::EditedMotif => vec![
                Candidate::new("a motif", DRAFTED_MOTIF, Outcome::Allowed),
                Candidate::new("missing", "inexistant", Outcome::NotFound),
            ],
            Object::MotifField => vec![
                Candidate::new("a field", DRAFTED_MOTIF, Outcome::Allowed).with_value("mandat"),
                Candidate::new("missing", DRAFTED_MOTIF, Outcome::NotFound).with_value("inexistant"),
                Candidate::new("of a missing motif", "inexistant", Outcome::NotFound)
                    .with_value("inexistant"),
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
