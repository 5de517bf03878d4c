//! Publication of a version.

use domain::{
    documents::version,
    form::{Answers, checked},
    problem::Problem,
};
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on_tx,
};

use super::{access::manager, managed::find};
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
    let mut tx = portal.db.begin().await?;
    if exists(&mut tx, document, id).await? {
        return Ok(());
    }
    let answers = checked(&version(), answers, &())?;
    check_file(portal, document).await?;
    let now = portal.clock.now();
    let number = next_number(&mut tx, document, now).await?;
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO document_version (id, document, number, service, author_name, note, published_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(document)
        .bind(number)
        .bind(&folder.service)
        .bind(&member.name)
        .bind(answers.text("note"))
        .bind(now)
    )?;
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

async fn exists(tx: &mut Tx, document: DocumentId, id: DocumentVersionId) -> Result<bool, Error> {
    let found: Option<i32> = on_tx!(tx, |c| {
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

/// Locks the document and counts its next version.
async fn next_number(tx: &mut Tx, document: DocumentId, now: Moment) -> Result<i32, Error> {
    let number: Option<i32> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE shared_document SET version = version + 1, published_at = $1
             WHERE id = $2 AND binned_at IS NULL RETURNING version",
        )
        .bind(now)
        .bind(document)
        .fetch_optional(c)
        .await
    })?;
    number.ok_or(Error::NotFound)
}
