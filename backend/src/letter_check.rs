//! Check for the tests of letters: texts of people are text in both versions of a mail.

use platform::mail::Letter;
use scraper::{Html, Node};

/// Leaves every context in which a template may show a text.
const HTML: &str = r#"'"--></title></style></script><form data-qz><plaintext data-qz>"#;

/// Asserts that a letter with HTML in its texts has the same elements and attributes as with a harmless text, and shows
/// the HTML to its reader. `letter` uses the text for every field that may contain one.
pub(crate) fn assert_texts_stay_text<L: Letter>(letter: impl Fn(String) -> L) {
    let (harmless, hostile) = (letter("Alix".to_owned()), letter(HTML.to_owned()));
    let html = |letter: &L| Html::parse_document(&letter.html().expect("rendered"));
    assert_eq!(outline(&html(&harmless)), outline(&html(&hostile)), "{}", hostile.kind());
    let shown: String = html(&hostile).root_element().text().collect();
    assert!(shown.contains(HTML), "{}: {shown}", hostile.kind());
    assert!(hostile.text().expect("rendered").contains(HTML), "{}", hostile.kind());
    assert!(!hostile.subject().contains(['\r', '\n']), "{}", hostile.kind());
}

/// Lists elements with the names of their attributes, and comments, each with its depth.
fn outline(document: &Html) -> Vec<String> {
    document
        .tree
        .nodes()
        .filter(|node| matches!(node.value(), Node::Element(_) | Node::Comment(_)))
        .map(|node| {
            let name = match node.value() {
                Node::Element(element) => {
                    let attributes: Vec<&str> = element.attrs().map(|(name, _)| name).collect();
                    format!("{} {}", element.name(), attributes.join(" "))
                }
                _ => "comment".to_owned(),
            };
            format!("{} {name}", node.ancestors().count())
        })
        .collect()
}
