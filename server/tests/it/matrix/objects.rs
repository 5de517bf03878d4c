//! Objects that routes name, with the outcome expected for each role, computed from the owner and `rights::decide`.

use domain::{
    path,
    rights::{Action, Actor, Teleservice, decide},
    siren::Siren,
};
use uuid::Uuid;

use super::{
    fixture::{Draft, Fixture, OwnedObjects},
    markers::{Marker, may_read_question},
    roles::{Company, Role, Stage},
    rules::{Outcome, REAUTHENTICATION},
};

/// A company on which no role has a right.
const UNKNOWN_SIREN: &str = "000303032";

/// Kind of object that a route refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// No object.
    Nothing,
    Question,
    /// A question opened by an agent; the services of the agent decide.
    ServiceQuestion,
    Draft,
    /// A draft that the form deletes or sends.
    ConsumedDraft,
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
    DataCopy,
    SelfCheck,
    /// A co-owner without a linked account; its code is public.
    CoOwner,
    /// A co-owner to link.
    OfferedCoOwner,
    /// A téléservice; its code is public.
    Teleservice,
    /// A delegated role.
    Role,
}

/// One object of a request, for one role.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub name: &'static str,
    /// Values in the path, the query or the form fields.
    pub values: Vec<String>,
    pub expected: Outcome,
    /// The answer must be identical to that for a missing object.
    pub hidden: bool,
    /// Marker that the page must show.
    pub marker: Option<Marker>,
}

impl Candidate {
    fn new(name: &'static str, value: impl ToString, expected: Outcome) -> Self {
        let hidden = expected == Outcome::NotFound;
        Self { name, values: vec![value.to_string()], expected, hidden, marker: None }
    }

    /// An object with the same answer as a missing one, which here is not 404.
    fn like_missing(name: &'static str, value: impl ToString, expected: Outcome) -> Self {
        Self { hidden: true, ..Self::new(name, value, expected) }
    }

    fn showing(self, marker: Marker) -> Self {
        Self { marker: Some(marker), ..self }
    }

    fn with_value(mut self, value: impl ToString) -> Self {
        self.values.push(value.to_string());
        self
    }
}

impl Object {
    /// Names of the form fields for [`Candidate::values`].
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Object::Question | Object::ServiceQuestion => &["question"],
            Object::Draft | Object::ConsumedDraft => &["brouillon"],
            Object::DraftFile => &["brouillon", "piece"],
            Object::Siren | Object::ShownSiren | Object::AdministeredSiren => &["siren"],
            Object::Motif | Object::LinkedMotif => &["motif"],
            Object::Session => &["session"],
            Object::Device => &["appareil"],
            Object::Application | Object::Passkey => &["facteur"],
            Object::CoOwner | Object::OfferedCoOwner => &["co_proprietaire"],
            Object::Role => &["role"],
            Object::Nothing | Object::File | Object::DataCopy | Object::SelfCheck | Object::Teleservice => {
                &[]
            }
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
            Object::Draft => drafts(fixture, role, own, |draft| vec![draft.id]),
            Object::ConsumedDraft => consumed(fixture, role, own).await,
            Object::DraftFile => {
                let mut all = drafts(fixture, role, own, |draft| vec![draft.id, draft.file]);
                all.extend(files_of_other_drafts(fixture, role, own));
                all
            }
            Object::File => files(fixture, role, own),
            Object::Siren => sirens(role, Outcome::NotFound),
            Object::ShownSiren => sirens(role, Outcome::Redirected(path::COMPANIES.to_owned())),
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
            Object::Application => personal(own, fixture, |owned| owned.application, Outcome::NotFound),
            Object::Passkey => personal(None, fixture, |owned| owned.passkey, Outcome::NotFound),
            Object::DataCopy => copies(fixture, role, own),
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
            Object::CoOwner => vec![Candidate::new("not linked", "urssaf", Outcome::Allowed)],
            Object::OfferedCoOwner => vec![
                Candidate::new("offered", "dgddi", Outcome::Allowed),
                Candidate::new("not offered", "urssaf", Outcome::NotFound),
                Candidate::new("missing", "nulle-part", Outcome::NotFound),
            ],
        }
    }
}

/// Redirects to the téléservice; a role without the right sees the reason on the page instead.
fn opened_teleservice(role: Role, teleservice: Teleservice) -> Outcome {
    if role.decision(&Action::OpenTeleservice(teleservice)).is_allowed() {
        Outcome::RedirectedAway
    } else {
        Outcome::Allowed
    }
}

/// Outcome for a missing question: a role without e-contacts gets the missing right as reason.
fn missing_question(role: Role) -> Outcome {
    if role.stage() == Stage::Agent {
        return Outcome::NotFound;
    }
    Outcome::from(role.decision(&Action::UseMessaging)).then(|| Outcome::NotFound)
}

/// Outcome of reading a question.
fn read(role: Role, company: Company, confidential: bool) -> Outcome {
    let (siren, service) = (company.siren(), company.service(confidential));
    let decision =
        || role.decision(&Action::ReadConversation { siren: &siren, service, confidential }).into();
    if role.stage() == Stage::Agent {
        return decision();
    }
    Outcome::from(role.decision(&Action::UseMessaging)).then(decision)
}

fn description(company: Company, confidential: bool) -> &'static str {
    match (company, confidential) {
        (Company::Own, false) => "of the company",
        (Company::Own, true) => "of the company, confidential",
        (Company::Other, false) => "of another company",
        (Company::Other, true) => "of another company, confidential",
    }
}

fn questions(fixture: &Fixture, role: Role) -> impl Iterator<Item = Candidate> {
    fixture.questions.iter().map(move |question| {
        let (company, confidential) = (question.company, question.confidential);
        Candidate::new(description(company, confidential), question.id, read(role, company, confidential))
            .showing(Marker::Question(company, confidential))
    })
}

/// Outcome of opening a draft of this role, which requires its company as current company, and the right to send that
/// motif.
fn own_draft(role: Role, draft: &Draft) -> Outcome {
    if role.stage() != Stage::Usager || role.company().is_none() {
        return Outcome::NotFound;
    }
    Outcome::from(role.decision(&Action::UseMessaging)).then(|| {
        if role.company() != Some(draft.company) {
            return Outcome::NotFound;
        }
        role.decision(&Action::UseMotif { confidential: draft.confidential }).into()
    })
}

/// A draft of another account of the same company.
fn colleague_draft(fixture: &Fixture, role: Role) -> &Draft {
    let colleague = if role == Role::Payer { Role::Adherent } else { Role::Payer };
    &fixture.person(colleague).expect("a colleague").own.drafts[0]
}

fn drafts(
    fixture: &Fixture,
    role: Role,
    own: Option<&OwnedObjects>,
    identifiers: fn(&Draft) -> Vec<Uuid>,
) -> Vec<Candidate> {
    let candidate = |name, ids: Vec<Uuid>, expected| {
        let mut ids = ids.into_iter();
        let first = Candidate::new(name, ids.next().unwrap_or_default(), expected);
        ids.fold(first, Candidate::with_value)
    };
    let mine = own.into_iter().flat_map(|own| &own.drafts).map(|draft| {
        candidate(description(draft.company, draft.confidential), identifiers(draft), own_draft(role, draft))
            .showing(Marker::Draft(role, draft.company, draft.confidential))
    });
    let colleague = colleague_draft(fixture, role);
    let missing = Draft { id: Uuid::now_v7(), file: Uuid::now_v7(), ..*colleague };
    mine.chain([
        candidate("a colleague's", identifiers(colleague), Outcome::NotFound),
        candidate("missing", identifiers(&missing), Outcome::NotFound),
    ])
    .collect()
}

/// Like [`drafts`]; a request that succeeds gets its own new draft.
async fn consumed(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let mut all = drafts(fixture, role, own, |draft| vec![draft.id]);
    for candidate in all.iter_mut().filter(|candidate| candidate.expected == Outcome::Allowed) {
        let company = role.company().expect("a current company");
        let draft = fixture.new_draft(role, company).await.expect("a draft");
        candidate.values = vec![draft.id.to_string()];
    }
    all
}

/// Files that do not belong to the draft of the request: left unchanged, with the same answer as for a missing file.
fn files_of_other_drafts(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let Some(mine) =
        own.into_iter().flat_map(|own| &own.drafts).find(|draft| own_draft(role, draft) == Outcome::Allowed)
    else {
        return Vec::new();
    };
    let in_my_draft =
        |name, file: Uuid| Candidate::like_missing(name, mine.id, Outcome::Allowed).with_value(file);
    vec![
        in_my_draft("own draft, file of a colleague's draft", colleague_draft(fixture, role).file),
        in_my_draft("own draft, file of a question", fixture.questions[0].file),
        in_my_draft("own draft, missing file", Uuid::now_v7()),
    ]
}

/// Candidates for files: missing for roles without the right, which the answer does not reveal.
fn files(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let hide = |outcome| if outcome == Outcome::Allowed { outcome } else { Outcome::NotFound };
    let of_question = |company, confidential| match may_read_question(role, company, confidential) {
        true => Outcome::Allowed,
        false => Outcome::NotFound,
    };
    let mut all: Vec<_> = fixture
        .questions
        .iter()
        .map(|question| {
            let (company, confidential) = (question.company, question.confidential);
            let expected = of_question(company, confidential);
            Candidate::new(description(company, confidential), question.file, expected)
                .showing(Marker::Question(company, confidential))
        })
        .collect();
    all.extend(own.into_iter().flat_map(|own| &own.drafts).map(|draft| {
        Candidate::new("of one's own draft", draft.file, hide(own_draft(role, draft))).showing(Marker::Draft(
            role,
            draft.company,
            draft.confidential,
        ))
    }));
    all.push(Candidate::new(
        "of a colleague's draft",
        colleague_draft(fixture, role).file,
        Outcome::NotFound,
    ));
    all.push(Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound));
    all
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
