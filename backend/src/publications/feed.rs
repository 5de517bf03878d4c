//! The news as a feed (Atom, RFC 4287), which other programs read.

use domain::{
    path,
    rich_text::{self, Block, Inline},
};
use platform::{Error, db::Moment};
use quick_xml::escape::escape;

use super::{
    lists::last_change,
    read::{Article, latest_articles},
};
use crate::Portal;

/// Number of news in the feed.
const ENTRIES: i64 = 30;

/// Returns the latest news as a feed. It changes only with them.
pub async fn news_feed(portal: &Portal) -> Result<String, Error> {
    let news = latest_articles(portal, ENTRIES).await?;
    let updated = last_change(news.iter().map(|article| &article.summary));
    let (own, page) = (portal.link(path::NEWS_FEED), portal.link(path::NEWS));
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n\
         <id>{own}</id>\n<title>Actualités de Prodouane</title>\n<updated>{}</updated>\n\
         <author><name>Prodouane</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
        stamp(updated),
        own = escape(&own),
        page = escape(&page),
    );
    news.iter().for_each(|article| push_entry(&mut feed, portal, article));
    feed.push_str("</feed>\n");
    Ok(feed)
}

fn push_entry(feed: &mut String, portal: &Portal, article: &Article) {
    let summary = &article.summary;
    let address = portal.link(&summary.path());
    feed.push_str(&format!(
        "<entry>\n<id>{address}</id>\n<title>{}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n\
         <published>{}</published>\n<updated>{}</updated>\n<summary>{}</summary>\n<content type=\"html\">{}</content>\n\
         </entry>\n",
        text(&summary.head.title),
        stamp(summary.first_published_at),
        stamp(summary.published_at),
        text(&summary.head.summary),
        text(&html(portal, &article.body)),
        address = escape(&address),
    ));
}

/// Escapes a text, without the control characters that XML has not (XML 1.0, 2.2).
fn text(value: &str) -> String {
    let allowed: String = value.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    escape(&allowed).into_owned()
}

fn stamp(at: Moment) -> String {
    format!("{:.0}", at.timestamp())
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
