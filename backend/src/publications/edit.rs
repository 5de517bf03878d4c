//! Writing of articles: each act of an editor adds a version, so that nothing written is lost.

use domain::{
    article::{self, ArticleKind},
    form::{Answers, checked},
    problem::Problem,
    search,
};
use platform::{Error, db::Tx};

use super::{
    edited::{EditedArticle, edited_article},
    history,
    store::{self, NewVersion, add_version},
    text::Text,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    staff::{self, ActKind, Author, Change},
};

/// Maximum length of an identifier made of a title, in bytes.
pub(super) const MAX_ID: usize = 60;

/// Creates an article with its first draft. Returns its identifier, made of the title.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::Invalid`]: problems of the form.
pub async fn create(
    portal: &Portal,
    session: &Session,
    kind: ArticleKind,
    answers: &Answers,
) -> Result<String, Error> {
    let author = Author::editor(session)?;
    let text = read(kind, answers, false)?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let id = insert_named(&mut tx, kind, &text.head.title).await?;
    let version = NewVersion { article: &id, number: 1, text: &text, author: author.name(), archived: false };
    add_version(&mut tx, now, &version).await?;
    staff::record(&mut tx, now, &author, ActKind::ArticleCreated, &id, &changes(None, &text)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Inserts an article whose identifier is made of its title, with a number if it is taken: « mon-titre-2 ».
async fn insert_named(tx: &mut Tx, kind: ArticleKind, title: &str) -> Result<String, Error> {
    let name = search::slug(title, MAX_ID).unwrap_or_else(|| kind.code().to_owned());
    let (mut id, mut number) = (name.clone(), 1);
    while !store::insert_article(tx, &id, kind).await? {
        number += 1;
        id = format!("{name}-{number}");
    }
    Ok(id)
}

/// Writes a draft after the version `revision`, which the page of the form has shown.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] for an unknown article; [`Error::Invalid`]: [`Problem::FaqEntryChanged`] if another version
/// was written meanwhile.
pub async fn change(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::editor(session)?;
    let article = edited_article(portal, session, id).await?;
    let text = read(article.kind(), answers, true)?;
    let changes = changes(Some(&article.text), &text);
    match add(portal, &author, id, revision, &text, ActKind::ArticleChanged, changes).await? {
        true => Ok(()),
        false => Err(changed_by(portal, session, id).await?),
    }
}

/// Writes the text of a former version as a draft.
///
/// # Errors
/// As [`change`], except [`Problem::ArticleVersionNotOpen`] if another version was written meanwhile; [`Error::NotFound`] for an
/// unknown version.
pub async fn restore(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    number: i64,
) -> Result<(), Error> {
    let author = Author::editor(session)?;
    let article = edited_article(portal, session, id).await?;
    let former = history::version(portal, session, id, number).await?.text;
    let text = Text { correction: String::new(), ..former };
    let restored = Change::restored_version(number);
    let changes = [restored].into_iter().chain(changes(Some(&article.text), &text)).collect();
    match add(portal, &author, id, revision, &text, ActKind::ArticleVersionRestored, changes).await? {
        true => Ok(()),
        false => Err(Error::invalid("", Problem::ArticleVersionNotOpen)),
    }
}

/// Adds a draft after `revision`, with its act. Returns `false` if another version is the last one.
async fn add(
    portal: &Portal,
    author: &Author<'_>,
    id: &str,
    revision: i64,
    text: &Text,
    kind: ActKind,
    mut changes: Vec<Change>,
) -> Result<bool, Error> {
    let (now, number) = (portal.clock.now(), revision + 1);
    let mut tx = portal.db.begin().await?;
    let version = NewVersion { article: id, number, text, author: author.name(), archived: false };
    if !add_version(&mut tx, now, &version).await? {
        return Ok(false);
    }
    changes.insert(0, Change::next_version(revision, number));
    staff::record(&mut tx, now, author, kind, id, &changes).await?;
    tx.commit().await?;
    Ok(true)
}

/// Another editor was faster.
async fn changed_by(portal: &Portal, session: &Session, id: &str) -> Result<Error, Error> {
    let EditedArticle { author, .. } = edited_article(portal, session, id).await?;
    Ok(Error::invalid("", Problem::FaqEntryChanged { author }))
}

/// Returns what changes, with French labels. Texts are read in the versions.
fn changes(before: Option<&Text>, after: &Text) -> Vec<Change> {
    let shown = |text: &Text| {
        let head = &text.head;
        let time = head.time().map(|time| time.words()).unwrap_or_default();
        let cancelled = if head.cancelled { "oui" } else { "" };
        let values = [&head.title, &head.summary, &time, &head.place, cancelled, &text.correction];
        values.map(str::to_owned)
    };
    let labels = ["Titre", "Résumé", "Date", "Lieu", "Annulé", "Note de correction"];
    let (before, after) = (before.map(shown).unwrap_or_default(), shown(after));
    let pairs = labels.into_iter().zip(before.iter().zip(&after));
    pairs.filter_map(|(field, (before, after))| Change::of(field, before, after)).collect()
}

/// Reads the form.
pub(super) fn read(kind: ArticleKind, answers: &Answers, is_further: bool) -> Result<Text, Error> {
    let answers = checked(&article::text(kind, is_further), answers, &())?;
    let time = article::event_time(kind, &answers).map_err(Error::Invalid)?;
    Ok(Text::of(kind, &answers, time))
}
