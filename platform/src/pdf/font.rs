use anyhow::Context;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

/// Liberation Sans, under the SIL Open Font License (`fonts/LICENSE.txt`).
const REGULAR: &[u8] = include_bytes!("../../fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/LiberationSans-Bold.ttf");

/// Written instead of a character that the font does not have.
const REPLACEMENT: char = '□';

/// A font with what is needed to measure its texts.
pub struct Face {
    pub font: Font,
    reference: FontRef<'static>,
    units_per_em: f32,
}

impl Face {
    pub fn regular() -> anyhow::Result<Self> {
        Face::new(REGULAR)
    }

    pub fn bold() -> anyhow::Result<Self> {
        Face::new(BOLD)
    }

    fn new(data: &'static [u8]) -> anyhow::Result<Self> {
        let font = Font::new(data.into(), 0).context("unreadable font")?;
        let units_per_em = font.units_per_em();
        Ok(Face { font, reference: FontRef::new(data)?, units_per_em })
    }

    /// Replaces the characters that the font does not have, and marks that nobody sees by nothing.
    pub fn writable(&self, text: &str) -> String {
        let characters = self.reference.charmap();
        let is_private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c) || c > '\u{effff}';
        text.chars()
            .filter(|c| !c.is_control() && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}'))
            .map(|c| if is_private(c) || characters.map(c).is_none() { REPLACEMENT } else { c })
            .collect()
    }

    /// Returns the width of a writable text, in em.
    pub fn width(&self, text: &str) -> f32 {
        self.glyphs(text).iter().map(|glyph| glyph.x_advance).sum()
    }

    /// Returns the glyphs of a writable text.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let characters = self.reference.charmap();
        let metrics = self.reference.glyph_metrics(Size::unscaled(), LocationRef::default());
        let glyph = |(start, c): (usize, char)| {
            let id = characters.map(c).unwrap_or_default();
            let advance = metrics.advance_width(id).unwrap_or_default() / self.units_per_em;
            KrillaGlyph::new(
                GlyphId::new(id.to_u32()),
                advance,
                0.0,
                0.0,
                0.0,
                start..start + c.len_utf8(),
                None,
            )
        };
        text.char_indices().map(glyph).collect()
    }
}
