//! XML and web pages: tells the data of an exchange from a page that a browser would run.
//!
//! A browser runs the elements of the XHTML and SVG namespaces in any XML file; element names without these namespaces are
//! only data there, whatever they are.

use std::{borrow::Cow, collections::HashSet};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesPI, BytesStart, Event},
    name::PrefixDeclaration,
};

const ACTIVE_NAMESPACES: [&str; 2] = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"];
/// Names by which a web page begins.
const PAGE_ROOTS: [&str; 6] = ["html", "head", "body", "svg", "script", "iframe"];

/// Returns `true` for XML that a browser would only display. It may be incomplete: people send messages that were rejected.
pub fn is_xml_data(content: &[u8]) -> bool {
    let text = decoded(content);
    let Some(markup) = Markup::read(&text) else { return false };
    let Some(root) = &markup.root else { return false };
    let is_page = markup.doctype_html || (!root.has_namespace && root.is_any_of(&["html", "svg"]));
    let hides_something = markup.is_broken && mentions_active_content(&text);
    !(is_page || markup.is_active || markup.defines_entities || hides_something)
}

/// Returns `true` if a text is a web page or a drawing. `head`: first bytes; `is_whole`: there are no others.
pub fn is_web_page(head: &[u8], is_whole: bool) -> bool {
    let text = decoded(head);
    let Some(markup) = Markup::read(&text) else { return false };
    let is_page = markup.root.as_ref().is_some_and(|root| {
        let is_more_than_a_quotation =
            markup.doctype_html || markup.root_closed || markup.elements > 1 || !is_whole;
        !root.has_namespace && root.is_any_of(&PAGE_ROOTS) && is_more_than_a_quotation
    });
    is_page || markup.is_active || markup.has_script
}

/// What was found in a text that begins with markup.
#[derive(Default)]
struct Markup {
    doctype_html: bool,
    /// The internal DTD defines entities or namespaces, which can hide elements, or multiply without limit.
    defines_entities: bool,
    root: Option<Root>,
    root_closed: bool,
    elements: usize,
    /// Contains an element of an active namespace, or a style sheet that can create some.
    is_active: bool,
    /// Contains a `script` element without namespace.
    has_script: bool,
    /// Cannot be parsed to the end.
    is_broken: bool,
    /// Prefixes bound to an active namespace anywhere; the empty one for unprefixed elements.
    active_prefixes: HashSet<Vec<u8>>,
}

struct Root {
    name: Vec<u8>,
    has_namespace: bool,
}

impl Root {
    fn is_any_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name.as_bytes()))
    }
}

impl Markup {
    /// Returns `None` if the text does not begin with markup.
    fn read(text: &[u8]) -> Option<Markup> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
        if !text.starts_with(b"<") {
            return None;
        }
        let mut reader = Reader::from_reader(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let mut markup = Markup::default();
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(event) => markup.add(&event),
                Err(_) => {
                    markup.is_broken = true;
                    break;
                }
            }
        }
        Some(markup)
    }

    fn add(&mut self, event: &Event) {
        match event {
            Event::DocType(definition) => self.add_doctype(&definition.to_ascii_lowercase()),
            Event::Start(element) | Event::Empty(element) => self.add_element(element),
            Event::End(end) => {
                let name = end.name();
                self.root_closed |= self.root.as_ref().is_some_and(|root| root.name == name.as_ref());
            }
            Event::PI(instruction) => self.is_active |= is_own_style_sheet(instruction),
            _ => {}
        }
    }

    fn add_doctype(&mut self, definition: &[u8]) {
        let name = definition.trim_ascii_start();
        let after = name.strip_prefix(b"html").map(|rest| rest.first().is_none_or(u8::is_ascii_whitespace));
        self.doctype_html |= after == Some(true);
        self.defines_entities |= contains(name, "<!entity") || contains(name, "xmlns");
    }

    fn add_element(&mut self, element: &BytesStart) {
        self.elements += 1;
        let mut has_default = false;
        for attribute in element.attributes().with_checks(false).flatten() {
            let prefix = match attribute.key.as_namespace_binding() {
                Some(PrefixDeclaration::Default) => b"",
                Some(PrefixDeclaration::Named(prefix)) => prefix,
                None => continue,
            };
            let uri = attribute.normalized_value(XmlVersion::Implicit1_0);
            let uri = uri.unwrap_or_else(|_| String::from_utf8_lossy(&attribute.value));
            has_default |= prefix.is_empty() && !uri.is_empty();
            if ACTIVE_NAMESPACES.contains(&uri.trim()) {
                self.active_prefixes.insert(prefix.to_vec());
            }
        }
        let (name, prefix) = element.name().decompose();
        let prefix = prefix.map(|prefix| prefix.into_inner()).unwrap_or_default();
        self.is_active |= self.active_prefixes.contains(prefix);
        if self.root.is_none() {
            let has_namespace = has_default || !prefix.is_empty();
            self.root = Some(Root { name: element.name().as_ref().to_vec(), has_namespace });
        }
        let in_namespace = has_default || self.root.as_ref().is_some_and(|root| root.has_namespace);
        self.has_script |=
            prefix.is_empty() && !in_namespace && name.as_ref().eq_ignore_ascii_case(b"script");
    }
}

/// Returns `true` for the instruction to apply a style sheet that the file itself contains.
fn is_own_style_sheet(instruction: &BytesPI) -> bool {
    let text: &[u8] = instruction;
    text.starts_with(b"xml-stylesheet")
        && (text.contains(&b'#') || text.contains(&b'&') || contains(&text.to_ascii_lowercase(), "data:"))
}

/// For the part of a text that could not be parsed.
fn mentions_active_content(text: &[u8]) -> bool {
    ACTIVE_NAMESPACES.iter().chain(&["<!ENTITY"]).any(|part| contains(text, part))
}

fn contains(text: &[u8], part: &str) -> bool {
    memchr::memmem::find(text, part.as_bytes()).is_some()
}

/// Converts UTF-16 to UTF-8, and leaves other encodings as they are: their markup is ASCII.
fn decoded(content: &[u8]) -> Cow<'_, [u8]> {
    let unit: fn([u8; 2]) -> u16 = match content {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] | [0, b'<', ..] => u16::from_be_bytes,
        _ => return Cow::Borrowed(content),
    };
    let units = content.as_chunks::<2>().0.iter().map(|bytes| unit(*bytes));
    let text: String =
        char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Cow::Owned(text.into_bytes())
}
