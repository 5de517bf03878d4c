//! Writing of a draft. Each act replaces it as a whole by a definition that can be used.

use domain::{
    form::{Answers, ChoiceOption, FieldDefinition},
    motif::{
        Motif,
        editing::{self, Nature},
    },
    problem::{Problem, Problems},
};
use platform::Error;

use super::{
    draft::{self, MotifDraft, edited_motif},
    history, store,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    staff::{self, ActKind, Author, Change},
};

/// Begins a draft with the definition of a version, published or shipped.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::NotFound`] for an unknown motif or version;
/// [`Problem::MotifVersionNotOpen`] if there is a draft or a publication to come.
pub async fn begin(portal: &Portal, session: &Session, id: &str, number: i64) -> Result<(), Error> {
    let author = Author::of(portal, session)?;
    let definition = history::version(portal, session, id, number).await?.definition;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !store::insert_draft(&mut tx, now, &definition, author.name()).await? {
        return Err(not_open());
    }
    let changes = [Change::restored_version(number)];
    staff::record(&mut tx, now, &author, ActKind::MotifDraftBegun, id, &changes).await?;
    Ok(tx.commit().await?)
}

/// Another administrator was faster, or the draft is gone.
pub(super) fn not_open() -> Error {
    Error::invalid("", Problem::MotifVersionNotOpen)
}

/// Writes the texts of the draft. `revision`: that of the page with the form.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::NotFound`] for an unknown motif and one without draft;
/// [`Error::Invalid`]: problems of the form, [`Problem::MotifDraftChanged`].
pub async fn change_texts(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    answers: &Answers,
) -> Result<(), Error> {
    change(portal, session, id, revision, |motif| editing::with_texts(motif, answers)).await
}

/// Adds a field of this nature after the others.
///
/// # Errors
/// As [`change_texts`].
pub async fn add_field(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    nature: Nature,
    answers: &Answers,
) -> Result<(), Error> {
    let add = |motif: &Motif| {
        let new = FieldDefinition::new("", "", nature.kind());
        let field = editing::read_field(&new, new_field_conditions(motif), answers)?;
        editing::add_field(motif, field)
    };
    change(portal, session, id, revision, add).await
}

/// Conditions that a field after all others may have.
pub fn new_field_conditions(motif: &Motif) -> Vec<ChoiceOption> {
    editing::conditions(&motif.form.fields, None)
}

/// Changes a field, which keeps its name and its nature.
///
/// # Errors
/// As [`change_texts`]; [`Error::NotFound`] for an unknown field.
pub async fn change_field(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    field: &str,
    answers: &Answers,
) -> Result<(), Error> {
    require_field(portal, session, id, field).await?;
    let replace = |motif: &Motif| {
        let fields = &motif.form.fields;
        let place = fields.iter().position(|one| one.name == field).unwrap_or_default();
        let conditions = editing::conditions(&fields[..place], fields[place].only_if.as_ref());
        editing::change_field(motif, editing::read_field(&fields[place], conditions, answers)?)
    };
    change(portal, session, id, revision, replace).await
}

/// Removes a field.
///
/// # Errors
/// As [`change_field`].
pub async fn remove_field(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    field: &str,
) -> Result<(), Error> {
    require_field(portal, session, id, field).await?;
    change(portal, session, id, revision, |motif| editing::remove_field(motif, field)).await
}

/// Moves a field by one place.
///
/// # Errors
/// As [`change_field`].
pub async fn move_field(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    field: &str,
    up: bool,
) -> Result<(), Error> {
    require_field(portal, session, id, field).await?;
    change(portal, session, id, revision, |motif| editing::move_field(motif, field, up)).await
}

async fn require_field(portal: &Portal, session: &Session, id: &str, field: &str) -> Result<(), Error> {
    let draft = edited_draft(portal, session, id).await?;
    draft.definition.form.field(field).map(|_| ()).ok_or(Error::NotFound)
}

/// Returns the draft that an administrator may change now.
async fn edited_draft(portal: &Portal, session: &Session, id: &str) -> Result<MotifDraft, Error> {
    Author::of(portal, session)?;
    edited_motif(portal, session, id).await?.draft.ok_or(Error::NotFound)
}

async fn change(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    make: impl Fn(&Motif) -> Result<Motif, Problems>,
) -> Result<(), Error> {
    let author = Author::of(portal, session)?;
    let draft = edited_draft(portal, session, id).await?;
    if draft.revision != revision {
        return Err(changed_by(draft.author));
    }
    let changed = make(&draft.definition)?;
    if changed == draft.definition {
        return Ok(());
    }
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !store::update_draft(&mut tx, now, &changed, revision, author.name()).await? {
        drop(tx);
        return Err(match draft::draft(portal, id).await? {
            Some(other) => changed_by(other.author),
            None => not_open(),
        });
    }
    let changes = changes(&draft.definition, &changed);
    staff::record(&mut tx, now, &author, ActKind::MotifDraftChanged, id, &changes).await?;
    Ok(tx.commit().await?)
}

fn changed_by(author: String) -> Error {
    Error::invalid("", Problem::MotifDraftChanged { author })
}

fn changes(before: &Motif, after: &Motif) -> Vec<Change> {
    let change =
        |one: editing::Difference| Change { field: one.subject, before: one.before, after: one.after };
    editing::differences(before, after).into_iter().map(change).collect()
}

/// Deletes the draft of this revision.
///
/// # Errors
/// As [`change_texts`]; [`Problem::MotifVersionNotOpen`] if it was changed or is gone.
pub async fn discard(portal: &Portal, session: &Session, id: &str, revision: i64) -> Result<(), Error> {
    let author = Author::of(portal, session)?;
    edited_motif(portal, session, id).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !store::delete_draft(&mut tx, id, revision).await? {
        return Err(not_open());
    }
    staff::record(&mut tx, now, &author, ActKind::MotifDraftDiscarded, id, &[]).await?;
    Ok(tx.commit().await?)
}
