//! Structure of a ZIP file: exactly one central directory, which every program finds.
//!
//! Programs look for the end record from the end or from the start, trust its counts or its offsets. A file that they could
//! read in two ways is refused: one program could unpack what another one checked.

use std::io::Cursor;

use memchr::memmem;
use zip::ZipArchive;

const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";
const LOCATOR_64_LENGTH: usize = 20;
/// Marks of a single volume, allowed before the first entry.
const MARKS: [&[u8]; 2] = [b"PK\x07\x08", b"PK00"];

/// Counts the entries of all directories in the bytes, also those that no end record names.
pub fn count_signatures(bytes: &[u8]) -> usize {
    memmem::find_iter(bytes, ENTRY).count()
}

/// Returns `true` if the file has one directory, whose entries, end records and offsets agree, and nothing after it.
pub fn is_only_one(bytes: &[u8], archive: &ZipArchive<Cursor<&[u8]>>) -> bool {
    let offset = usize::try_from(archive.offset()).unwrap_or(usize::MAX);
    let prefix_is_known = offset == 0 || (offset == 4 && MARKS.iter().any(|mark| bytes.starts_with(mark)));
    let directory = usize::try_from(archive.central_directory_start())
        .ok()
        .and_then(|start| Directory::read(bytes, start, archive.len(), offset));
    prefix_is_known && directory.is_some_and(|directory| directory.is_closed(bytes))
}

struct Directory {
    /// Start of the directory from the first entry, as the end records write it.
    written_start: u64,
    entries: u64,
    start: usize,
    end: usize,
    offset: usize,
}

impl Directory {
    /// Walks over the entries. `None` if one is missing or cut.
    fn read(bytes: &[u8], start: usize, entries: usize, offset: usize) -> Option<Directory> {
        let mut end = start;
        for _ in 0..entries {
            let entry = bytes.get(end..)?;
            if !entry.starts_with(ENTRY) {
                return None;
            }
            end += 46 + u16_at(entry, 28)? + u16_at(entry, 30)? + u16_at(entry, 32)?;
        }
        let written_start = start.checked_sub(offset)? as u64;
        Some(Directory { written_start, entries: entries as u64, start, end, offset })
    }

    /// Returns `true` if the end records follow the entries, agree with them, and close the file.
    fn is_closed(&self, bytes: &[u8]) -> bool {
        let Some(rest) = bytes.get(self.end..) else { return false };
        let length_64 = if rest.starts_with(END_64) { self.length_64(rest) } else { Some(0) };
        let end = length_64.and_then(|length| rest.get(length..));
        end.is_some_and(|end| self.is_end(end, length_64 != Some(0)) == Some(true))
    }

    /// Returns the length of the Zip64 records, `None` if they disagree with the directory.
    fn length_64(&self, rest: &[u8]) -> Option<usize> {
        let length = usize::try_from(u64_at(rest, 4)?).ok()?.checked_add(12)?;
        let locator = rest.get(length..)?;
        let agrees = u64_at(rest, 24)? == self.entries
            && u64_at(rest, 32)? == self.entries
            && u64_at(rest, 40)? == self.size()
            && u64_at(rest, 48)? == self.written_start
            && locator.starts_with(LOCATOR_64)
            && u64_at(locator, 8)? == (self.end - self.offset) as u64;
        (agrees && length >= 56).then_some(length + LOCATOR_64_LENGTH)
    }

    /// Checks the last record. With Zip64 records, its fields may have the value that refers to them.
    fn is_end(&self, end: &[u8], is_64: bool) -> Option<bool> {
        let short =
            |at, value: u64| Some((is_64 && u16_at(end, at)? == 0xffff) || u16_at(end, at)? as u64 == value);
        let long = |at, value: u64| {
            Some((is_64 && u32_at(end, at)? == u32::MAX) || u64::from(u32_at(end, at)?) == value)
        };
        let comment = u16_at(end, 20)?;
        Some(
            end.starts_with(END)
                && end.len() == END_LENGTH + comment
                && memmem::find(&end[END.len()..], END).is_none()
                && short(8, self.entries)?
                && short(10, self.entries)?
                && long(12, self.size())?
                && long(16, self.written_start)?,
        )
    }

    fn size(&self) -> u64 {
        (self.end - self.start) as u64
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
