//! Versions of the motifs: drafts of administrators, publication, and what questions and drafts keep.

mod drafts;
mod publication;
mod questions;

use backend::{accounts::sessions::Session, config::Config, motifs, staff};
use domain::{
    form::{Answers, FieldDefinition},
    motif::editing::{self, Nature},
    rights::StaffRole,
};
use platform::Error;

use crate::{accounts::client_at, database::TestEnv};

/// A motif without condition, whose only field is the créance.
const MOTIF: &str = "precision-creance";

/// The network of the tests is a secured one. Second factors have their own tests.
fn secured(config: &mut Config) {
    config.staff.secured_networks = vec!["192.0.2.0/24".parse().expect("a network")];
    config.staff.strong_factor_required = false;
}

/// Creates an administrator of this login and name, and signs them in.
async fn administrator(env: &TestEnv, login: &str) -> Session {
    let session = env.staff_session(login, StaffRole::Administrator).await;
    on_network(env, session).await
}

/// Signs an administrator in again, after hours.
async fn again(env: &TestEnv, login: &str) -> Session {
    let session = env.agent_session(login).await;
    on_network(env, session).await
}

async fn on_network(env: &TestEnv, session: Session) -> Session {
    staff::restrict_to_network(&env.portal, session, &client_at(9)).await.expect("decided").expect("inside")
}

/// Number of the version in use.
fn in_use(env: &TestEnv, id: &str) -> i64 {
    env.portal.motifs.current().find(id).expect("a motif").version.into()
}

/// Begins a draft with the version in use.
async fn begin(env: &TestEnv, session: &Session, id: &str) {
    motifs::begin(&env.portal, session, id, in_use(env, id)).await.expect("a draft");
}

/// Returns the revision of the draft.
async fn revision(env: &TestEnv, session: &Session, id: &str) -> i64 {
    let edited = motifs::edited_motif(&env.portal, session, id).await.expect("a motif");
    edited.draft.expect("a draft").revision
}

/// Answers to the form of a field of this nature and label.
fn field(nature: Nature, label: &str) -> Answers {
    let mut answers = editing::field_answers(&FieldDefinition::new("", label, nature.kind()));
    answers.set("obligatoire", "oui");
    answers
}

async fn add(env: &TestEnv, session: &Session, id: &str, nature: Nature, label: &str) {
    let revision = revision(env, session, id).await;
    let answers = field(nature, label);
    motifs::add_field(&env.portal, session, id, revision, nature, &answers).await.expect("a field");
}

async fn remove(env: &TestEnv, session: &Session, id: &str, name: &str) {
    let revision = revision(env, session, id).await;
    motifs::remove_field(&env.portal, session, id, revision, name).await.expect("removed");
}

fn now() -> Answers {
    Answers::from_iter([("quand", "maintenant"), ("note", "Une précision de plus.")])
}

/// Publishes the draft at once.
async fn publish(env: &TestEnv, session: &Session, id: &str) {
    let revision = revision(env, session, id).await;
    motifs::publish(&env.portal, session, id, revision, &now()).await.expect("published");
}

fn is_refused<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Refused(_) | Error::NotFound))
}
