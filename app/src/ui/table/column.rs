use std::borrow::Cow;

use super::escape;
use crate::ui::harmless;

/// One column of a [`Table`](super::Table): its title, and the class of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: String,
    /// See [`harmless`].
    visible: bool,
    class: &'static str,
    /// Repeats the title in each cell, where rows are blocks.
    repeats_label: bool,
}

impl Column {
    pub fn text(label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(label, "", true)
    }

    /// Right-aligned with tabular figures.
    pub fn amount(label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(label, "num", true)
    }

    /// Takes more room where rows are blocks.
    pub fn wide(label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(label, "table__text", true)
    }

    /// The object of a payment: takes a line of its own where rows are blocks.
    pub fn object(label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(label, "table__object", false)
    }

    /// Buttons and links, which need no title where rows are blocks.
    pub fn actions(label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(label, "", false)
    }

    fn new(label: impl Into<Cow<'static, str>>, class: &'static str, repeats_label: bool) -> Self {
        let (visible, label) = harmless(label.into());
        Self { label, visible: visible.is_some(), class, repeats_label }
    }

    /// Appends the cell of the table's head.
    pub(super) fn push_head(&self, html: &mut String) {
        html.push_str("<th scope=\"col\"");
        // Only figures are aligned with their title.
        if self.class == "num" {
            self.push_class(html);
        }
        if self.visible {
            html.push_str(" data-visible");
        }
        html.push('>');
        escape::push(html, &self.label);
        html.push_str("</th>");
    }

    /// Opening tag of the first cell of each row: its header.
    pub(super) fn row_header(&self) -> String {
        let mut tag = "<th scope=\"row\"".to_owned();
        self.push_class(&mut tag);
        tag.push('>');
        tag
    }

    /// Opening tag of the other cells. The style sheet shows `data-label` where rows are blocks.
    pub(super) fn cell(&self) -> String {
        let mut tag = "<td".to_owned();
        self.push_class(&mut tag);
        if self.repeats_label {
            tag.push_str(" data-label=\"");
            escape::push(&mut tag, &self.label);
            tag.push('"');
        }
        tag.push('>');
        tag
    }

    fn push_class(&self, tag: &mut String) {
        if !self.class.is_empty() {
            tag.push_str(" class=\"");
            tag.push_str(self.class);
            tag.push('"');
        }
    }
}
