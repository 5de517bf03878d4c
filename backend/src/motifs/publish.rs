//! Publication of a draft: at once or at a date, and its cancellation.

use domain::{
    form::{Answers, checked},
    motif::{
        Motif,
        editing::{self, differences},
    },
    problem::Problem,
};
use platform::{
    Error,
    db::{Moment, Tx},
};

use super::{
    draft::{MotifDraft, edited_motif},
    edit::not_open,
    history, in_use,
    store::{self, NewVersion},
};
use crate::{
    Portal,
    accounts::sessions::Session,
    publishing::publication_start,
    staff::{self, ActKind, Author, Change},
};

/// Publication of a shipped definition: before any time that a clock may show.
const ALWAYS: Moment = Moment::from_micros(0);

/// Publishes the draft of this revision: now, or from the start of a day in Paris. Returns the time.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::NotFound`] for an unknown motif; [`Error::Invalid`]:
/// problems of the form; [`Problem::MotifVersionNotOpen`] if the draft was changed or is gone;
/// [`Problem::MotifWithoutChange`].
pub async fn publish(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    answers: &Answers,
) -> Result<Moment, Error> {
    let author = Author::of(portal, session)?;
    let edited = edited_motif(portal, session, id).await?;
    let now = portal.clock.now();
    let form = editing::publication();
    let from = publication_start(now, &form, answers)?;
    let note = checked(&form, answers, &())?.text("note").to_owned();
    let draft = edited.draft.ok_or_else(not_open)?;
    check(&edited.current, &draft)?;
    let mut tx = portal.db.begin().await?;
    // One of several publications of a draft deletes it.
    if !store::delete_draft(&mut tx, id, revision).await? {
        return Err(not_open());
    }
    let number = next_number(&mut tx, now, &edited.current).await?;
    let definition = Motif { version: number, ..draft.definition };
    let version =
        NewVersion { definition: &definition, note: &note, author: author.name(), published_at: from };
    if !store::insert_version(&mut tx, now, &version).await? {
        return Err(not_open());
    }
    let changes = [
        Change::version(number),
        Change::publication("", &from.french_minute()),
        Change::new("Note", "", &note),
    ];
    staff::record(&mut tx, now, &author, ActKind::MotifPublished, id, &changes).await?;
    tx.commit().await?;
    in_use::refresh(portal).await?;
    Ok(from)
}

/// Checks that the draft changes something and can be filled in, by the program of today.
fn check(current: &Motif, draft: &MotifDraft) -> Result<(), Error> {
    if differences(current, &draft.definition).is_empty() {
        return Err(Error::invalid("", Problem::MotifWithoutChange));
    }
    draft.definition.validate_whole().map_err(|error| {
        let field = draft.definition.form.field(error.name());
        let label = field.map_or_else(|| error.name().to_owned(), |field| field.label.clone());
        Error::invalid("", Problem::MotifNotFillable { label })
    })
}

/// Returns the number of a version after all others. Stores the shipped definition that it follows, so that the history stays
/// whole when the program ships another one.
async fn next_number(tx: &mut Tx, now: Moment, current: &Motif) -> Result<u32, Error> {
    let followed = NewVersion { definition: current, note: "", author: "", published_at: ALWAYS };
    store::insert_version(tx, now, &followed).await?;
    let last = store::last_number(tx, &current.id).await?;
    u32::try_from(last + 1).map_err(|error| Error::Unexpected(error.into()))
}

/// Makes a version whose date has not come a draft again.
///
/// # Errors
/// As [`publish`]; [`Error::NotFound`] for an unknown version too.
pub async fn cancel_publication(
    portal: &Portal,
    session: &Session,
    id: &str,
    number: i64,
) -> Result<(), Error> {
    let author = Author::of(portal, session)?;
    let current = edited_motif(portal, session, id).await?.current;
    let version = history::version(portal, session, id, number).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !store::delete_planned(&mut tx, now, id, number).await? {
        return Err(not_open());
    }
    let draft = Motif { version: current.version, ..version.definition };
    if !store::insert_draft(&mut tx, now, &draft, author.name()).await? {
        return Err(not_open());
    }
    let changes = [Change::version(number), Change::publication("prévue", "annulée")];
    staff::record(&mut tx, now, &author, ActKind::MotifPublicationCancelled, id, &changes).await?;
    Ok(tx.commit().await?)
}
