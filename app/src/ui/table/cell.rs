use std::fmt::Display;

use domain::question::Status;
use jiff::civil::Date;
use leptos::prelude::*;
use platform::db::Moment;

use super::escape;
use crate::ui::{Tone, markup, time};

/// A cell of a [`Row`](super::Row) that is being written. Every method escapes the texts and addresses that it is given.
pub struct Cell<'a> {
    html: &'a mut String,
    in_cluster: bool,
}

impl<'a> Cell<'a> {
    pub(super) fn new(html: &'a mut String) -> Self {
        Self { html, in_cluster: false }
    }

    pub fn text(&mut self, text: impl Display) -> &mut Self {
        escape::push(self.html, text);
        self
    }

    /// Appends a dash, the text of an empty cell.
    pub fn none(&mut self) -> &mut Self {
        self.text("–")
    }

    /// Appends a second line in small print.
    pub fn note(&mut self, text: impl Display) -> &mut Self {
        self.html.push_str("<br>");
        self.span("muted small", text)
    }

    /// Appends text that stays on one line.
    pub fn nowrap(&mut self, text: impl Display) -> &mut Self {
        self.span("nowrap", text)
    }

    /// Appends a number or code that may wrap.
    pub fn mono(&mut self, text: impl Display) -> &mut Self {
        self.span("mono", text)
    }

    /// Appends a reference, on one line.
    pub fn reference(&mut self, text: impl Display) -> &mut Self {
        self.span("mono nowrap", text)
    }

    /// Appends a short state in words; the colour adds no information.
    pub fn tag(&mut self, tone: Tone, text: impl Display) -> &mut Self {
        self.span(tone.class(), text)
    }

    /// Appends the status of a question.
    pub fn status(&mut self, status: Status) -> &mut Self {
        self.tag(Tone::of(status), status.label())
    }

    /// Appends a short date, « 22/11/2026 »: the days of a column are compared at a glance. Sentences and lists of definitions write
    /// it long.
    pub fn date(&mut self, date: Date) -> &mut Self {
        let shown = format_args!("{:02}/{:02}/{}", date.day(), date.month(), date.year());
        self.time("<time", date, shown)
    }

    /// Appends a day and time in Paris. Scripts add the time of the person's device where it differs.
    pub fn minute(&mut self, at: Moment) -> &mut Self {
        self.time("<time class=\"long\"", at.rfc3339(), time::minute(at))
    }

    pub fn link(&mut self, href: impl Display, text: impl Display) -> &mut Self {
        self.anchor("<a href=\"", href, "\">").text(text).end_anchor()
    }

    /// Appends a link whose text is completed by `hidden` for screen readers, which list links out of context.
    pub fn link_about(&mut self, href: impl Display, text: impl Display, hidden: impl Display) -> &mut Self {
        self.anchor("<a href=\"", href, "\">").text(text).hidden(hidden).end_anchor()
    }

    /// Puts the rest of the cell side by side, on several lines where there is no room.
    pub fn cluster(&mut self) -> &mut Self {
        self.in_cluster = true;
        self.html.push_str("<div class=\"cluster\">");
        self
    }

    /// Appends a secondary action: a link without a frame. `hidden`: see [`Cell::link_about`].
    pub fn action(&mut self, href: impl Display, text: impl Display, hidden: impl Display) -> &mut Self {
        let opening = "<a class=\"button button--quiet\" href=\"";
        self.anchor(opening, href, "\">").text(text).hidden(hidden).end_anchor()
    }

    /// Appends the main action: a button that opens another window and announces it (mission §1). `hidden`: see
    /// [`Cell::link_about`].
    pub fn external_button(
        &mut self,
        href: impl Display,
        text: impl Display,
        hidden: impl Display,
    ) -> &mut Self {
        let opening = "<a class=\"button button--secondary\" href=\"";
        self.anchor(opening, href, "\" target=\"_blank\" rel=\"noopener\">")
            .text(text)
            .hidden(format_args!("{hidden} (nouvelle fenêtre)"))
            .end_anchor()
    }

    /// Appends a secondary action that opens another window and announces it. `hidden`: see [`Cell::link_about`].
    pub fn external_action(
        &mut self,
        href: impl Display,
        text: impl Display,
        hidden: impl Display,
    ) -> &mut Self {
        let opening = "<a class=\"button button--quiet\" href=\"";
        self.anchor(opening, href, "\" target=\"_blank\" rel=\"noopener\">")
            .text(text)
            .hidden(format_args!("{hidden} (nouvelle fenêtre)"))
            .end_anchor()
    }

    /// Appends a checkbox of the form around the table. `label`: what it chooses, for screen readers.
    pub fn checkbox(
        &mut self,
        name: &str,
        value: impl Display,
        label: impl Display,
        ticked: bool,
    ) -> &mut Self {
        // By its identifier, it stays ticked when the page is refreshed.
        self.html.push_str("<label class=\"table__choice\"><input type=\"checkbox\" id=\"");
        escape::push(self.html, format_args!("{name}-{value}"));
        self.html.push_str("\" name=\"");
        escape::push(self.html, name);
        self.html.push_str("\" value=\"");
        escape::push(self.html, value);
        self.html.push_str(if ticked { "\" checked>" } else { "\">" });
        self.hidden(label);
        self.html.push_str("</label>");
        self
    }

    /// Appends a view, for forms and explanations. Slower than the other methods.
    pub fn view(&mut self, view: impl IntoView + 'static) -> &mut Self {
        markup::render(self.html, view.into_any());
        self
    }

    fn span(&mut self, class: &'static str, text: impl Display) -> &mut Self {
        self.html.push_str("<span class=\"");
        self.html.push_str(class);
        self.html.push_str("\">");
        escape::push(self.html, text);
        self.html.push_str("</span>");
        self
    }

    fn time(&mut self, opening: &'static str, at: impl Display, shown: impl Display) -> &mut Self {
        self.html.push_str(opening);
        self.html.push_str(" datetime=\"");
        escape::push(self.html, at);
        self.html.push_str("\">");
        escape::push(self.html, shown);
        self.html.push_str("</time>");
        self
    }

    /// Starts a link. `before` and `after`: its tag around the address.
    fn anchor(&mut self, before: &'static str, href: impl Display, after: &'static str) -> &mut Self {
        self.html.push_str(before);
        escape::push(self.html, href);
        self.html.push_str(after);
        self
    }

    /// Appends text that only screen readers read.
    fn hidden(&mut self, text: impl Display) -> &mut Self {
        self.span("visually-hidden", text)
    }

    fn end_anchor(&mut self) -> &mut Self {
        self.html.push_str("</a>");
        self
    }
}

impl Drop for Cell<'_> {
    fn drop(&mut self) {
        if self.in_cluster {
            self.html.push_str("</div>");
        }
    }
}
