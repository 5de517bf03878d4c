//! What an address may name, and what each role is to make of it: computed from who owns it and `rights::decide`.

use domain::rights::{Action, Actor, Teleservice, decide};
use domain::siren::Siren;
use uuid::Uuid;

use super::people::{Company, Role, Stage};
use super::rules::{Outcome, PROOF};
use super::tokens::{Token, reads};
use super::world::{Draft, Possessions, World};

/// Of a company that nobody here knows.
const UNKNOWN_SIREN: &str = "000303032";

/// The kind of thing that an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// None.
    Nothing,
    Question,
    /// A question as agents open it: their services decide.
    ServiceQuestion,
    Draft,
    /// A draft that the form throws away or sends.
    ConsumedDraft,
    /// A file of a draft, with the draft.
    DraftFile,
    /// A file, of a question or of a draft.
    File,
    Siren,
    /// The company that a page showed.
    ShownSiren,
    /// A company to be administered, which nobody here does: whose it is, nobody is told.
    AdministeredSiren,
    Motif,
    /// The motif of a link: one that does not exist for the person is simply not chosen.
    LinkedMotif,
    /// Another session of the person's.
    Session,
    Device,
    Application,
    Passkey,
    DataCopy,
    Diagnostic,
    /// An administration by its code, which is no secret: one at which nobody here has an account.
    CoOwner,
    /// An administration to be linked.
    OfferedCoOwner,
    /// A téléservice, by its code.
    Teleservice,
    /// A delegated role.
    Role,
}

/// One thing to be named, for one role.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub name: &'static str,
    /// As the address or the form writes it.
    pub values: Vec<String>,
    pub verdict: Outcome,
    /// The answer must be the very one that what does not exist gets.
    pub hidden: bool,
    /// What it is to show.
    pub token: Option<Token>,
}

impl Candidate {
    fn new(name: &'static str, value: impl ToString, verdict: Outcome) -> Self {
        let hidden = verdict == Outcome::Missing;
        Self { name, values: vec![value.to_string()], verdict, hidden, token: None }
    }

    /// Answered like a missing one, which is no refusal.
    fn like_missing(name: &'static str, value: impl ToString, verdict: Outcome) -> Self {
        Self { hidden: true, ..Self::new(name, value, verdict) }
    }

    fn showing(self, token: Token) -> Self {
        Self { token: Some(token), ..self }
    }

    fn with(mut self, value: impl ToString) -> Self {
        self.values.push(value.to_string());
        self
    }
}

impl Object {
    /// Names of the form's fields that hold it.
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
            Object::Nothing | Object::File | Object::DataCopy | Object::Diagnostic | Object::Teleservice => {
                &[]
            }
        }
    }

    pub async fn candidates(self, world: &World, role: Role) -> Vec<Candidate> {
        let own = world.person(role).map(|person| &person.own);
        let missing = Uuid::now_v7();
        match self {
            Object::Nothing => vec![Candidate::new("", "", Outcome::Served)],
            Object::Question | Object::ServiceQuestion => {
                let mut all: Vec<_> = questions(world, role).collect();
                all.push(Candidate::new("missing", missing, asked_of_nothing(role)));
                all
            }
            Object::Draft => drafts(world, role, own, |draft| vec![draft.id]),
            Object::ConsumedDraft => consumed(world, role, own).await,
            Object::DraftFile => {
                let mut all = drafts(world, role, own, |draft| vec![draft.id, draft.file]);
                all.extend(misplaced(world, role, own));
                all
            }
            Object::File => files(world, role, own),
            Object::Siren => sirens(role, Outcome::Missing),
            Object::ShownSiren => sirens(role, Outcome::Led("/entreprises".to_owned())),
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
                Outcome::Missing => Outcome::Served,
                other => other,
            }),
            Object::Session => ones_own(own, world, |one| one.session, Outcome::Served),
            Object::Device => ones_own(own, world, |one| one.device, Outcome::Served),
            Object::Application => ones_own(own, world, |one| one.application, Outcome::Missing),
            Object::Passkey => ones_own(None, world, |one| one.passkey, Outcome::Missing),
            Object::DataCopy => copies(world, role, own),
            Object::Diagnostic => {
                let led = || Outcome::Led("/auto-controle".to_owned());
                vec![
                    Candidate::like_missing("another browser's", &world.bystander.diagnostic, led()),
                    Candidate::like_missing("missing", "7F3K-9M2T", led()),
                ]
            }
            Object::Teleservice => [Teleservice::DeltaG, Teleservice::TelepaiementSepa, Teleservice::Ciel]
                .map(|one| Candidate::new(one.code(), one.code(), opens(role, one)))
                .to_vec(),
            Object::Role => ones_own(None, world, |one| one.role, Outcome::Served),
            Object::CoOwner => vec![Candidate::new("not linked", "urssaf", Outcome::Served)],
            Object::OfferedCoOwner => vec![
                Candidate::new("offered", "dgddi", Outcome::Served),
                Candidate::new("not offered", "urssaf", Outcome::Missing),
                Candidate::new("missing", "nulle-part", Outcome::Missing),
            ],
        }
    }
}

/// Who may not open a téléservice is told why, on the page that would lead there.
fn opens(role: Role, teleservice: Teleservice) -> Outcome {
    if role.decides(&Action::OpenTeleservice(teleservice)).is_allowed() {
        Outcome::Away
    } else {
        Outcome::Served
    }
}

/// A person without e-contacts learns which right is missing, whether the question exists or not.
fn asked_of_nothing(role: Role) -> Outcome {
    if role.stage() == Stage::Agent {
        return Outcome::Missing;
    }
    Outcome::from(role.decides(&Action::UseMessaging)).then(|| Outcome::Missing)
}

fn read(role: Role, company: Company, confidential: bool) -> Outcome {
    let (siren, service) = (company.siren(), company.service(confidential));
    let reading = || role.decides(&Action::ReadConversation { siren: &siren, service, confidential }).into();
    if role.stage() == Stage::Agent {
        return reading();
    }
    Outcome::from(role.decides(&Action::UseMessaging)).then(reading)
}

fn named(company: Company, confidential: bool) -> &'static str {
    match (company, confidential) {
        (Company::Own, false) => "of the company",
        (Company::Own, true) => "of the company, confidential",
        (Company::Other, false) => "of another company",
        (Company::Other, true) => "of another company, confidential",
    }
}

fn questions(world: &World, role: Role) -> impl Iterator<Item = Candidate> {
    world.questions.iter().map(move |question| {
        let (company, confidential) = (question.company, question.confidential);
        Candidate::new(named(company, confidential), question.id, read(role, company, confidential))
            .showing(Token::Question(company, confidential))
    })
}

/// A draft is its writer's, for the company it is about, as long as they may ask that.
fn written(role: Role, draft: &Draft) -> Outcome {
    if role.stage() != Stage::Usager || role.company().is_none() {
        return Outcome::Missing;
    }
    Outcome::from(role.decides(&Action::UseMessaging)).then(|| {
        if role.company() != Some(draft.company) {
            return Outcome::Missing;
        }
        role.decides(&Action::AskMotif { confidential: draft.confidential }).into()
    })
}

/// Somebody else's draft, of the same company.
fn of_a_colleague(world: &World, role: Role) -> &Draft {
    let colleague = if role == Role::Payer { Role::Adherent } else { Role::Payer };
    &world.person(colleague).expect("a colleague").own.drafts[0]
}

fn drafts(
    world: &World,
    role: Role,
    own: Option<&Possessions>,
    named_by: fn(&Draft) -> Vec<Uuid>,
) -> Vec<Candidate> {
    let candidate = |name, ids: Vec<Uuid>, verdict| {
        let mut ids = ids.into_iter();
        let first = Candidate::new(name, ids.next().unwrap_or_default(), verdict);
        ids.fold(first, Candidate::with)
    };
    let mine = own.into_iter().flat_map(|own| &own.drafts).map(|draft| {
        candidate(named(draft.company, draft.confidential), named_by(draft), written(role, draft))
            .showing(Token::Draft(role, draft.company, draft.confidential))
    });
    let colleague = of_a_colleague(world, role);
    let missing = Draft { id: Uuid::now_v7(), file: Uuid::now_v7(), ..*colleague };
    mine.chain([
        candidate("a colleague's", named_by(colleague), Outcome::Missing),
        candidate("missing", named_by(&missing), Outcome::Missing),
    ])
    .collect()
}

/// Where the form does its work, on a draft made for it.
async fn consumed(world: &World, role: Role, own: Option<&Possessions>) -> Vec<Candidate> {
    let mut all = drafts(world, role, own, |draft| vec![draft.id]);
    for candidate in all.iter_mut().filter(|candidate| candidate.verdict == Outcome::Served) {
        let company = role.company().expect("who may write has chosen a company");
        let draft = world.fresh_draft(role, company).await.expect("a draft");
        candidate.values = vec![draft.id.to_string()];
    }
    all
}

/// A file that is not the draft's: it is left where it is, and nothing more is said than of one that is gone.
fn misplaced(world: &World, role: Role, own: Option<&Possessions>) -> Vec<Candidate> {
    let Some(mine) =
        own.into_iter().flat_map(|own| &own.drafts).find(|one| written(role, one) == Outcome::Served)
    else {
        return Vec::new();
    };
    let in_my_draft = |name, file: Uuid| Candidate::like_missing(name, mine.id, Outcome::Served).with(file);
    vec![
        in_my_draft("own draft, file of a colleague's", of_a_colleague(world, role).file),
        in_my_draft("own draft, file of a question", world.questions[0].file),
        in_my_draft("own draft, missing file", Uuid::now_v7()),
    ]
}

/// Nobody learns of a file which right would open it.
fn files(world: &World, role: Role, own: Option<&Possessions>) -> Vec<Candidate> {
    let hide = |outcome| if outcome == Outcome::Served { outcome } else { Outcome::Missing };
    let of_question = |company, confidential| match reads(role, company, confidential) {
        true => Outcome::Served,
        false => Outcome::Missing,
    };
    let mut all: Vec<_> = world
        .questions
        .iter()
        .map(|one| {
            let verdict = of_question(one.company, one.confidential);
            Candidate::new(named(one.company, one.confidential), one.file, verdict)
                .showing(Token::Question(one.company, one.confidential))
        })
        .collect();
    all.extend(own.into_iter().flat_map(|own| &own.drafts).map(|draft| {
        Candidate::new("of one's own draft", draft.file, hide(written(role, draft))).showing(Token::Draft(
            role,
            draft.company,
            draft.confidential,
        ))
    }));
    all.push(Candidate::new("of a colleague's draft", of_a_colleague(world, role).file, Outcome::Missing));
    all.push(Candidate::new("missing", Uuid::now_v7(), Outcome::Missing));
    all
}

/// A company is one's own to choose when something is held on it.
fn sirens(role: Role, otherwise: Outcome) -> Vec<Candidate> {
    let verdict = |company| if role.holds_on(company) { Outcome::Served } else { otherwise.clone() };
    let candidate = |name, value: &str, verdict: Outcome| {
        let hidden = verdict == otherwise;
        Candidate { hidden, ..Candidate::new(name, value, verdict) }
    };
    vec![
        candidate("the company", Company::Own.siren().as_str(), verdict(Company::Own)),
        candidate("another company", Company::Other.siren().as_str(), verdict(Company::Other)),
        candidate("missing", UNKNOWN_SIREN, otherwise.clone()),
    ]
}

fn motifs(role: Role, as_asked: impl Fn(Outcome) -> Outcome) -> Vec<Candidate> {
    let messaging = || Outcome::from(role.decides(&Action::UseMessaging));
    let motif = |name, id: &str, verdict: Outcome| {
        let hidden = verdict == Outcome::Missing;
        Candidate { hidden, ..Candidate::new(name, id, as_asked(verdict)) }
    };
    let asked = |confidential| messaging().then(|| role.decides(&Action::AskMotif { confidential }).into());
    vec![
        motif("of everybody", "ci-agrement", asked(false)),
        motif("confidential", "echeancier", asked(true)),
        motif("missing", "inexistant", messaging().then(|| Outcome::Missing)),
    ]
}

/// One's own, somebody else's, nobody's.
fn ones_own(
    own: Option<&Possessions>,
    world: &World,
    which: fn(&Possessions) -> Uuid,
    otherwise: Outcome,
) -> Vec<Candidate> {
    let mine = own
        .filter(|own| !which(own).is_nil())
        .map(|own| Candidate::new("one's own", which(own), Outcome::Served));
    let others = [("somebody else's", which(&world.bystander)), ("missing", Uuid::now_v7())];
    let others = others.map(|(name, id)| Candidate::like_missing(name, id, otherwise.clone()));
    mine.into_iter().chain(others).collect()
}

/// Everybody here wrote confidential drafts for both companies, so that both rights open the copy of their data.
fn copies(world: &World, role: Role, own: Option<&Possessions>) -> Vec<Candidate> {
    let action = Action::AskMotif { confidential: true };
    let mine = own.filter(|own| !own.copy.is_nil()).map(|own| {
        let opens =
            Company::BOTH.into_iter().all(|company| role.decides_on(Some(company), &action).is_allowed());
        let verdict = match (role.has_fresh_proof(), opens) {
            (false, _) => Outcome::Led(PROOF.to_owned()),
            (true, true) => Outcome::Served,
            (true, false) => Outcome::Status(422),
        };
        Candidate::new("one's own", own.copy, verdict)
    });
    let other = if role == Role::Payer { Role::Stranger } else { Role::Payer };
    let another = world.person(other).expect("somebody else").own.copy;
    mine.into_iter()
        .chain([
            Candidate::new("somebody else's", another, Outcome::Missing),
            Candidate::new("missing", Uuid::now_v7(), Outcome::Missing),
        ])
        .collect()
}
