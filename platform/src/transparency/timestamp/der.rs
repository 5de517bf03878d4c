//! The part of DER (X.690) that timestamps need.

/// Tags of the types, with the bit of constructed ones.
pub const BOOLEAN: u8 = 0x01;
pub const INTEGER: u8 = 0x02;
pub const OCTET_STRING: u8 = 0x04;
pub const NULL: u8 = 0x05;
pub const OID: u8 = 0x06;
pub const GENERALIZED_TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
/// Tag `[0]` of a context, constructed.
pub const CONTEXT_0: u8 = 0xa0;
/// Tag `[1]` of a context, constructed.
pub const CONTEXT_1: u8 = 0xa1;

/// An element: its tag, its contents, and all of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    pub tag: u8,
    pub contents: &'a [u8],
    pub bytes: &'a [u8],
}

impl<'a> Element<'a> {
    /// Returns a reader of the elements that it contains.
    pub fn reader(&self) -> Reader<'a> {
        Reader(self.contents)
    }
}

/// Reads elements one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes)
    }

    /// Returns the next element; `None` at the end, and for bytes that are no element.
    pub fn next(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        let (length, head) = length(rest)?;
        let contents = rest.get(head..head.checked_add(length)?)?;
        let (bytes, left) = self.0.split_at_checked(1 + head + length)?;
        self.0 = left;
        Some(Element { tag, contents, bytes })
    }

    /// Returns the next element if it has this tag.
    pub fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.optional(tag)
    }

    /// Like [`Self::expect`], and leaves an element with another tag unread.
    pub fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.0.first() == Some(&tag) { self.next() } else { None }
    }

    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads a length of at most 4 bytes. Returns it with the number of bytes that it takes.
fn length(bytes: &[u8]) -> Option<(usize, usize)> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        return Some((usize::from(first), 1));
    }
    let count = usize::from(first & 0x7f);
    if !(1..=4).contains(&count) {
        return None;
    }
    let digits = rest.get(..count)?;
    let length = digits.iter().fold(0_usize, |length, &byte| length << 8 | usize::from(byte));
    Some((length, 1 + count))
}

/// Writes an element.
pub fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    match u8::try_from(contents.len()) {
        Ok(short @ ..0x80) => bytes.push(short),
        _ => {
            let digits = contents.len().to_be_bytes();
            let digits: Vec<u8> = digits.into_iter().skip_while(|byte| *byte == 0).collect();
            bytes.push(0x80 | digits.len().to_le_bytes()[0]);
            bytes.extend(digits);
        }
    }
    bytes.extend(contents);
    bytes
}

/// Writes an element that contains others.
pub fn constructed(tag: u8, elements: &[Vec<u8>]) -> Vec<u8> {
    element(tag, &elements.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_as_written() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let contents = vec![7; length];
            let bytes = element(OCTET_STRING, &contents);
            let mut reader = Reader::new(&bytes);
            let read = reader.next().expect("an element");
            assert_eq!((read.tag, read.contents, read.bytes), (OCTET_STRING, &contents[..], &bytes[..]));
            assert!(reader.is_at_end());
        }
    }

    #[test]
    fn cut_and_malformed_elements_are_refused() {
        let bytes = element(SEQUENCE, &[1; 300]);
        for end in 0..bytes.len() {
            assert_eq!(Reader::new(&bytes[..end]).next(), None, "{end}");
        }
        for malformed in
            [&[0x30, 0x80, 0, 0][..], &[0x30, 0x85, 1, 1, 1, 1, 1], &[0x04, 0x84, 0xff, 0xff, 0xff, 0xff]]
        {
            assert_eq!(Reader::new(malformed).next(), None, "{malformed:?}");
        }
    }
}
