//! Publication of versions: at once or at a date, its cancellation, and withdrawal of an entry.

use domain::{faq_forms, form::Answers, problem::Problem};
use platform::{Error, db::Moment};

use super::{
    edit::add_version,
    edited::{EditedState, edited_entry},
    history,
    load::refresh_index,
    store::{self, NewVersion},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    publishing::publication_start,
    staff::{self, ActKind, Author, Change},
};

/// Publishes the last version, which is `number`: now, or from the start of a day in Paris. Returns the time.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::NotFound`] for an unknown entry; [`Error::Invalid`]:
/// problems of the form, [`Problem::FaqVersionNotOpen`].
pub async fn publish(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: i64,
    answers: &Answers,
) -> Result<Moment, Error> {
    let author = Author::editor(session)?;
    edited_entry(portal, session, id).await?;
    let now = portal.clock.now();
    let from = publication_start(now, &faq_forms::publication(), answers)?;
    let mut tx = portal.db.begin().await?;
    if !store::publish(&mut tx, now, id, number, from).await? {
        return Err(Error::invalid("", Problem::FaqVersionNotOpen));
    }
    let changes = [Change::version(number), Change::publication("", &from.french_minute())];
    staff::record(&mut tx, now, &author, ActKind::FaqEntryPublished, id, &changes).await?;
    tx.commit().await?;
    refresh_index(portal).await?;
    Ok(from)
}

/// Makes a version whose publication is to come a draft again.
///
/// # Errors
/// As [`publish`].
pub async fn cancel_publication(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: i64,
) -> Result<(), Error> {
    let author = Author::editor(session)?;
    edited_entry(portal, session, id).await?;
    let planned = history::version(portal, session, id, number).await?.published_at;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !store::cancel_publication(&mut tx, now, id, number).await? {
        return Err(Error::invalid("", Problem::FaqVersionNotOpen));
    }
    let planned = planned.map(Moment::french_minute).unwrap_or_default();
    let changes = [Change::version(number), Change::publication(&planned, "")];
    staff::record(&mut tx, now, &author, ActKind::FaqPublicationCancelled, id, &changes).await?;
    Ok(tx.commit().await?)
}

/// Withdraws a published entry at once, with a version that repeats the last text. Publications to come are void.
///
/// # Errors
/// As [`publish`]; [`Problem::FaqVersionNotOpen`] too if `revision` is not the last version.
pub async fn withdraw(portal: &Portal, session: &Session, id: &str, revision: i64) -> Result<(), Error> {
    let author = Author::editor(session)?;
    let entry = edited_entry(portal, session, id).await?;
    if entry.state() != EditedState::Published {
        return Err(Error::invalid("", Problem::FaqVersionNotOpen));
    }
    let (now, number) = (portal.clock.now(), revision + 1);
    let mut tx = portal.db.begin().await?;
    let version = NewVersion { entry: id, number, text: &entry.text, author: author.name(), withdrawn: true };
    if !add_version(&mut tx, now, &version).await? {
        return Err(Error::invalid("", Problem::FaqVersionNotOpen));
    }
    staff::record(
        &mut tx,
        now,
        &author,
        ActKind::FaqEntryWithdrawn,
        id,
        &[Change::next_version(revision, number)],
    )
    .await?;
    tx.commit().await?;
    refresh_index(portal).await.map(|_| ())
}
