//! Texts with few marks, a safe part of Markdown: paragraphs, lists, bold words and links. Everything else is text.
//!
//! Links lead to pages of the portal, or to other sites by HTTPS. There is no HTML.

mod inline;

pub use inline::{Inline, inlines};

/// A block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    /// Items without order, each on a line that begins with « - ».
    List(Vec<Vec<Inline>>),
}

/// Reads a text. A blank line ends a paragraph; a list is a paragraph whose lines all begin with « - ».
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()).map(block).collect()
}

fn block(lines: &[&str]) -> Block {
    let items: Option<Vec<&str>> = lines.iter().map(|line| line.strip_prefix("- ")).collect();
    match items {
        Some(items) => Block::List(items.into_iter().map(inlines).collect()),
        None => Block::Paragraph(inlines(&lines.join(" "))),
    }
}

/// Returns the text without its marks.
pub fn plain(text: &str) -> String {
    let inlines = blocks(text).into_iter().flat_map(|block| match block {
        Block::Paragraph(inlines) => vec![inlines],
        Block::List(items) => items,
    });
    inlines.map(|line| line.iter().map(Inline::text).collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Returns `true` if a mark is not complete, or if a link leads to an address that is not accepted: both would be shown as
/// text.
pub fn has_incomplete_mark(text: &str) -> bool {
    plain(text).contains(['[', ']', '*'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn paragraphs_and_lists_are_separated_by_blank_lines() {
        assert_eq!(
            blocks("Un\ndeux\n\n- trois\n- quatre\n\n\n"),
            [
                Block::Paragraph(vec![text("Un deux")]),
                Block::List(vec![vec![text("trois")], vec![text("quatre")]])
            ]
        );
        assert!(blocks(" \n\n").is_empty());
    }

    #[test]
    fn incomplete_marks_are_found() {
        for (text, incomplete) in [
            ("Lisez l’[aide](/aide), **vite**.", false),
            ("Lisez l’[aide](aide).", true),
            ("Lisez l’[aide](javascript:alert(1)).", true),
            ("**vite", true),
        ] {
            assert_eq!(has_incomplete_mark(text), incomplete, "{text}");
        }
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(plain("Lisez l’[aide](/aide), **vite**.\n\n- un\n- deux"), "Lisez l’aide, vite. un deux");
    }
}
