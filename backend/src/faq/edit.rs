//! Writing of entries: each act of an editor adds a version, so that nothing written is lost.

use domain::{
    faq_forms,
    form::{Answers, FormDefinition, checked, parse_date},
    problem::{FieldProblem, Problem, Problems},
    rich_text, search,
};
use jiff::civil::Date;
use platform::{
    Error,
    db::{Moment, Tx},
    on, on_tx,
};

use super::{
    edited::{Edited, edited_entry},
    history,
    shipped::themes,
    store::{self, NewVersion},
    text::Text,
};
use crate::{
    Portal,
    accounts::sessions::Session,
    staff::{self, ActKind, Author, Change},
};

/// Maximum length of an identifier made of a question, in bytes.
const MAX_ID: usize = 60;

/// The form of a version.
pub fn form() -> FormDefinition {
    faq_forms::entry(themes().iter().map(|theme| (theme.code, theme.title.as_str())))
}

/// Creates an entry with its first draft. Returns its identifier, made of the question.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Refused`] without the right; [`Error::Invalid`]: problems of the form.
pub async fn create(portal: &Portal, session: &Session, answers: &Answers) -> Result<String, Error> {
    let author = Author::editor(session)?;
    let text = read(portal, answers).await?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let id = insert_named(&mut tx, &text.question).await?;
    let version = NewVersion { entry: &id, number: 1, text: &text, author: author.name(), withdrawn: false };
    add_version(&mut tx, now, &version).await?;
    staff::record(&mut tx, now, &author, ActKind::FaqEntryCreated, &id, &changes(None, &text)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Inserts an entry whose identifier is made of its question, with a number if it is taken: « mon-titre-2 ».
async fn insert_named(tx: &mut Tx, question: &str) -> Result<String, Error> {
    let name = search::slug(question, MAX_ID).unwrap_or_else(|| "question".to_owned());
    let (mut id, mut number) = (name.clone(), 1);
    while !store::insert_entry(tx, &id).await? {
        number += 1;
        id = format!("{name}-{number}");
    }
    Ok(id)
}

/// Writes a draft after the version `revision`, which the page of the form has shown.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] for an unknown entry; [`Error::Invalid`]: [`Problem::FaqEntryChanged`] if another version
/// was written meanwhile.
pub async fn change(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    answers: &Answers,
) -> Result<(), Error> {
    let author = Author::editor(session)?;
    let entry = edited_entry(portal, session, id).await?;
    let text = read(portal, answers).await?;
    let changes = changes(Some(&entry.text), &text);
    match add(portal, &author, &entry, revision, &text, ActKind::FaqEntryChanged, changes).await? {
        true => Ok(()),
        false => Err(changed_by(portal, session, id).await?),
    }
}

/// Writes the text of a former version as a draft.
///
/// # Errors
/// As [`change`], except [`Problem::FaqVersionNotOpen`] if another version was written meanwhile; [`Error::NotFound`] for an
/// unknown version.
pub async fn restore(
    portal: &Portal,
    session: &Session,
    id: &str,
    revision: i64,
    number: i64,
) -> Result<(), Error> {
    let author = Author::editor(session)?;
    let entry = edited_entry(portal, session, id).await?;
    let text = history::version(portal, session, id, number).await?.text;
    let restored = Change::restored_version(number);
    let changes = [restored].into_iter().chain(changes(Some(&entry.text), &text)).collect();
    match add(portal, &author, &entry, revision, &text, ActKind::FaqVersionRestored, changes).await? {
        true => Ok(()),
        false => Err(Error::invalid("", Problem::FaqVersionNotOpen)),
    }
}

/// Adds a draft after `revision`, with its act. Returns `false` if another version is the last one.
async fn add(
    portal: &Portal,
    author: &Author<'_>,
    entry: &Edited,
    revision: i64,
    text: &Text,
    kind: ActKind,
    mut changes: Vec<Change>,
) -> Result<bool, Error> {
    let (now, number) = (portal.clock.now(), revision + 1);
    let mut tx = portal.db.begin().await?;
    let version = NewVersion { entry: &entry.id, number, text, author: author.name(), withdrawn: false };
    if !add_version(&mut tx, now, &version).await? {
        return Ok(false);
    }
    changes.insert(0, Change::next_version(revision, number));
    staff::record(&mut tx, now, author, kind, &entry.id, &changes).await?;
    tx.commit().await?;
    Ok(true)
}

/// Inserts the version after the last one. Returns `false` if the last one is not the one before.
pub(super) async fn add_version(tx: &mut Tx, now: Moment, version: &NewVersion<'_>) -> Result<bool, Error> {
    let last: Option<i64> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT MAX(number) FROM faq_version WHERE entry = $1")
            .bind(version.entry)
            .fetch_one(c)
            .await
    })?;
    Ok(last.unwrap_or(0) + 1 == version.number && store::insert_version(tx, now, version).await?)
}

/// Another editor was faster.
async fn changed_by(portal: &Portal, session: &Session, id: &str) -> Result<Error, Error> {
    let author = edited_entry(portal, session, id).await?.author;
    Ok(Error::invalid("", Problem::FaqEntryChanged { author: shown_author(&author) }))
}

/// Name of the author of a version.
fn shown_author(author: &str) -> String {
    if author.is_empty() { "l’exploitant du portail".to_owned() } else { author.to_owned() }
}

/// Returns what changes, with French labels. Answers are read in the versions.
fn changes(before: Option<&Text>, after: &Text) -> Vec<Change> {
    let of = |value: fn(&Text) -> &str| (before.map_or("", value), value(after));
    [
        ("Question", of(|text| &text.question)),
        ("Thème", of(|text| &text.theme)),
        ("Autres mots", of(|text| &text.keywords)),
        ("Voir aussi", of(|text| &text.related)),
        ("Service responsable", of(|text| &text.owner)),
        ("À relire avant le", of(|text| &text.review_by)),
    ]
    .into_iter()
    .filter_map(|(field, (before, after))| Change::of(field, before, after))
    .collect()
}

/// Reads the form.
async fn read(portal: &Portal, answers: &Answers) -> Result<Text, Error> {
    let answers = checked(&form(), answers, &())?;
    let text = Text {
        theme: answers.text("theme").to_owned(),
        question: answers.text("question").to_owned(),
        answer: answers.text("reponse").to_owned(),
        keywords: answers.text("mots").to_owned(),
        related: answers.text("liens").split_whitespace().collect::<Vec<_>>().join(" "),
        owner: answers.text("responsable").to_owned(),
        review_by: answers.text("relecture").to_owned(),
    };
    let problems = problems(&text, &known_ids(portal).await?, portal.clock.now().day());
    if problems.is_empty() { Ok(text) } else { Err(Error::Invalid(problems)) }
}

async fn known_ids(portal: &Portal) -> Result<Vec<String>, Error> {
    Ok(on!(portal.db, |c| sqlx::query_scalar("SELECT id FROM faq_entry").fetch_all(c).await)?)
}

/// Problems that depend on the day and on the other entries.
fn problems(text: &Text, known: &[String], today: Date) -> Problems {
    let unknown = text.related.split_whitespace().find(|id| !known.iter().any(|one| one == id));
    let past = parse_date(&text.review_by).is_none_or(|day| day <= today);
    [
        ("reponse", rich_text::has_incomplete_mark(&text.answer).then_some(Problem::IncompleteMark)),
        ("liens", unknown.map(|id| Problem::UnknownFaqEntry { id: id.to_owned() })),
        ("relecture", past.then(|| Problem::DateNotToCome { label: "À relire avant le".to_owned() })),
    ]
    .into_iter()
    .filter_map(|(field, problem)| problem.map(|problem| FieldProblem::new(field, problem)))
    .collect()
}
