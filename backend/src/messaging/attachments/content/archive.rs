//! Inspection of ZIP files, among them office documents: every entry is unpacked, without storing it, and counted.
//!
//! An antivirus does not stop a zip bomb, so the portal checks before anything else unpacks the file.

use std::io::{Cursor, Read};

use domain::attachment::{FileType, MAX_BYTES, RefusedFormat};
use memchr::memmem;
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{archive_signature, refusal::Refusal, zip_directory};

/// Maximum number of entries of one archive.
const MAX_ENTRIES: usize = 2_000;
/// Maximum number of entries, those of nested documents included.
const MAX_ALL_ENTRIES: usize = 10_000;
/// Maximum unpacked size of all entries together, in bytes.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// Maximum ratio of unpacked to stored size; office documents are well below.
const MAX_RATIO: u64 = 100;
/// Unpacked size below which the ratio is not checked, in bytes: a small text may compress a thousand times.
const RATIO_FLOOR: u64 = 10 * 1024 * 1024;
/// Maximum size in memory of all nested documents that are open at a time, in bytes.
const MAX_NESTED: u64 = MAX_BYTES;
/// Maximum depth: a spreadsheet in a document in an archive.
const MAX_DEPTH: usize = 3;
/// Maximum size of the list of an OpenDocument file's parts, in bytes.
const MAX_MANIFEST: u64 = 4 * 1024 * 1024;
/// Bytes from which the type of an entry is recognised.
const HEAD_BYTES: u64 = 512;

/// Inspects a ZIP file of the type `declared`. Needs memory for its nested documents, at most [`MAX_NESTED`].
pub fn inspect(declared: &FileType, bytes: &[u8]) -> Result<(), Refusal> {
    let stored = bytes.len() as u64;
    let mut inspection = Inspection { declared, stored, unpacked: 0, entries: 0, nested: 0 };
    inspection.archive(bytes, 1)
}

/// Counts of everything unpacked so far, in bytes except `entries`.
struct Inspection<'a> {
    declared: &'a FileType,
    stored: u64,
    unpacked: u64,
    entries: usize,
    /// Size of the nested documents in memory.
    nested: u64,
}

impl Inspection<'_> {
    fn archive(&mut self, bytes: &[u8], depth: usize) -> Result<(), Refusal> {
        // Before the library allocates memory for each of them.
        self.entries += zip_directory::count_signatures(bytes);
        if self.entries > MAX_ALL_ENTRIES {
            return Err(Refusal::TooManyEntries);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Mismatch)?;
        match archive.len() {
            0 => return Err(Refusal::Mismatch),
            1..=MAX_ENTRIES => self.declarations(&archive, depth)?,
            _ => return Err(Refusal::TooManyEntries),
        }
        if !zip_directory::is_only_one(bytes, &archive) {
            return Err(Refusal::Damaged);
        }
        archive.validate_header_consistency().map_err(damaged)?;
        for index in 0..archive.len() {
            self.entry(archive.by_index(index).map_err(damaged)?, depth)?;
        }
        Ok(())
    }

    /// Checks what the directory declares: gives the clearest reason, before anything is unpacked.
    fn declarations(&self, archive: &ZipArchive<Cursor<&[u8]>>, depth: usize) -> Result<(), Refusal> {
        let mut declared = self.unpacked;
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(damaged)?;
            if entry.encrypted() {
                return Err(Refusal::Encrypted);
            }
            let name = entry.name_raw().to_ascii_lowercase();
            if archive_signature::is_archive_name(&name) {
                return Err(Refusal::Nested);
            }
            if depth == 1 && self.declared.is_office() && name.ends_with(b"vbaproject.bin") {
                return Err(Refusal::Format(RefusedFormat::Macros));
            }
            declared = declared.saturating_add(entry.size());
        }
        self.check_size(declared)
    }

    fn entry(&mut self, mut entry: ZipFile<'_, Cursor<&[u8]>>, depth: usize) -> Result<(), Refusal> {
        let name = entry.name_raw().to_ascii_lowercase();
        let mut head = Vec::new();
        self.unpack(&mut entry.by_ref().take(HEAD_BYTES), |part| head.extend_from_slice(part))?;
        if archive_signature::is_zip(&head) {
            return self.nested(entry, head, depth);
        }
        if archive_signature::is_other_archive(&head, &name) {
            return Err(Refusal::Nested);
        }
        if name == b"meta-inf/manifest.xml" && entry.size() <= MAX_MANIFEST {
            self.unpack(&mut entry, |part| head.extend_from_slice(part))?;
            // OpenDocument files encrypt their parts themselves, and say so in this list.
            return match memmem::find(&head, b"encryption-data") {
                Some(_) => Err(Refusal::Encrypted),
                None => Ok(()),
            };
        }
        self.unpack(&mut entry, |_| {})
    }

    /// Inspects a document in the archive, whatever its name.
    fn nested(
        &mut self,
        mut entry: ZipFile<'_, Cursor<&[u8]>>,
        mut bytes: Vec<u8>,
        depth: usize,
    ) -> Result<(), Refusal> {
        let size = entry.size();
        if depth == MAX_DEPTH || self.nested.saturating_add(size) > MAX_NESTED {
            return Err(Refusal::Nested);
        }
        self.nested += size;
        self.unpack(&mut entry, |part| bytes.extend_from_slice(part))?;
        let inspected = self.archive(&bytes, depth + 1);
        self.nested -= size;
        inspected.map_err(|refusal| if refusal == Refusal::Mismatch { Refusal::Damaged } else { refusal })
    }

    /// Unpacks to the end, counting every byte. The library stops at the declared size, which [`Self::declarations`] checked.
    fn unpack(&mut self, entry: &mut impl Read, mut each: impl FnMut(&[u8])) -> Result<(), Refusal> {
        let mut buffer = [0; 32 * 1024];
        loop {
            let read = entry.read(&mut buffer).map_err(|_| Refusal::Damaged)?;
            if read == 0 {
                return Ok(());
            }
            self.unpacked += read as u64;
            self.check_size(self.unpacked)?;
            each(&buffer[..read]);
        }
    }

    fn check_size(&self, unpacked: u64) -> Result<(), Refusal> {
        let bomb =
            unpacked > MAX_UNPACKED || (unpacked > RATIO_FLOOR && unpacked / self.stored.max(1) > MAX_RATIO);
        if bomb { Err(Refusal::Bomb) } else { Ok(()) }
    }
}

fn damaged(error: ZipError) -> Refusal {
    tracing::debug!(%error, "archive refused");
    Refusal::Damaged
}
