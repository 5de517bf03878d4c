//! Writes laid out lines as a tagged document.

use std::num::NonZeroU16;

use anyhow::{Context, anyhow};
use krilla::{
    Document as Pdf, SerializeSettings,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    embed::{AssociationKind, EmbeddedFile, MimeType},
    geom::Point,
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree,
    },
};

use super::{
    document::{Attachment, Document},
    font::Face,
    layout::{self, Faces, HEIGHT, Line, MARGIN, Role, WIDTH},
};

const LANGUAGE: &str = "fr-FR";

pub fn render(document: &Document) -> anyhow::Result<Vec<u8>> {
    let faces = Faces { regular: Face::regular()?, bold: Face::bold()? };
    let pages = layout::pages(document, &faces);
    let mut pdf = Pdf::new_with(settings()?);
    let mut structure = Structure::default();
    for (number, lines) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).context("the size of a page")?;
        let mut page = pdf.start_page_with(size);
        let mut surface = page.surface();
        for line in lines {
            let identifier = draw(&mut surface, line, &faces);
            structure.add(number, line, identifier);
        }
        draw_number(&mut surface, &faces.regular, &format!("page {} sur {}", number + 1, pages.len()));
        surface.finish();
        page.finish();
    }
    let (tags, outline) = structure.finish();
    pdf.set_tag_tree(tags);
    pdf.set_outline(outline);
    pdf.set_metadata(metadata(document));
    for attachment in &document.attachments {
        let file = embedded(document, attachment)?;
        pdf.embed_file(file).context("two attachments have the same name")?;
    }
    pdf.finish().map_err(|error| anyhow!("the document does not conform: {error:?}"))
}

fn settings() -> anyhow::Result<SerializeSettings> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_B)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| anyhow!("{error:?}"))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn metadata(document: &Document) -> Metadata {
    Metadata::new()
        .title(document.title.clone())
        .authors(vec![document.author.clone()])
        .language(LANGUAGE.to_owned())
        .creation_date(document.date())
}

fn embedded(document: &Document, attachment: &Attachment) -> anyhow::Result<EmbeddedFile> {
    Ok(EmbeddedFile {
        path: attachment.name.clone(),
        mime_type: Some(MimeType::new(attachment.media_type).context("a media type")?),
        description: Some(attachment.description.clone()),
        association_kind: AssociationKind::Source,
        data: attachment.bytes.clone().into(),
        modification_date: Some(document.date()),
        // So that the JSON is found without parsing the document.
        compress: Some(false),
        location: None,
    })
}

fn draw(surface: &mut Surface<'_>, line: &Line, faces: &Faces) -> Identifier {
    let face = if line.bold { &faces.bold } else { &faces.regular };
    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
    let start = Point::from_xy(line.x, line.y);
    surface.draw_glyphs(start, &face.glyphs(&line.text), face.font.clone(), &line.text, line.size, false);
    surface.end_tagged();
    identifier
}

/// Number of the page, which is no content.
fn draw_number(surface: &mut Surface<'_>, face: &Face, text: &str) {
    const SIZE: f32 = 9.0;
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let start = Point::from_xy(WIDTH - MARGIN - face.width(text) * SIZE, HEIGHT - MARGIN / 2.0);
    surface.draw_glyphs(start, &face.glyphs(text), face.font.clone(), text, SIZE, false);
    surface.end_tagged();
}

/// Tags and outline of the document, in reading order.
#[derive(Default)]
struct Structure {
    elements: Vec<Element>,
}

struct Element {
    role: Role,
    /// Text of a heading.
    text: String,
    lines: Vec<Identifier>,
    page: usize,
    y: f32,
}

impl Structure {
    fn add(&mut self, page: usize, line: &Line, identifier: Identifier) {
        match self.elements.last_mut().filter(|last| last.role == line.role) {
            Some(last) => {
                last.text.push_str(&line.text);
                last.lines.push(identifier);
            }
            None => self.elements.push(Element {
                role: line.role,
                text: line.text.clone(),
                lines: vec![identifier],
                page,
                y: line.y - line.size,
            }),
        }
    }

    fn finish(self) -> (TagTree, Outline) {
        let (mut tags, mut outline) = (TagTree::new().with_lang(Some(LANGUAGE.to_owned())), Outline::new());
        let mut lists: Vec<(usize, TagGroup)> = Vec::new();
        for element in self.elements {
            if let Role::Title | Role::Heading(_) = element.role {
                let place = XyzDestination::new(element.page, Point::from_xy(MARGIN, element.y));
                outline.push_child(OutlineNode::new(element.text.clone(), place));
            }
            push(&mut tags, &mut lists, element);
        }
        flush(&mut tags, &mut lists);
        (tags, outline)
    }
}

/// Adds an element to the tags. The list that it belongs to is added when the next element belongs to none.
fn push(tags: &mut TagTree, lists: &mut Vec<(usize, TagGroup)>, element: Element) {
    let lines: Vec<Node> = element.lines.into_iter().map(Node::from).collect();
    match element.role {
        Role::Title => push_after_list(tags, lists, heading(1, element.text, lines)),
        Role::Heading(_) => push_after_list(tags, lists, heading(2, element.text, lines)),
        Role::Paragraph(_) => push_after_list(tags, lists, TagGroup::with_children(Tag::P, lines)),
        Role::Term { item, .. } => {
            let label = TagGroup::with_children(Tag::Lbl, lines);
            lists.push((item, TagGroup::with_children(Tag::LI, vec![label.into()])));
        }
        Role::Explanation { .. } => {
            if let Some((_, item)) = lists.last_mut() {
                item.push(TagGroup::with_children(Tag::LBody, lines));
            }
        }
    }
}

fn push_after_list(tags: &mut TagTree, lists: &mut Vec<(usize, TagGroup)>, group: TagGroup) {
    flush(tags, lists);
    tags.push(group);
}

fn flush(tags: &mut TagTree, lists: &mut Vec<(usize, TagGroup)>) {
    if !lists.is_empty() {
        let items = lists.drain(..).map(|(_, item)| item.into()).collect();
        tags.push(TagGroup::with_children(Tag::L(ListNumbering::None), items));
    }
}

fn heading(level: u16, title: String, lines: Vec<Node>) -> TagGroup {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    TagGroup::with_children(Tag::Hn(level, Some(title)), lines)
}
