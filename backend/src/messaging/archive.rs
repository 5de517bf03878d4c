//! What an archive declares about itself, read from its end only: a few kilobytes, whatever its size.
//!
//! A scanner does not stop a zip bomb, so the portal counts before anything opens the file.

/// Where the archive's table of contents lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    pub start: u64,
    pub length: u64,
    pub entries: u64,
}

/// Why an archive is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No readable table of contents: not an archive, cut short, or in a form that cannot be bounded.
    Unreadable,
    TooManyEntries,
    /// Declares far more than it holds.
    Bomb,
    /// An archive within the archive could hide anything from these limits.
    Nested,
    /// A password hides the content from the scanner.
    Encrypted,
}

/// The end of the file that must be read to find the table: its trailer and the longest comment.
pub const TAIL: u64 = 22 + 65_535;
/// The longest table of contents that is read.
pub const MAX_CONTENTS: u64 = 1024 * 1024;
const MAX_ENTRIES: u64 = 2_000;
/// Declared size once unpacked, all entries together, in bytes.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// Bytes unpacked for each byte stored; office documents stay well under it.
const MAX_RATIO: u64 = 100;
/// Under this size the ratio says nothing: a small text may well compress a thousand times.
const RATIO_FLOOR: u64 = 10 * 1024 * 1024;

const TRAILER: [u8; 4] = [0x50, 0x4b, 0x05, 0x06];
const ENTRY: [u8; 4] = [0x50, 0x4b, 0x01, 0x02];

/// Finds the table of contents in the last [`TAIL`] bytes of a file of `size` bytes.
pub fn locate(tail: &[u8], size: u64) -> Result<Contents, Refusal> {
    let trailer = (0..tail.len().saturating_sub(21))
        .rev()
        .find(|at| {
            tail[*at..].starts_with(&TRAILER) && at + 22 + usize::from(u16_at(tail, at + 20)) == tail.len()
        })
        .ok_or(Refusal::Unreadable)?;
    let entries = u64::from(u16_at(tail, trailer + 10));
    let length = u64::from(u32_at(tail, trailer + 12));
    let start = u64::from(u32_at(tail, trailer + 16));
    let trailer_position = size - (tail.len() - trailer) as u64;
    // Zip64 and archives in several parts have no place in an attachment of 10 MB.
    let several_parts = u16_at(tail, trailer + 4) != 0 || u16_at(tail, trailer + 6) != 0;
    if several_parts || entries == 0xffff || start + length != trailer_position {
        return Err(Refusal::Unreadable);
    }
    if entries > MAX_ENTRIES || length > MAX_CONTENTS {
        return Err(Refusal::TooManyEntries);
    }
    Ok(Contents { start, length, entries })
}

/// Judges the table of contents: its entries, their declared sizes, their names.
pub fn judge(table: &[u8], contents: Contents, size: u64) -> Result<(), Refusal> {
    let (mut at, mut count, mut unpacked) = (0, 0, 0_u64);
    while at < table.len() {
        let entry = &table[at..];
        if entry.len() < 46 || !entry.starts_with(&ENTRY) {
            return Err(Refusal::Unreadable);
        }
        if u16_at(entry, 8) & 1 == 1 {
            return Err(Refusal::Encrypted);
        }
        let declared = u32_at(entry, 24);
        if declared == u32::MAX {
            return Err(Refusal::Bomb);
        }
        unpacked += u64::from(declared);
        let name_length = usize::from(u16_at(entry, 28));
        let name = entry.get(46..46 + name_length).ok_or(Refusal::Unreadable)?;
        if is_archive_name(name) {
            return Err(Refusal::Nested);
        }
        count += 1;
        at += 46 + name_length + usize::from(u16_at(entry, 30)) + usize::from(u16_at(entry, 32));
    }
    if count != contents.entries {
        return Err(Refusal::Unreadable);
    }
    let bomb = unpacked > MAX_UNPACKED || (unpacked > RATIO_FLOOR && unpacked / size.max(1) > MAX_RATIO);
    if bomb { Err(Refusal::Bomb) } else { Ok(()) }
}

fn is_archive_name(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    [".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".jar", ".cab", ".iso"]
        .iter()
        .any(|ending| name.ends_with(ending.as_bytes()))
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip whose entries declare `sizes`, without their content: the table is all that is read.
    fn archive(names: &[&str], declared: u32, padding: usize) -> Vec<u8> {
        let mut file = vec![0; padding];
        let start = file.len() as u32;
        for name in names {
            let mut entry = vec![0; 46];
            entry[..4].copy_from_slice(&ENTRY);
            entry[24..28].copy_from_slice(&declared.to_le_bytes());
            entry[28..30].copy_from_slice(&(name.len() as u16).to_le_bytes());
            file.extend(entry);
            file.extend(name.as_bytes());
        }
        let length = file.len() as u32 - start;
        let mut trailer = vec![0; 22];
        trailer[..4].copy_from_slice(&TRAILER);
        trailer[8..10].copy_from_slice(&(names.len() as u16).to_le_bytes());
        trailer[10..12].copy_from_slice(&(names.len() as u16).to_le_bytes());
        trailer[12..16].copy_from_slice(&length.to_le_bytes());
        trailer[16..20].copy_from_slice(&start.to_le_bytes());
        file.extend(trailer);
        file
    }

    fn verdict(file: &[u8]) -> Result<(), Refusal> {
        let size = file.len() as u64;
        let tail = &file[file.len() - file.len().min(TAIL as usize)..];
        let contents = locate(tail, size)?;
        let table = &file[contents.start as usize..(contents.start + contents.length) as usize];
        judge(table, contents, size)
    }

    #[test]
    fn an_honest_archive_passes() {
        assert_eq!(verdict(&archive(&["facture.pdf", "annexe/plan.png"], 400_000, 600_000)), Ok(()));
    }

    #[test]
    fn what_hides_something_is_refused() {
        assert_eq!(verdict(b"MZ not an archive at all, far from it"), Err(Refusal::Unreadable));
        assert_eq!(verdict(&archive(&["a.txt"], 500 * 1024 * 1024, 500_000)), Err(Refusal::Bomb));
        assert_eq!(verdict(&archive(&["a.txt"], 150 * 1024 * 1024, 500_000)), Err(Refusal::Bomb));
        assert_eq!(verdict(&archive(&["Autre.ZIP"], 10, 100)), Err(Refusal::Nested));
        assert_eq!(verdict(&archive(&vec!["a"; 2_001], 1, 100)), Err(Refusal::TooManyEntries));
        let mut locked = archive(&["a.txt"], 10, 0);
        locked[8] = 1;
        assert_eq!(verdict(&locked), Err(Refusal::Encrypted));
        let mut cut = archive(&["a.txt", "b.txt"], 10, 100);
        cut.truncate(cut.len() - 3);
        assert_eq!(verdict(&cut), Err(Refusal::Unreadable));
    }
}
