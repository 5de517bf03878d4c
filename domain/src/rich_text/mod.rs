//! Texts with few marks, a safe part of Markdown: paragraphs, headings, lists, bold words and links. Everything else is text.
//!
//! Links lead to pages of the portal, or to other sites by HTTPS. There is no HTML.

mod inline;

pub use inline::{Inline, inlines, is_foreign};

/// A block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    /// A line that begins with « ## », alone in its paragraph.
    Heading(String),
    /// Items without order, each on a line that begins with « - ».
    List(Vec<Vec<Inline>>),
    /// Items in order, each on a line that begins with a number and a point.
    Steps(Vec<Vec<Inline>>),
}

/// Reads a text. A blank line ends a paragraph; a list is a paragraph whose lines all begin with « - », or all with a
/// number.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty()).map(block).collect()
}

fn block(lines: &[&str]) -> Block {
    if let [line] = lines
        && let Some(title) = line.strip_prefix("## ")
    {
        return Block::Heading(title.trim().to_owned());
    }
    if let Some(items) = items(lines, |line| line.strip_prefix("- ")) {
        return Block::List(items);
    }
    match items(lines, after_number) {
        Some(items) => Block::Steps(items),
        None => Block::Paragraph(inlines(&lines.join(" "))),
    }
}

/// Reads lines that all begin like an item; `rest` returns what follows the mark.
fn items<'a>(lines: &[&'a str], rest: fn(&'a str) -> Option<&'a str>) -> Option<Vec<Vec<Inline>>> {
    lines.iter().map(|line| rest(line).map(inlines)).collect()
}

/// Returns what follows « 12. ».
fn after_number(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". ")?;
    ((1..=2).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit())).then_some(rest)
}

/// Returns the text without its marks.
pub fn plain(text: &str) -> String {
    let inlines = blocks(text).into_iter().flat_map(|block| match block {
        Block::Paragraph(inlines) => vec![inlines],
        Block::Heading(title) => vec![vec![Inline::Text(title)]],
        Block::List(items) | Block::Steps(items) => items,
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
    fn headings_and_steps_are_alone_in_their_paragraph() {
        assert_eq!(
            blocks("## Avant\n\n1. un\n2. **deux**\n\n1. un\ndeux\n\n## a\nb\n\n2026. Une année"),
            [
                Block::Heading("Avant".to_owned()),
                Block::Steps(vec![vec![text("un")], vec![Inline::Bold("deux".to_owned())]]),
                Block::Paragraph(vec![text("1. un deux")]),
                Block::Paragraph(vec![text("## a b")]),
                Block::Paragraph(vec![text("2026. Une année")]),
            ]
        );
        assert_eq!(plain("## Avant\n\n1. un\n2. deux"), "Avant un deux");
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
