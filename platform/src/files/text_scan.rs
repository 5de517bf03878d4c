//! Decides whether content is readable text: no NUL and no control character that text does not use.

/// Bytes from which the encoding is recognised.
const START: usize = 4;

/// Reads content chunk by chunk. Text is UTF-8 or any other encoding of single bytes, or UTF-16.
#[derive(Default)]
pub(super) struct TextScan {
    /// First bytes, until there are enough of them to recognise the encoding.
    start: Vec<u8>,
    encoding: Option<Encoding>,
    /// First byte of a UTF-16 unit that continues in the next chunk.
    half: Option<u8>,
    is_binary: bool,
}

#[derive(Clone, Copy)]
enum Encoding {
    Bytes,
    Utf16 { unit: fn([u8; 2]) -> u16 },
}

impl Encoding {
    /// Recognises UTF-16 by its byte order mark, or by two letters of which every other byte is NUL.
    fn of(start: &[u8]) -> Encoding {
        match start {
            [0xff, 0xfe, ..] => Encoding::Utf16 { unit: u16::from_le_bytes },
            [0xfe, 0xff, ..] => Encoding::Utf16 { unit: u16::from_be_bytes },
            [first, 0, second, 0] if *first > 0 && *second > 0 => {
                Encoding::Utf16 { unit: u16::from_le_bytes }
            }
            [0, first, 0, second] if *first > 0 && *second > 0 => {
                Encoding::Utf16 { unit: u16::from_be_bytes }
            }
            _ => Encoding::Bytes,
        }
    }
}

impl TextScan {
    pub(super) fn read(&mut self, chunk: &[u8]) {
        if let Some(encoding) = self.encoding {
            return self.check(encoding, chunk);
        }
        let (first, rest) = chunk.split_at(chunk.len().min(START - self.start.len()));
        self.start.extend_from_slice(first);
        if self.start.len() == START {
            self.begin();
            self.read(rest);
        }
    }

    /// Returns `true` if everything read was text.
    pub(super) fn finish(mut self) -> bool {
        if self.encoding.is_none() {
            self.begin();
        }
        !self.is_binary
    }

    fn begin(&mut self) {
        let start = std::mem::take(&mut self.start);
        let encoding = Encoding::of(&start);
        self.encoding = Some(encoding);
        self.check(encoding, &start);
    }

    fn check(&mut self, encoding: Encoding, chunk: &[u8]) {
        match encoding {
            Encoding::Bytes => self.is_binary |= chunk.iter().any(|byte| is_binary(u16::from(*byte))),
            Encoding::Utf16 { unit } => self.check_units(unit, chunk),
        }
    }

    fn check_units(&mut self, unit: fn([u8; 2]) -> u16, mut chunk: &[u8]) {
        if let (Some(half), Some((byte, rest))) = (self.half, chunk.split_first()) {
            self.half = None;
            self.is_binary |= is_binary(unit([half, *byte]));
            chunk = rest;
        }
        let (units, half) = chunk.as_chunks::<2>();
        self.is_binary |= units.iter().any(|bytes| is_binary(unit(*bytes)));
        self.half = half.first().copied().or(self.half);
    }
}

/// Returns `true` for the characters that no text contains. Text may contain the controls of terminals (bell, backspace,
/// escape), the separators of EDIFACT messages (0x1c to 0x1f) and the end of file mark of DOS (0x1a).
fn is_binary(unit: u16) -> bool {
    matches!(unit, 0..=0x06 | 0x0e..=0x19 | 0x7f | 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_text(content: &[u8], chunk: usize) -> bool {
        let mut scan = TextScan::default();
        content.chunks(chunk).for_each(|chunk| scan.read(chunk));
        scan.finish()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn text_is_recognised_in_every_encoding_and_chunking() {
        let texts: [&[u8]; 11] = [
            b"BMW;12\nAudi;3\n",
            b"GIFI SA;12\n",
            "%PDF est le d\u{e9}but d’un fichier PDF.\n".as_bytes(),
            b"\xef\xbb\xbfnom;montant\r\n",
            b"d\xe9j\xe0 vu \x80 12\r\n\x1a",
            b"UNB\x1dUNOB\x1c1\x1f\x0c\x1b[31m",
            b"a",
            b"",
            &utf16("\u{feff}Référence;100\u{2009}€ 👍", u16::to_le_bytes),
            &utf16("\u{feff}Référence;100\u{2009}€ 👍", u16::to_be_bytes),
            &utf16("MRN;26FR", u16::to_le_bytes),
        ];
        for (content, chunk) in
            texts.iter().flat_map(|content| [1, 2, 3, 5, 64].map(|chunk| (content, chunk)))
        {
            assert!(is_text(content, chunk), "{} by {chunk}", content.escape_ascii());
        }
    }

    #[test]
    fn binary_content_is_recognised_wherever_it_begins() {
        let mut late = b"une ligne de texte\n".repeat(1000);
        late.extend(b"MZ\x90\0");
        let late_utf16 = [utf16("\u{feff}texte", u16::to_le_bytes), vec![0, 0]].concat();
        let contents: [&[u8]; 6] = [
            b"BM\x36\x00\x0c\x00",
            b"GIF89a\x01\x00\x01\x00\x80",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"PK\x03\x04\x14",
            &late,
            &late_utf16,
        ];
        for (content, chunk) in contents.iter().flat_map(|content| [1, 3, 64].map(|chunk| (content, chunk))) {
            assert!(!is_text(content, chunk), "{} by {chunk}", content[..4].escape_ascii());
        }
    }
}
