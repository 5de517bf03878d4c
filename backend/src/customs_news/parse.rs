//! Reads a feed: RSS 2.0, RSS 1.0 or Atom.

use jiff::{Timestamp, fmt::rfc2822};
use platform::db::Moment;
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};

/// Longest title and summary, in characters.
const TITLE: usize = 200;
const SUMMARY: usize = 400;

/// An entry of a feed, as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Identifier of the feed; its address if it has none.
    pub id: String,
    pub title: String,
    pub summary: String,
    pub link: String,
    pub published_at: Option<Moment>,
}

/// Returns the entries with a title and an address, in the order of the feed.
///
/// # Errors
/// The place that is no XML.
pub fn entries(feed: &str) -> anyhow::Result<Vec<Entry>> {
    let mut reader = Reader::from_str(feed);
    let (mut found, mut current, mut text) = (Vec::new(), None::<Entry>, String::new());
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                text.clear();
                open(&tag, &mut current);
            }
            Event::Empty(tag) => open(&tag, &mut current),
            Event::Text(part) => text.push_str(&part.decode()?),
            Event::CData(part) => text.push_str(&part.decode()?),
            Event::GeneralRef(reference) => text.push_str(&resolved(&reference)),
            Event::End(tag) => match (tag.local_name().as_ref(), current.as_mut()) {
                (b"item" | b"entry", _) => found.extend(current.take().and_then(complete)),
                (name, Some(entry)) => set(entry, name, &std::mem::take(&mut text)),
                _ => {}
            },
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Begins an entry; reads the link of an Atom entry, which is an attribute.
fn open(tag: &BytesStart<'_>, current: &mut Option<Entry>) {
    match (tag.local_name().as_ref(), current.as_mut()) {
        (b"item" | b"entry", _) => *current = Some(Entry::default()),
        (b"link", Some(entry)) => {
            let value = |name: &str| {
                let attribute = tag.try_get_attribute(name).ok().flatten()?;
                attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
            };
            let is_page = value("rel").is_none_or(|rel| rel == "alternate");
            if let Some(address) = value("href").filter(|_| is_page && entry.link.is_empty()) {
                entry.link = address;
            }
        }
        _ => {}
    }
}

fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => {
            let name = reference.decode().unwrap_or_default();
            resolve_predefined_entity(&name).unwrap_or_default().to_owned()
        }
    }
}

/// Sets a field from the text of its element; the first one counts.
fn set(entry: &mut Entry, name: &[u8], text: &str) {
    let text = text.trim();
    match name {
        b"title" if entry.title.is_empty() => entry.title = plain(text, TITLE),
        b"description" | b"summary" if entry.summary.is_empty() => entry.summary = plain(text, SUMMARY),
        b"guid" | b"id" if entry.id.is_empty() => entry.id = text.to_owned(),
        b"link" if entry.link.is_empty() => entry.link = text.to_owned(),
        b"pubDate" | b"published" | b"updated" | b"date" if entry.published_at.is_none() => {
            entry.published_at = time(text);
        }
        _ => {}
    }
}

fn time(text: &str) -> Option<Moment> {
    let iso = text.parse::<Timestamp>().ok();
    iso.or_else(|| Some(rfc2822::parse(text).ok()?.timestamp())).map(Moment::from_timestamp)
}

fn complete(mut entry: Entry) -> Option<Entry> {
    if entry.id.is_empty() {
        entry.id.clone_from(&entry.link);
    }
    (!entry.title.is_empty() && !entry.link.is_empty()).then_some(entry)
}

/// Turns HTML into plain text of at most `max` characters, cut at a word.
fn plain(html: &str, max: usize) -> String {
    let mut text = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            _ if in_tag => {}
            _ => text.push(c),
        }
    }
    let text = decoded(&text);
    let allowed: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    cut(&allowed.split_whitespace().collect::<Vec<_>>().join(" "), max)
}

/// Replaces the entities of HTML; a sign « & » that begins none is kept.
fn decoded(text: &str) -> String {
    let (mut decoded, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        rest = match entity(after) {
            Some((c, after)) => {
                decoded.push(c);
                after
            }
            None => {
                decoded.push('&');
                after
            }
        };
    }
    decoded + rest
}

/// Reads the entity at the start of a text. Returns its character, and what follows.
fn entity(text: &str) -> Option<(char, &str)> {
    let (name, after) = text.split_once(';')?;
    let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    let c = match name.strip_prefix('#') {
        Some(digits) => {
            digits.strip_prefix(['x', 'X']).map_or_else(|| number(digits, 10), |hex| number(hex, 16))
        }
        None if name == "nbsp" => Some(' '),
        None => resolve_predefined_entity(name).and_then(|text| text.chars().next()),
    };
    Some((c?, after))
}

fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max - 1).collect();
    let kept = kept.rsplit_once(' ').map_or(kept.as_str(), |(kept, _)| kept);
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss_and_atom_are_read() {
        let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Douane</title><link>https://d.example/</link>\
                   <item><title>Droits &amp; taxes</title><link>https://d.example/a</link><guid>a-1</guid>\
                   <description><![CDATA[<p>Un <b>texte</b> &lt;script&gt;</p>]]></description>\
                   <pubDate>Mon, 30 Nov 2026 08:00:00 +0100</pubDate></item><item><title></title></item></channel></rss>";
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Douane</title><id>f</id><entry><id>a-1</id>\
                    <title>Droits &#38; taxes</title><link rel=\"self\" href=\"https://d.example/x\"/>\
                    <link href=\"https://d.example/a\"/><published>2026-11-30T07:00:00Z</published>\
                    <author><name>Douane</name></author>\
                    <summary type=\"html\">&lt;p&gt;Un texte &amp;lt;script&amp;gt;&lt;/p&gt;</summary></entry></feed>";
        let expected = Entry {
            id: "a-1".to_owned(),
            title: "Droits & taxes".to_owned(),
            summary: "Un texte <script>".to_owned(),
            link: "https://d.example/a".to_owned(),
            published_at: "2026-11-30T07:00:00Z".parse().ok().map(Moment::from_timestamp),
        };
        assert_eq!(entries(rss).expect("RSS"), std::slice::from_ref(&expected));
        assert_eq!(entries(atom).expect("Atom"), [expected]);
        assert!(entries("<rss><item>").is_ok_and(|found| found.is_empty()));
        assert!(entries("<rss></item>").is_err());
    }

    #[test]
    fn long_texts_are_cut_at_a_word() {
        assert_eq!(plain("un deux trois", 10), "un deux…");
        assert_eq!(plain("un deux", 10), "un deux");
    }

    #[test]
    fn entities_are_decoded_and_lone_signs_kept() {
        for (html, text) in [
            ("R&D &amp; taxes", "R&D & taxes"),
            ("l&#8217;octroi&nbsp;de mer", "l’octroi de mer"),
            ("&#xe9;tat &inconnu; & fin", "état &inconnu; & fin"),
            ("a<br/>b", "a b"),
        ] {
            assert_eq!(plain(html, 100), text, "{html}");
        }
    }
}
