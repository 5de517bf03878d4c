//! Breaks blocks into lines, and lines into pages. Lengths are in points.

use super::{
    document::{Block, Document},
    font::Face,
};

/// A4.
pub const WIDTH: f32 = 595.0;
pub const HEIGHT: f32 = 842.0;
pub const MARGIN: f32 = 56.0;

/// Width of the column of terms.
const TERMS: f32 = 140.0;

/// Both faces.
pub struct Faces {
    pub regular: Face,
    pub bold: Face,
}

/// A line at its place.
pub struct Line {
    pub text: String,
    pub bold: bool,
    pub size: f32,
    pub x: f32,
    /// Height of the base line, from the top of the page.
    pub y: f32,
    pub role: Role,
}

/// Element of the document's structure that a line belongs to, by its rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Title,
    Heading(usize),
    Paragraph(usize),
    Term { list: usize, item: usize },
    Explanation { list: usize, item: usize },
}

/// Lays out a document; returns the lines of each page, in reading order.
pub fn pages(document: &Document, faces: &Faces) -> Vec<Vec<Line>> {
    let mut flow = Flow { faces, pages: vec![Vec::new()], y: MARGIN };
    flow.text(&document.title, Style::TITLE, MARGIN, Role::Title);
    flow.y += 8.0;
    for (rank, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading(text) => flow.heading(text, rank),
            Block::Paragraph(text) => {
                flow.text(text, Style::TEXT, MARGIN, Role::Paragraph(rank));
                flow.y += 4.0;
            }
            Block::Terms(terms) => flow.terms(terms, rank),
        }
    }
    flow.pages
}

#[derive(Clone, Copy)]
struct Style {
    bold: bool,
    size: f32,
    height: f32,
}

impl Style {
    const TITLE: Style = Style { bold: true, size: 17.0, height: 22.0 };
    const HEADING: Style = Style { bold: true, size: 12.5, height: 17.0 };
    const TERM: Style = Style { bold: true, size: 10.0, height: 13.5 };
    const TEXT: Style = Style { bold: false, size: 10.0, height: 13.5 };
}

struct Flow<'a> {
    faces: &'a Faces,
    pages: Vec<Vec<Line>>,
    /// Top of the next line.
    y: f32,
}

impl Flow<'_> {
    fn heading(&mut self, text: &str, rank: usize) {
        self.y += 10.0;
        // Not alone at the end of a page.
        self.reserve(Style::HEADING.height + 2.0 * Style::TEXT.height);
        self.text(text, Style::HEADING, MARGIN, Role::Heading(rank));
        self.y += 3.0;
    }

    fn terms(&mut self, terms: &[(String, String)], list: usize) {
        for (item, (term, explanation)) in terms.iter().enumerate() {
            let wrapped = self.wrap(term, Style::TERM, TERMS - 8.0);
            self.reserve(wrapped.len() as f32 * Style::TERM.height);
            let (top, page) = (self.y, self.pages.len());
            self.lines(wrapped, Style::TERM, MARGIN, Role::Term { list, item });
            let below_term = self.y;
            self.y = top;
            self.text(explanation, Style::TEXT, MARGIN + TERMS, Role::Explanation { list, item });
            if self.pages.len() == page {
                self.y = self.y.max(below_term);
            }
            self.y += 3.0;
        }
    }

    fn text(&mut self, text: &str, style: Style, x: f32, role: Role) {
        let lines = self.wrap(text, style, WIDTH - MARGIN - x);
        self.lines(lines, style, x, role);
    }

    fn lines(&mut self, lines: Vec<String>, style: Style, x: f32, role: Role) {
        for text in lines {
            self.reserve(style.height);
            let y = self.y + style.size;
            let line = Line { text, bold: style.bold, size: style.size, x, y, role };
            if let Some(page) = self.pages.last_mut() {
                page.push(line);
            }
            self.y += style.height;
        }
    }

    /// Starts a page if the rest of this one is lower than `height`.
    fn reserve(&mut self, height: f32) {
        if self.y + height > HEIGHT - MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    /// Breaks a text into lines of at most `width`. Lines that are broken end with the space that was there, so that the
    /// copied text has its words apart.
    fn wrap(&self, text: &str, style: Style, width: f32) -> Vec<String> {
        let face = if style.bold { &self.faces.bold } else { &self.faces.regular };
        let fits = |line: &str| face.width(line.trim_end()) * style.size <= width;
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in face.writable(paragraph).split_inclusive(' ') {
                if !line.is_empty() && !fits(&format!("{line}{word}")) {
                    lines.push(std::mem::take(&mut line));
                }
                for c in word.chars() {
                    // A word that is longer than a line, such as a hash.
                    line.push(c);
                    if !fits(&line) {
                        line.pop();
                        lines.push(std::mem::take(&mut line));
                        line.push(c);
                    }
                }
            }
            lines.push(line);
        }
        lines.retain(|line| !line.trim().is_empty());
        lines
    }
}
