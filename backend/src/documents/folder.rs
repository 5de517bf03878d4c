//! Folders of the services of a manager.

use domain::{
    documents::{Circle, read_folder},
    form::{Answers, FormDefinition},
    rights::{Action, decide},
};
use platform::{Error, error::UnknownCode, execute_tx, on};
use sqlx::FromRow;

use super::access::manager;
use crate::{
    Portal,
    accounts::sessions::Session,
    directory::services,
    id::DocumentFolderId,
    staff::{self, ActKind, Author},
};

/// Documents of one service for one circle.
#[derive(Clone, Debug, FromRow)]
pub struct Folder {
    pub id: DocumentFolderId,
    /// Code of the service that shares them.
    pub service: String,
    pub service_name: String,
    pub title: String,
    #[sqlx(try_from = "String")]
    circle: StoredCircle,
    /// Name of the service whose agents are the circle; empty for another circle.
    circle_service: String,
    /// Number of documents, without those in the bin.
    pub documents: i64,
}

impl Folder {
    pub fn circle(&self) -> &Circle {
        &self.circle.0
    }

    /// The circle in a few words.
    pub fn circle_label(&self) -> String {
        self.circle().label(&self.circle_service)
    }

    /// Says who reads the documents, and why.
    pub fn explanation(&self) -> String {
        self.circle().explanation(&self.circle_service)
    }
}

#[derive(Clone, Debug)]
pub(super) struct StoredCircle(pub Circle);

impl TryFrom<String> for StoredCircle {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        Circle::from_code(&code).map(StoredCircle).ok_or(UnknownCode(code))
    }
}

macro_rules! select_folders {
    ($end:literal) => {
        concat!(
            "SELECT f.id, f.service, s.name AS service_name, f.title, f.circle, COALESCE(g.name, '') AS circle_service,
                    (SELECT COUNT(*) FROM shared_document d WHERE d.folder = f.id AND d.binned_at IS NULL) AS documents
             FROM document_folder f JOIN service s ON s.code = f.service
             LEFT JOIN service g ON f.circle = 'service:' || g.code ",
            $end
        )
    };
}

/// Returns the folders of the services of the manager, by service and title.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor manages no documents.
pub async fn folders(portal: &Portal, session: &Session) -> Result<Vec<Folder>, Error> {
    let member = session.staff_allowed(&Action::ShareDocuments)?;
    let mut all = Vec::new();
    for service in managed_services(session)? {
        let of_service: Vec<Folder> = on!(portal.db, |c| {
            sqlx::query_as(select_folders!("WHERE f.service = $1 ORDER BY f.title, f.id"))
                .bind(service)
                .fetch_all(c)
                .await
        })?;
        all.extend(of_service);
    }
    tracing::debug!(member = %member.id, folders = all.len(), "folders listed");
    Ok(all)
}

/// Returns a folder.
///
/// # Errors
/// As [`folders`]; [`Error::NotFound`] for an unknown one or one of another service.
pub async fn folder(portal: &Portal, session: &Session, id: DocumentFolderId) -> Result<Folder, Error> {
    session.staff_allowed(&Action::ShareDocuments)?;
    let found = find(portal, id).await?;
    manager(session, &found.service)?;
    Ok(found)
}

/// Returns a folder, for a caller that decides the rights.
pub(super) async fn find(portal: &Portal, id: DocumentFolderId) -> Result<Folder, Error> {
    let found: Option<Folder> = on!(portal.db, |c| {
        sqlx::query_as(select_folders!("WHERE f.id = $1")).bind(id).fetch_optional(c).await
    })?;
    found.ok_or(Error::NotFound)
}

/// Codes of the services whose documents the visitor manages.
fn managed_services(session: &Session) -> Result<Vec<&str>, Error> {
    let member = session.staff_allowed(&Action::ShareDocuments)?;
    let manages = |service: &&str| decide(&member.actor(), &Action::ManageDocuments { service }).is_allowed();
    Ok(member.services.iter().map(String::as_str).filter(manages).collect())
}

/// The lists of the form of a new folder: code and name of each service.
#[derive(Clone, Debug)]
pub struct FolderChoices {
    /// Services whose documents the visitor manages.
    pub own: Vec<(String, String)>,
    all: Vec<(String, String)>,
}

impl FolderChoices {
    pub fn form(&self) -> FormDefinition {
        domain::documents::folder(&self.own, &self.all)
    }
}

/// Returns the lists of the form of a new folder.
///
/// # Errors
/// As [`folders`].
pub async fn folder_choices(portal: &Portal, session: &Session) -> Result<FolderChoices, Error> {
    let managed = managed_services(session)?;
    let all: Vec<_> = services::list(portal).await?.into_iter().map(|one| (one.code, one.name)).collect();
    let own = all.iter().filter(|(code, _)| managed.contains(&code.as_str())).cloned().collect();
    Ok(FolderChoices { own, all })
}

/// Creates a folder. Idempotent per `id`, generated with the page's form.
///
/// # Errors
/// As [`folders`]; problems of the form.
pub async fn create_folder(
    portal: &Portal,
    session: &Session,
    id: DocumentFolderId,
    answers: &Answers,
) -> Result<(), Error> {
    let choices = folder_choices(portal, session).await?;
    let settings = read_folder(&choices.own, &choices.all, answers)?;
    let author = Author::Member(manager(session, &settings.service)?);
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let inserted = execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO document_folder (id, service, title, circle, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(&settings.service)
        .bind(&settings.title)
        .bind(settings.circle.code())
        .bind(now)
    )?;
    if inserted == 1 {
        let readers = staff::Change::of("Lecteurs", "", &settings.circle.code());
        let changes: Vec<_> = readers.into_iter().collect();
        staff::record(&mut tx, now, &author, ActKind::FolderCreated, &settings.title, &changes).await?;
    }
    Ok(tx.commit().await?)
}
