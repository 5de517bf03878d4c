//! HTML in the texts of people and co-owners must be shown as text: a page or a mail has no element that its template
//! does not have.

use scraper::{ElementRef, Html, Node, Selector};

/// End of every text that the fixture types or a co-owner sends. Leaves every context in which a template may show a text:
/// attribute, comment, title, script, text field. [`MARK`] identifies what a parser made of it.
pub const HTML: &str = r#"'"--></title></script></textarea><form data-qz><plaintext data-qz>"#;

const MARK: &str = "data-qz";

/// Lists what a browser would find in a document because of [`HTML`], or would no longer find.
pub fn injected(document: &str) -> Vec<String> {
    let html = Html::parse_document(document);
    let mut found: Vec<String> = html
        .tree
        .values()
        .filter_map(|node| match node {
            Node::Element(element) if element.attr(MARK).is_some() => Some(format!("<{}>", element.name())),
            Node::Comment(comment) if comment.contains(MARK) => Some(format!("<!--{}-->", &**comment)),
            _ => None,
        })
        .collect();
    for tag in ["title", "body"] {
        let count = html.select(&selector(tag)).count();
        if count != 1 {
            found.push(format!("{count} elements <{tag}>"));
        }
    }
    for text in html.select(&selector("title, h1")).map(text_of) {
        if let Some((_, rest)) = text.split_once("QZ-")
            && rest.contains("&lt;")
        {
            found.push(format!("escaped twice: {text}"));
        }
    }
    found
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect()
}

pub fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// Returns `true` if the text may contain [`HTML`], as it is or escaped. Parsing every document would take minutes.
pub fn is_worth_parsing(document: &str) -> bool {
    memchr::memmem::find(document.as_bytes(), MARK.as_bytes()).is_some()
}

#[test]
fn html_is_found_wherever_a_template_does_not_escape_it() {
    let document = |title: &str, text: &str| {
        format!("<!DOCTYPE html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>")
    };
    let escaped = html_escape::encode_double_quoted_attribute(HTML);
    let harmless = document(&escaped, &format!("<input value=\"{escaped}\"><textarea>{escaped}</textarea>"));
    assert_eq!(injected(&harmless), Vec::<String>::new());
    for (title, text) in [
        (HTML, String::new()),
        ("", HTML.to_owned()),
        ("", format!("<input value=\"{HTML}\">")),
        ("", format!("<input value='{HTML}'>")),
        ("", format!("<textarea>{HTML}</textarea>")),
        ("", format!("<script>{HTML}</script>")),
        ("", format!("<!-- {HTML} -->")),
    ] {
        assert!(!injected(&document(title, &text)).is_empty(), "{title} {text}");
    }
}
