//! Questions, drafts and files that routes name.

use domain::rights::Action;
use uuid::Uuid;

use super::{
    candidate::Candidate,
    fixture::{Draft, Fixture, OwnedObjects, Question},
    markers::{Marker, may_read_question},
    objects::Object,
    roles::{Company, Role, Stage},
    rules::Outcome,
};

/// Returns `true` if the role works for another company than `company`, where it may do this.
fn is_elsewhere(role: Role, company: Company, actions: &[Action]) -> bool {
    role.stage() == Stage::Usager
        && role.company().is_some_and(|current| current != company)
        && actions.iter().all(|action| role.decision_for(Some(company), action).is_allowed())
}

/// Returns `true` if the role may read this question once it works for its company.
fn is_read_elsewhere(role: Role, company: Company, confidential: bool) -> bool {
    let (siren, service) = (company.siren(), company.service(confidential));
    let reading = Action::ReadConversation { siren: &siren, service, confidential };
    is_elsewhere(role, company, &[Action::UseMessaging, reading])
}

/// Returns `true` if the role may open this draft of its own once it works for its company.
fn is_opened_elsewhere(role: Role, draft: &Draft) -> bool {
    let using = Action::UseMotif { confidential: draft.confidential };
    is_elsewhere(role, draft.company, &[Action::UseMessaging, using])
}

/// Candidates of a removal: a hidden or missing object counts as removed before, and nothing changes.
pub fn removed_before(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let quiet = |candidate: Candidate| match candidate.expected {
        Outcome::NotFound => Candidate { expected: Outcome::Allowed, hidden: true, ..candidate },
        _ => candidate,
    };
    candidates.into_iter().map(quiet).collect()
}

/// Outcome for a missing question: a role without e-contacts gets the missing right as reason.
pub fn missing_question(role: Role) -> Outcome {
    if role.stage() == Stage::Staff {
        return Outcome::NotFound;
    }
    Outcome::from(role.decision(&Action::UseMessaging)).then(|| Outcome::NotFound)
}

/// Outcome of reading a question.
fn read(role: Role, company: Company, confidential: bool) -> Outcome {
    let (siren, service) = (company.siren(), company.service(confidential));
    let decision =
        || role.decision(&Action::ReadConversation { siren: &siren, service, confidential }).into();
    if role.stage() == Stage::Staff {
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

pub fn questions(fixture: &Fixture, role: Role) -> impl Iterator<Item = Candidate> {
    fixture.questions.iter().map(move |question| {
        let (company, confidential) = (question.company, question.confidential);
        Candidate::new(description(company, confidential), question.id, read(role, company, confidential))
            .showing(Marker::Question(company, confidential))
            .elsewhere(is_read_elsewhere(role, company, confidential))
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

pub fn drafts(
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
            .elsewhere(is_opened_elsewhere(role, draft))
    });
    let colleague = colleague_draft(fixture, role);
    let missing = Draft { id: Uuid::now_v7(), file: Uuid::now_v7(), upload: Uuid::now_v7(), ..*colleague };
    mine.chain([
        candidate("a colleague's", identifiers(colleague), Outcome::NotFound),
        candidate("missing", identifiers(&missing), Outcome::NotFound),
    ])
    .collect()
}

/// Like [`drafts`]; a request that succeeds gets its own new draft.
pub async fn consumed(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
    let mut all = drafts(fixture, role, own, |draft| vec![draft.id]);
    for candidate in all.iter_mut().filter(|candidate| candidate.expected == Outcome::Allowed) {
        let company = role.company().expect("a current company");
        let draft = fixture.new_draft(role, company).await.expect("a draft");
        candidate.values = vec![draft.id.to_string()];
    }
    all
}

/// Files that do not belong to the draft of the request: left unchanged, with the same answer as for a missing file.
pub fn files_of_other_drafts(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
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

/// Candidates for messages: missing for roles without the right, which the answer does not reveal.
pub fn messages(fixture: &Fixture, role: Role) -> Vec<Candidate> {
    let of_question = |question: &Question| {
        let (company, confidential) = (question.company, question.confidential);
        match role.stage() == Stage::Usager && may_read_question(role, company, confidential) {
            true => Candidate::new(description(company, confidential), question.message, Outcome::Allowed)
                .showing(Marker::Question(company, confidential)),
            false => Candidate::like_missing(
                description(company, confidential),
                question.message,
                Outcome::NotFound,
            ),
        }
    };
    let mut all: Vec<_> = fixture.questions.iter().map(of_question).collect();
    all.push(Candidate::like_missing("missing", Uuid::now_v7(), Outcome::NotFound));
    all
}

/// Candidates for files: missing for roles without the right, which the answer does not reveal.
pub fn files(fixture: &Fixture, role: Role, own: Option<&OwnedObjects>) -> Vec<Candidate> {
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
                // The offer to change the company leads to the question.
                .with_value(question.id)
                .showing(Marker::Question(company, confidential))
                .elsewhere(is_read_elsewhere(role, company, confidential))
                .offered(Object::File.offer())
        })
        .collect();
    all.extend(own.into_iter().flat_map(|own| &own.drafts).map(|draft| {
        Candidate::new("of one's own draft", draft.file, hide(own_draft(role, draft)))
            .with_value(draft.id)
            .showing(Marker::Draft(role, draft.company, draft.confidential))
            .elsewhere(is_opened_elsewhere(role, draft))
            .offered(Object::File.offer())
    }));
    all.push(Candidate::new(
        "of a colleague's draft",
        colleague_draft(fixture, role).file,
        Outcome::NotFound,
    ));
    all.push(Candidate::new("missing", Uuid::now_v7(), Outcome::NotFound));
    all
}
