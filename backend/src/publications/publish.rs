//! Publication of versions: at once or at a date, its cancellation, and archiving of an article.

use domain::{article, form::Answers, problem::Problem};
use platform::{Error, db::Moment};

use super::{
    edited::{ArticleState, edited_article},
    history,
    index::refresh_index,
    store::{self, NewVersion},
    text::Text,
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
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::NotFound`] for an unknown article; [`Error::Invalid`]:
/// problems of the form, [`Problem::ArticleVersionNotOpen`].
pub async fn publish(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: i64,
    answers: &Answers,
) -> Result<Moment, Error> {
    let author = Author::editor(session)?;
    edited_article(portal, session, id).await?;
    let now = portal.clock.now();
    let from = publication_start(now, &article::publication(), answers)?;
    let mut tx = portal.db.begin().await?;
    if !store::publish(&mut tx, now, id, number, from).await? {
        return Err(Error::invalid("", Problem::ArticleVersionNotOpen));
    }
    let changes = [Change::version(number), Change::publication("", &from.french_minute())];
    staff::record(&mut tx, now, &author, ActKind::ArticlePublished, id, &changes).await?;
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
    edited_article(portal, session, id).await?;
    let planned = history::version(portal, session, id, number).await?.published_at;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !store::cancel_publication(&mut tx, now, id, number).await? {
        return Err(Error::invalid("", Problem::ArticleVersionNotOpen));
    }
    let planned = planned.map(Moment::french_minute).unwrap_or_default();
    let changes = [Change::version(number), Change::publication(&planned, "")];
    staff::record(&mut tx, now, &author, ActKind::ArticlePublicationCancelled, id, &changes).await?;
    Ok(tx.commit().await?)
}

/// Archives a published article at once, with a version that repeats the text that people read: the article leaves the
/// lists and stays at its address. Publications to come are void.
///
/// # Errors
/// As [`publish`]; [`Problem::ArticleVersionNotOpen`] too if `revision` is not the last version.
pub async fn archive(portal: &Portal, session: &Session, id: &str, revision: i64) -> Result<(), Error> {
    let author = Author::editor(session)?;
    let article = edited_article(portal, session, id).await?;
    let not_open = || Error::invalid("", Problem::ArticleVersionNotOpen);
    let shown = article.shown.filter(|_| article.state() == ArticleState::Published).ok_or_else(not_open)?;
    let text = history::version(portal, session, id, shown).await?.text;
    let text = Text { correction: String::new(), ..text };
    let (now, number) = (portal.clock.now(), revision + 1);
    let mut tx = portal.db.begin().await?;
    let version = NewVersion { article: id, number, text: &text, author: author.name(), archived: true };
    if !store::add_version(&mut tx, now, &version).await? {
        return Err(not_open());
    }
    let changes = [Change::next_version(revision, number)];
    staff::record(&mut tx, now, &author, ActKind::ArticleArchived, id, &changes).await?;
    tx.commit().await?;
    refresh_index(portal).await.map(|_| ())
}
