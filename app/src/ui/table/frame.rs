use leptos::{prelude::*, tachys::html::InertElement};

use super::{Cell, Column, Unfold, escape};

/// A table with a caption, written row by row; the first cell of each row is its header. It never scrolls: its texts
/// wrap, and on narrow screens each row becomes a block.
pub struct Table {
    html: String,
    /// Opening tags of the cells of a row.
    openings: Vec<String>,
    rows: usize,
    folded: bool,
}

/// Number of rows of a folded table that a phone shows first. Must match `style/components/tables.css`, which hides the
/// others.
const FIRST_ROWS: usize = 1;

impl Table {
    pub fn new(caption: &str, columns: &[Column]) -> Self {
        Self::start("<caption>", caption, columns)
    }

    /// Hides the caption from the screen, where a heading says the same; screen readers read it.
    pub fn with_hidden_caption(caption: &str, columns: &[Column]) -> Self {
        Self::start("<caption class=\"visually-hidden\">", caption, columns)
    }

    fn start(caption_tag: &str, caption: &str, columns: &[Column]) -> Self {
        let mut html = "<div class=\"table-frame\"><table class=\"table\">".to_owned();
        html.push_str(caption_tag);
        escape::push(&mut html, caption);
        html.push_str("</caption><thead><tr>");
        for column in columns {
            column.push_head(&mut html);
        }
        html.push_str("</tr></thead><tbody>");
        let header = columns.iter().take(1).map(Column::row_header);
        let openings = header.chain(columns.iter().skip(1).map(Column::cell)).collect();
        Self { html, openings, rows: 0, folded: false }
    }

    /// On a phone, shows [`FIRST_ROWS`] and the others on request.
    pub fn folded(mut self) -> Self {
        self.folded = true;
        self
    }

    /// Starts a row. Like its cells, it needs no closing tag in HTML.
    pub fn row(&mut self) -> Row<'_> {
        self.rows += 1;
        self.html.push_str("<tr>");
        Row { html: &mut self.html, openings: &self.openings, cells: 0 }
    }

    /// Writes one row for each item.
    pub fn rows<T>(mut self, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Row<'_>, T)) -> Self {
        for item in items {
            write(&mut self.row(), item);
        }
        self
    }

    /// Ends the table.
    pub fn finish(mut self) -> AnyView {
        self.html.push_str("</tbody></table></div>");
        let table = InertElement::new(self.html);
        let hidden = self.rows.saturating_sub(FIRST_ROWS);
        if !self.folded || hidden == 0 {
            return table.into_any();
        }
        view! { {table} <Unfold label=format!("Voir tout ({hidden} de plus)")/> }.into_any()
    }
}

/// A row of a [`Table`] that is being written, cell by cell.
pub struct Row<'a> {
    html: &'a mut String,
    openings: &'a [String],
    cells: usize,
}

impl Row<'_> {
    /// Starts the cell of the next column.
    pub fn cell(&mut self) -> Cell<'_> {
        debug_assert!(self.cells < self.openings.len(), "more cells than columns");
        let opening = self.openings.get(self.cells).map_or("<td>", String::as_str);
        self.cells += 1;
        self.html.push_str(opening);
        Cell::new(self.html)
    }
}
