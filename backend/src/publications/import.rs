//! Import of articles from a file, by the command line.

use std::collections::BTreeMap;

use domain::{
    article::ArticleKind,
    form::Answers,
    problem::{FieldProblem, Problem},
    search,
};
use jiff::{ToSpan, civil::Date};
use platform::{Error, db::Moment};
use serde::Deserialize;

use super::{
    edit::{MAX_ID, read},
    index::refresh_index,
    store::{self, NewVersion, add_version},
};
use crate::{
    Portal,
    staff::{self, ActKind, Author},
};

/// Fields with a day, which may be counted from that of the import: « +10 », « -3 ».
const DAYS: [&str; 3] = [PUBLISHED_ON, "debut_jour", "fin_jour"];
const KIND: &str = "nature";
const PUBLISHED_ON: &str = "publie_le";

/// A file of articles: for each, its kind, its day of publication, and the answers to the form of its kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    article: Vec<BTreeMap<String, String>>,
}

/// Publishes the articles of a TOML file, except those whose title has an article already. Returns their number.
///
/// # Errors
/// [`Error::Unexpected`] if the file is no such file; [`Error::Invalid`]: problems of an article. Then nothing is published.
pub async fn import(portal: &Portal, file: &str) -> Result<usize, Error> {
    let file: File = toml::from_str(file).map_err(|error| Error::Unexpected(error.into()))?;
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let mut imported = 0;
    for article in file.article {
        let answers = with_days(article, now.day());
        let kind = ArticleKind::from_code(answers.text(KIND)).ok_or_else(|| unknown_value("Nature", KIND))?;
        let from: Date =
            answers.text(PUBLISHED_ON).parse().map_err(|_| unknown_value("Publié le", PUBLISHED_ON))?;
        let text = read(kind, &answers, false)?;
        let id = search::slug(&text.head.title, MAX_ID).ok_or_else(|| unknown_value("Titre", "titre"))?;
        if !store::insert_article(&mut tx, &id, kind).await? {
            continue;
        }
        let author = Author::CommandLine;
        let version =
            NewVersion { article: &id, number: 1, text: &text, author: author.name(), archived: false };
        add_version(&mut tx, now, &version).await?;
        store::publish(&mut tx, now, &id, 1, Moment::start_of(from)).await?;
        staff::record(&mut tx, now, &author, ActKind::ArticlePublished, &id, &[]).await?;
        imported += 1;
    }
    tx.commit().await?;
    refresh_index(portal).await?;
    Ok(imported)
}

fn unknown_value(label: &str, field: &str) -> Error {
    Error::Invalid(vec![FieldProblem::new(field, Problem::NotInList { label: label.to_owned() })])
}

/// Replaces days that are counted from today by their dates.
fn with_days(article: BTreeMap<String, String>, today: Date) -> Answers {
    let dated = |(name, value): (String, String)| {
        let is_counted = DAYS.contains(&name.as_str()) && value.starts_with(['+', '-']);
        match value.parse::<i32>() {
            Ok(days) if is_counted => (name, today.saturating_add(days.days()).to_string()),
            _ => (name, value),
        }
    };
    article.into_iter().map(dated).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_may_be_counted_from_today() {
        let article = [("debut_jour", "+10"), ("fin_jour", "2026-12-01"), ("titre", "+10")];
        let article = article.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let answers = with_days(BTreeMap::from(article), date(2026, 12, 25));
        assert_eq!(answers.text("debut_jour"), "2027-01-04");
        assert_eq!((answers.text("fin_jour"), answers.text("titre")), ("2026-12-01", "+10"));
    }
}
