//! Settings and files of documents, changed by their managers.

use domain::{
    documents::{DocumentSettings, read_document},
    form::Answers,
};
use jiff::civil::Date;
use platform::Error;

use super::{access::manager, folder, managed::find, store};
use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AttachmentId, DocumentFolderId, DocumentId},
    messaging::{self, Target},
    staff::{self, ActKind, Author, Change},
};

/// Creates a document without a version. Idempotent per `id`, generated with the page's form.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] if the visitor manages no documents; [`Error::NotFound`] for a folder of others;
/// problems of the form.
pub async fn create_document(
    portal: &Portal,
    session: &Session,
    folder: DocumentFolderId,
    id: DocumentId,
    answers: &Answers,
) -> Result<(), Error> {
    let folder = folder::folder(portal, session, folder).await?;
    let author = Author::Member(manager(session, &folder.service)?);
    let settings = read_document(answers)?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if store::insert_document(&mut tx, folder.id, id, &settings, now).await? {
        let created = changes(&DocumentSettings::default(), &settings);
        staff::record(&mut tx, now, &author, ActKind::DocumentChanged, &settings.title, &created).await?;
    }
    Ok(tx.commit().await?)
}

/// Changes the settings of a document. Its managers are reminded again of a new last day.
///
/// # Errors
/// As [`managed_document`](super::managed_document); problems of the form.
pub async fn change_document(
    portal: &Portal,
    session: &Session,
    id: DocumentId,
    answers: &Answers,
) -> Result<(), Error> {
    let (before, folder) = find(portal, session, id).await?;
    let author = Author::Member(manager(session, &folder.service)?);
    let settings = read_document(answers)?;
    let mut tx = portal.db.begin().await?;
    store::update(&mut tx, id, &settings).await?;
    let changed = changes(&before.settings(), &settings);
    if !changed.is_empty() {
        let now = portal.clock.now();
        staff::record(&mut tx, now, &author, ActKind::DocumentChanged, &settings.title, &changed).await?;
    }
    Ok(tx.commit().await?)
}

/// Removes the file of the next version. Idempotent.
///
/// # Errors
/// As [`managed_document`](super::managed_document).
pub async fn remove_file(
    portal: &Portal,
    session: &Session,
    id: DocumentId,
    file: AttachmentId,
) -> Result<(), Error> {
    find(portal, session, id).await?;
    messaging::discard_unsent(portal, Target::Document(id), file).await
}

/// A day as the audit trail shows it; empty for none.
fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn changes(before: &DocumentSettings, after: &DocumentSettings) -> Vec<Change> {
    let asked = |settings: &DocumentSettings| if settings.asks_acknowledgement { "oui" } else { "non" };
    [
        Change::of("Titre", &before.title, &after.title),
        Change::of("Visible à partir du", &day(before.validity.from), &day(after.validity.from)),
        Change::of("Visible jusqu’au", &day(before.validity.until), &day(after.validity.until)),
        Change::of("Prise de connaissance demandée", asked(before), asked(after)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
