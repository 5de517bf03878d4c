//! Document managers and their documents.

use backend::{
    accounts::sessions::Session,
    documents::{self, DocumentFilter},
    id::{DocumentFolderId, DocumentId, DocumentVersionId},
    messaging::Target,
    staff::NewMember,
};
use domain::{documents::Circle, form::Answers, rights::StaffRole};
use platform::Error;

use crate::{
    database::TestEnv,
    messaging::fixtures::{PAE, SIRET, new_member, pdf, siren_of},
};

/// The circle of the company of `accountant` and `declarant`.
pub fn of_company() -> Circle {
    Circle::Company(siren_of(SIRET))
}

pub fn settings(title: &str) -> Answers {
    Answers::from_iter([("titre", title), ("accuse", "oui")])
}

pub fn note(text: &str) -> Answers {
    Answers::from_iter([("note", text)])
}

impl TestEnv {
    /// Creates a document manager of a service and signs them in.
    pub async fn manager(&self, login: &str, service: &str) -> Session {
        let services = [service.to_owned()];
        let roles = [StaffRole::DocumentManager];
        self.add_member(&NewMember { roles: &roles, services: &services, ..new_member(login) }).await;
        self.agent_session(login).await
    }

    pub async fn new_folder(&self, manager: &Session, circle: &Circle) -> Result<DocumentFolderId, Error> {
        let id = DocumentFolderId::generate();
        let field = match circle {
            Circle::Company(_) => "siren",
            Circle::Teleservice(_) => "teleservice",
            Circle::Service(_) => "service",
        };
        let answers = Answers::from_iter([
            ("titre", "Dossier d’essai"),
            ("responsable", PAE),
            ("lecteurs", circle.kind().code()),
            (field, circle.grantee()),
        ]);
        documents::create_folder(&self.portal, manager, id, &answers).await.map(|()| id)
    }

    /// Creates a folder with a document that is not published.
    pub async fn new_document(&self, manager: &Session, circle: &Circle, answers: &Answers) -> DocumentId {
        let folder = self.new_folder(manager, circle).await.expect("a folder");
        let id = DocumentId::generate();
        documents::create_document(&self.portal, manager, folder, id, answers).await.expect("a document");
        id
    }

    /// Uploads a file and publishes it.
    pub async fn publish(&self, manager: &Session, id: DocumentId, text: &str) -> DocumentVersionId {
        self.upload(manager, Target::Document(id), "", "notice.pdf", &pdf()).await.expect("attached");
        let version = DocumentVersionId::generate();
        documents::publish(&self.portal, manager, id, version, &note(text)).await.expect("published");
        version
    }

    /// Creates a folder with a published document that asks for acknowledgements.
    pub async fn published(
        &self,
        manager: &Session,
        circle: &Circle,
        title: &str,
    ) -> (DocumentId, DocumentVersionId) {
        let id = self.new_document(manager, circle, &settings(title)).await;
        (id, self.publish(manager, id, "Première version").await)
    }

    /// Titles of the documents that the person reads, in the order of the list.
    pub async fn titles(&self, session: &Session) -> Vec<String> {
        let listed = documents::documents(&self.portal, session, &DocumentFilter::default()).await;
        listed.expect("a list").documents.into_iter().map(|one| one.title).collect()
    }
}
