//! Publication of a version.

use domain::{
    documents::version,
    form::{Answers, checked},
    problem::Problem,
};
use platform::{Error, on};

use super::{access::manager, managed::find, store};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{DocumentId, DocumentVersionId},
    messaging::{self, Scan, Target},
    staff::{self, ActKind, Author, Change},
};

/// Form field of the problems of the file.
const FILE_FIELD: &str = "fichier";

/// Publishes the file that was added as the next version, which replaces the current one for all readers. Idempotent per
/// `version`, generated with the page's form.
///
/// # Errors
/// As [`managed_document`](super::managed_document), also for a document in the bin; problems of the form;
/// [`Problem::MissingFile`]; [`Problem::FileNotScanned`] or [`Problem::FileInfected`] as long as the antivirus has not cleared the
/// file.
pub async fn publish(
    portal: &Portal,
    session: &Session,
    document: DocumentId,
    id: DocumentVersionId,
    answers: &Answers,
) -> Result<(), Error> {
    let (found, folder) = find(portal, session, document).await?;
    let member = manager(session, &folder.service)?;
    if exists(portal, document, id).await? {
        return Ok(());
    }
    let answers = checked(&version(), answers, &())?;
    check_file(portal, document).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let number = store::next_version(&mut tx, document, now).await?;
    let text = answers.text("note");
    if !store::insert_version(&mut tx, (document, id, number), &folder, member, text, now).await? {
        // The form was sent twice.
        return Ok(());
    }
    if messaging::move_to_version(&mut tx, document, id).await? != 1 {
        // A colleague has published or removed it meanwhile.
        return Err(missing_file());
    }
    let published: Vec<_> =
        Change::of("Version", &(number - 1).to_string(), &number.to_string()).into_iter().collect();
    let (author, kind) = (Author::Member(member), ActKind::DocumentPublished);
    staff::record(&mut tx, now, &author, kind, &found.title, &published).await?;
    Ok(tx.commit().await?)
}

async fn exists(portal: &Portal, document: DocumentId, id: DocumentVersionId) -> Result<bool, Error> {
    let found: Option<i32> = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT number FROM document_version WHERE id = $1 AND document = $2")
            .bind(id)
            .bind(document)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

/// Checks that a file was added, and that the antivirus has cleared it.
async fn check_file(portal: &Portal, document: DocumentId) -> Result<(), Error> {
    let files = messaging::unsent_files(&portal.db, Target::Document(document)).await?;
    let file = files.into_iter().next().ok_or_else(missing_file)?;
    let name = file.name;
    match file.scan {
        Scan::None | Scan::Clean => Ok(()),
        Scan::Pending => Err(Error::invalid(FILE_FIELD, Problem::FileNotScanned { name })),
        Scan::Infected => Err(Error::invalid(FILE_FIELD, Problem::FileInfected { name })),
    }
}

fn missing_file() -> Error {
    Error::invalid(FILE_FIELD, Problem::MissingFile { label: "de la version".to_owned() })
}
