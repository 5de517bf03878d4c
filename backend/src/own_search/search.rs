use domain::path;
use platform::Error;

use crate::{
    Portal,
    accounts::sessions::{Session, Visitor},
    customs::{self, InboxFilter, InboxView},
    documents::{self, DocumentFilter, ReadableDocument},
    id::ConversationId,
    messaging::{self, Conversation, Filter},
    site_search::SiteResult,
};

/// Maximum number of results of a kind: its list has the others.
const FEW: usize = 5;

/// Content of a list of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnKind {
    /// Questions of the current company.
    Questions,
    /// Documents shared with the operators of the current company.
    Documents,
    /// Open questions sent to the services of an agent.
    ServiceQuestions,
    /// Documents shared with the services of an agent.
    ServiceDocuments,
}

impl OwnKind {
    /// Anchor of the results.
    pub const fn code(self) -> &'static str {
        match self {
            OwnKind::Questions | OwnKind::ServiceQuestions => "questions",
            OwnKind::Documents | OwnKind::ServiceDocuments => "documents",
        }
    }

    /// Heading of the results.
    pub const fn label(self) -> &'static str {
        match self {
            OwnKind::Questions => "Questions de l’entreprise",
            OwnKind::Documents => "Documents partagés avec l’entreprise",
            OwnKind::ServiceQuestions => "Questions en attente de vos services",
            OwnKind::ServiceDocuments => "Documents de vos services",
        }
    }
}

/// The latest results of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnGroup {
    pub kind: OwnKind,
    pub results: Vec<SiteResult>,
    /// Address of the list of all results, if there are others.
    pub more: Option<String>,
}

/// Finds questions and documents that contain every word. Without a right to a kind, the kind is absent.
///
/// # Errors
/// [`Error::Busy`].
pub async fn search(portal: &Portal, session: &Session, words: &str) -> Result<Vec<OwnGroup>, Error> {
    let (questions, documents) = match &session.visitor {
        Visitor::Usager(_) => (questions(portal, session, words).await, OwnKind::Documents),
        Visitor::Staff(_) => (service_questions(portal, session, words).await, OwnKind::ServiceDocuments),
        _ => return Ok(Vec::new()),
    };
    let documents = shared_documents(portal, session, documents, words).await;
    let found = [allowed(questions)?, allowed(documents)?];
    Ok(found.into_iter().flatten().filter(|group| !group.results.is_empty()).collect())
}

/// A person without a right to a list has no results of it.
fn allowed(group: Result<OwnGroup, Error>) -> Result<Option<OwnGroup>, Error> {
    match group {
        Ok(group) => Ok(Some(group)),
        Err(Error::NotFound | Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn questions(portal: &Portal, session: &Session, words: &str) -> Result<OwnGroup, Error> {
    let filter = Filter { search: words.to_owned(), ..Filter::default() };
    let found = messaging::list(portal, session, &filter).await?.questions;
    let results = found.into_iter().map(|listed| question(&listed.conversation, path::question)).collect();
    Ok(group(OwnKind::Questions, results, path::questions_found(path::encode(words))))
}

async fn service_questions(portal: &Portal, session: &Session, words: &str) -> Result<OwnGroup, Error> {
    let filter = InboxFilter { view: InboxView::Open, search: words.to_owned(), ..InboxFilter::default() };
    let found = customs::inbox(portal, session, &filter, None).await?.questions;
    let results = found.iter().map(|found| question(found, path::agent_question)).collect();
    let list = path::agent_questions_found(InboxView::Open.code(), path::encode(words));
    Ok(group(OwnKind::ServiceQuestions, results, list))
}

async fn shared_documents(
    portal: &Portal,
    session: &Session,
    kind: OwnKind,
    words: &str,
) -> Result<OwnGroup, Error> {
    let filter = DocumentFilter { search: words.to_owned(), after: None };
    let found = documents::documents(portal, session, &filter).await?.documents;
    let results = found.iter().map(|found| document(found, kind)).collect();
    let list = match kind {
        OwnKind::ServiceDocuments => path::agent_documents_found(path::encode(words)),
        _ => path::documents_found(path::encode(words)),
    };
    Ok(group(kind, results, list))
}

fn group(kind: OwnKind, mut results: Vec<SiteResult>, list: String) -> OwnGroup {
    let more = (results.len() > FEW).then_some(list);
    results.truncate(FEW);
    OwnGroup { kind, results, more }
}

fn question(found: &Conversation, address: fn(ConversationId) -> String) -> SiteResult {
    let asked = found.asked_at.french_day();
    SiteResult {
        title: found.subject.clone(),
        text: format!("{} – {} – {asked}", found.number, found.motif_title),
        path: address(found.id),
    }
}

fn document(found: &ReadableDocument, kind: OwnKind) -> SiteResult {
    let path = match kind {
        OwnKind::ServiceDocuments => path::agent_document(found.id),
        _ => path::document(found.id),
    };
    let text = format!("{} – {}", found.folder, found.published_at.french_day());
    SiteResult { title: found.title.clone(), text, path }
}
