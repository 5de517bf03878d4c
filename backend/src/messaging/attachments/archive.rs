//! Limits of ZIP archives, checked on the central directory alone: a few kilobytes, whatever the size of the file.
//!
//! An antivirus does not stop a zip bomb, so the portal checks before anything unpacks the file.

/// Position of the central directory in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directory {
    pub start: u64,
    pub length: u64,
    pub entries: u64,
}

/// Why an archive is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No readable central directory: not an archive, truncated, or a variant without reliable sizes.
    Unreadable,
    TooManyEntries,
    /// Zip bomb: the declared unpacked size is too large.
    Bomb,
    /// Contains another archive, which would escape these limits.
    Nested,
    /// Protected by a password: the antivirus cannot read it.
    Encrypted,
}

/// Longest end of the file that can hold the end of central directory record: the record and its comment, in bytes.
pub const MAX_TRAILER: u64 = 22 + 65_535;
/// Longest central directory accepted, in bytes.
const MAX_DIRECTORY: u64 = 1024 * 1024;
const MAX_ENTRIES: u64 = 2_000;
/// Largest declared unpacked size of all entries together, in bytes.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// Largest ratio of unpacked to stored size; office documents are well below.
const MAX_RATIO: u64 = 100;
/// Unpacked size below which the ratio is not checked, in bytes: a small text may compress a thousand times.
const RATIO_FLOOR: u64 = 10 * 1024 * 1024;

/// Signature of the end of central directory record.
const TRAILER: [u8; 4] = [0x50, 0x4b, 0x05, 0x06];
/// Signature of an entry of the central directory.
const ENTRY: [u8; 4] = [0x50, 0x4b, 0x01, 0x02];

/// Finds the central directory from the last [`MAX_TRAILER`] bytes of a file of `size` bytes.
pub fn find_directory(tail: &[u8], size: u64) -> Result<Directory, Refusal> {
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
    // An attachment of 10 MB needs neither Zip64 nor several parts.
    let several_parts = u16_at(tail, trailer + 4) != 0 || u16_at(tail, trailer + 6) != 0;
    if several_parts || entries == 0xffff || start + length != trailer_position {
        return Err(Refusal::Unreadable);
    }
    if entries > MAX_ENTRIES || length > MAX_DIRECTORY {
        return Err(Refusal::TooManyEntries);
    }
    Ok(Directory { start, length, entries })
}

/// Checks the central directory: entry count, declared sizes, names.
pub fn check_entries(bytes: &[u8], directory: Directory, size: u64) -> Result<(), Refusal> {
    let (mut at, mut count, mut unpacked) = (0, 0, 0_u64);
    while at < bytes.len() {
        let entry = &bytes[at..];
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
    if count != directory.entries {
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

    /// Builds a ZIP of `padding` bytes whose entries declare the unpacked size `declared`, without their content.
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

    fn check(file: &[u8]) -> Result<(), Refusal> {
        let size = file.len() as u64;
        let tail = &file[file.len() - file.len().min(MAX_TRAILER as usize)..];
        let directory = find_directory(tail, size)?;
        let entries = &file[directory.start as usize..(directory.start + directory.length) as usize];
        check_entries(entries, directory, size)
    }

    #[test]
    fn ordinary_archive_is_accepted() {
        assert_eq!(check(&archive(&["facture.pdf", "annexe/plan.png"], 400_000, 600_000)), Ok(()));
    }

    #[test]
    fn dangerous_archives_are_refused() {
        assert_eq!(check(b"MZ not an archive at all, far from it"), Err(Refusal::Unreadable));
        assert_eq!(check(&archive(&["a.txt"], 500 * 1024 * 1024, 500_000)), Err(Refusal::Bomb));
        assert_eq!(check(&archive(&["a.txt"], 150 * 1024 * 1024, 500_000)), Err(Refusal::Bomb));
        assert_eq!(check(&archive(&["Autre.ZIP"], 10, 100)), Err(Refusal::Nested));
        assert_eq!(check(&archive(&vec!["a"; 2_001], 1, 100)), Err(Refusal::TooManyEntries));
        let mut encrypted = archive(&["a.txt"], 10, 0);
        encrypted[8] = 1;
        assert_eq!(check(&encrypted), Err(Refusal::Encrypted));
        let mut truncated = archive(&["a.txt", "b.txt"], 10, 100);
        truncated.truncate(truncated.len() - 3);
        assert_eq!(check(&truncated), Err(Refusal::Unreadable));
    }
}
