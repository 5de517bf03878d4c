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

#[test]
fn every_letter_is_checked() {
    let sources = rust_files(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
    let mut letters = 0;
    for (path, text) in sources {
        let declared = text.matches("\nletter!(").count();
        let checked = text.matches("assert_texts_stay_text(|text|").count();
        assert_eq!(declared, checked, "{path}: one call of assert_texts_stay_text for each letter");
        letters += declared;
    }
    let templates =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mail")).expect("readable");
    let templates = templates.filter(|file| file.as_ref().is_ok_and(|file| is_html(&file.path()))).count();
    assert_eq!(letters, templates - 1, "each template but the layout belongs to a letter");
}

fn is_html(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|extension| extension == "html")
}

fn rust_files(folder: &std::path::Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if !path.ends_with("letter_check.rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).expect("UTF-8")));
        }
    }
    found
}
