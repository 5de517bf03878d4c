//! The news as a feed, which other programs read.

use domain::{
    path,
    rich_text::{self, Block, Inline},
};
use platform::Error;
use quick_xml::escape::escape;

use super::{
    lists::last_change,
    read::{Article, latest_articles},
};
use crate::{
    Portal,
    atom::{self, Entry, Feed},
};

/// Number of news in the feed.
const ENTRIES: i64 = 30;

/// Returns the latest news as a feed. It changes only with them.
pub async fn news_feed(portal: &Portal) -> Result<String, Error> {
    let news = latest_articles(portal, ENTRIES).await?;
    Ok(atom::write(&Feed {
        title: "Actualités de Prodouane",
        address: portal.link(path::NEWS_FEED),
        page: portal.link(path::NEWS),
        updated: last_change(news.iter().map(|article| &article.summary)),
        entries: news.iter().map(|article| entry(portal, article)).collect(),
    }))
}

fn entry(portal: &Portal, article: &Article) -> Entry {
    let summary = &article.summary;
    let page = portal.link(&summary.path());
    Entry {
        id: page.clone(),
        title: summary.head.title.clone(),
        page,
        published: summary.first_published_at,
        updated: summary.published_at,
        summary: summary.head.summary.clone(),
        content: html(portal, &article.body),
    }
}

/// Writes a text as HTML, with absolute links.
fn html(portal: &Portal, body: &str) -> String {
    let items = |items: Vec<Vec<Inline>>| -> String {
        items.iter().map(|item| format!("<li>{}</li>", line(portal, item))).collect()
    };
    let block = |block: Block| match block {
        Block::Paragraph(inlines) => format!("<p>{}</p>", line(portal, &inlines)),
        Block::Heading(title) => format!("<h2>{}</h2>", escape(&title)),
        Block::List(list) => format!("<ul>{}</ul>", items(list)),
        Block::Steps(steps) => format!("<ol>{}</ol>", items(steps)),
    };
    rich_text::blocks(body).into_iter().map(block).collect()
}

fn line(portal: &Portal, inlines: &[Inline]) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Text(text) => escape(text).into_owned(),
        Inline::Bold(text) => format!("<strong>{}</strong>", escape(text)),
        Inline::Link { label, address } => {
            let address = if address.starts_with('/') { portal.link(address) } else { address.clone() };
            format!("<a href=\"{}\">{}</a>", escape(&address), escape(label))
        }
    };
    inlines.iter().map(part).collect()
}
