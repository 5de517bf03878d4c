//! Published articles in the index of the search.

use domain::{article::ArticleKind, rich_text};
use platform::Error;

use super::read::{Article, listed};
use crate::{
    Portal,
    search::{self, Document, Kind},
};

/// Returns the kind of texts that articles of a kind are for searches.
pub fn kind_of_texts(kind: ArticleKind) -> Kind {
    match kind {
        ArticleKind::News => Kind::News,
        ArticleKind::Event => Kind::Event,
        ArticleKind::Guide => Kind::Guide,
    }
}

/// Indexes the articles that lists show, unless they are indexed: articles get published when their date comes. Returns the
/// number of texts indexed.
pub async fn refresh_index(portal: &Portal) -> Result<u64, Error> {
    let mut indexed = 0;
    for kind in ArticleKind::ALL {
        let texts = kind_of_texts(kind);
        let documents: Vec<Document> = listed(portal, kind).await?.into_iter().map(document).collect();
        if search::is_indexed(portal, texts, &documents).await? {
            continue;
        }
        let mut tx = portal.db.begin().await?;
        search::index(&mut tx, texts, &documents).await?;
        tx.commit().await?;
        indexed += documents.len() as u64;
    }
    Ok(indexed)
}

fn document(article: Article) -> Document {
    let head = &article.summary.head;
    let genre = head.genre().map_or("", |genre| genre.label());
    let teleservice = head.teleservice().map_or("", |teleservice| teleservice.label());
    Document {
        keywords: [&article.keywords, genre, teleservice, &head.place].join(" "),
        body: format!("{} {}", head.summary, rich_text::plain(&article.body)),
        title: head.title.clone(),
        reference: article.summary.id,
    }
}
