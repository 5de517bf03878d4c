//! Feeds for other programs (Atom, RFC 4287).

use platform::db::Moment;
use quick_xml::escape::escape;

/// A feed: it changes only with its entries.
#[derive(Clone, Debug)]
pub struct Feed {
    pub title: &'static str,
    /// Address of the feed, and its identifier.
    pub address: String,
    /// Page with the same content.
    pub page: String,
    pub updated: Moment,
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Never changes: an address.
    pub id: String,
    pub title: String,
    /// Page about it.
    pub page: String,
    pub published: Moment,
    pub updated: Moment,
    pub summary: String,
    /// HTML; may be empty.
    pub content: String,
}

/// Writes a feed.
pub fn write(feed: &Feed) -> String {
    let (own, page) = (escape(&feed.address), escape(&feed.page));
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n\
         <id>{own}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <author><name>Prodouane</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
        escape(feed.title),
        stamp(feed.updated),
    );
    feed.entries.iter().for_each(|entry| push(&mut text, entry));
    text.push_str("</feed>\n");
    text
}

fn push(feed: &mut String, entry: &Entry) {
    let content = match entry.content.is_empty() {
        true => String::new(),
        false => format!("<content type=\"html\">{}</content>\n", clean(&entry.content)),
    };
    feed.push_str(&format!(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <published>{}</published>\n<updated>{}</updated>\n<summary>{}</summary>\n{content}</entry>\n",
        escape(&entry.id),
        clean(&entry.title),
        escape(&entry.page),
        stamp(entry.published),
        stamp(entry.updated),
        clean(&entry.summary),
    ));
}

/// Escapes a text, without the control characters that XML has not (XML 1.0, 2.2).
fn clean(value: &str) -> String {
    let allowed: String = value.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    escape(&allowed).into_owned()
}

fn stamp(at: Moment) -> String {
    format!("{:.0}", at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_control_characters_dropped() {
        let at = Moment::from_micros(1_780_300_800_000_000);
        let entry = Entry {
            id: "https://portail.example/a?b&c".to_owned(),
            title: "Droits < 5\u{0} %".to_owned(),
            page: "https://portail.example/a".to_owned(),
            published: at,
            updated: at,
            summary: String::new(),
            content: "<p>a</p>".to_owned(),
        };
        let (address, page) = ("https://portail.example/f".to_owned(), "https://portail.example/".to_owned());
        let feed = write(&Feed { title: "Essai", address, page, updated: at, entries: vec![entry] });
        for part in [
            "<id>https://portail.example/a?b&amp;c</id>",
            "<title>Droits &lt; 5 %</title>",
            "<updated>2026-06-01T08:00:00Z</updated>",
            "<content type=\"html\">&lt;p&gt;a&lt;/p&gt;</content>",
        ] {
            assert!(feed.contains(part), "{part}\n{feed}");
        }
    }
}
