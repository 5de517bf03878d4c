//! Shared documents of the fixture, one of each circle.

use backend::{
    Portal,
    accounts::sessions::Session,
    documents,
    id::{DocumentFolderId, DocumentId, DocumentVersionId},
    messaging::{self, Target},
};
use domain::{documents::Circle, form::Answers, rights::Teleservice};
use uuid::Uuid;

use super::{injection::HTML, roles::Company};

/// Code of the service that shares the documents, whose manager is a role.
pub const MANAGING_SERVICE: &str = Company::Own.service(true);

/// A published document.
pub struct SharedDocument {
    pub circle: Circle,
    pub folder: Uuid,
    pub document: Uuid,
    pub version: Uuid,
}

/// Publishes a document for each circle.
pub async fn create(portal: &Portal, manager: &Session) -> Vec<SharedDocument> {
    let circles = [
        Circle::Company(Company::Own.siren()),
        Circle::Teleservice(Teleservice::DeltaG),
        Circle::Service(Company::Own.service(false).to_owned()),
    ];
    let mut all = Vec::new();
    for circle in circles {
        all.push(publish(portal, manager, circle).await);
    }
    all
}

async fn publish(portal: &Portal, manager: &Session, circle: Circle) -> SharedDocument {
    let (folder, document, version) =
        (DocumentFolderId::generate(), DocumentId::generate(), DocumentVersionId::generate());
    let field = match circle {
        Circle::Company(_) => "siren",
        Circle::Teleservice(_) => "teleservice",
        Circle::Service(_) => "service",
    };
    let answers = Answers::from_iter([
        ("titre", format!("Dossier{HTML}").as_str()),
        ("responsable", MANAGING_SERVICE),
        ("lecteurs", circle.kind().code()),
        (field, circle.grantee()),
    ]);
    documents::create_folder(portal, manager, folder, &answers).await.expect("a folder");
    let answers = Answers::from_iter([("titre", format!("Document{HTML}").as_str()), ("accuse", "oui")]);
    documents::create_document(portal, manager, folder, document, &answers).await.expect("a document");
    let target = Target::Document(document);
    let permit = messaging::begin_upload(portal, manager, target, "").await.expect("room for a file");
    let mut upload = portal.files.begin(permit.max_bytes).await.expect("a file");
    upload.write(b"essai\n").await.expect("written");
    let stored = upload.finish().await.expect("durable");
    messaging::finish_upload(portal, manager, target, "", "essai.txt", stored).await.expect("attached");
    let note = Answers::from_iter([("note", format!("Première version{HTML}"))]);
    documents::publish(portal, manager, document, version, &note).await.expect("a version");
    SharedDocument { circle, folder: folder.into(), document: document.into(), version: version.into() }
}
