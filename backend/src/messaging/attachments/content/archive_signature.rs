//! Archives recognised by their first bytes or their name.

/// First bytes of ZIP files: an entry, an empty archive, and two marks that may precede the first entry.
const ZIP: [&[u8]; 4] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK"];

/// First bytes of the other archives, long enough that no text begins like them.
const OTHER: [&[u8]; 7] = [
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xfd7zXZ\0",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"MSCF\0\0\0\0",
    b"\x1f\x9d\x90",
];

pub fn is_zip(head: &[u8]) -> bool {
    ZIP.iter().any(|signature| head.starts_with(signature))
}

/// Returns `true` for an archive that is not a ZIP file. `name`: in lower case; Office compresses drawings with gzip.
pub fn is_other_archive(head: &[u8], name: &[u8]) -> bool {
    let is_drawing = [".emz", ".wmz"].iter().any(|ending| name.ends_with(ending.as_bytes()));
    let is_bzip2 = head.starts_with(b"BZh") && head.get(4..10) == Some(b"\x31\x41\x59\x26\x53\x59");
    let is_tar = head.get(257..262) == Some(b"ustar");
    (OTHER.iter().any(|signature| head.starts_with(signature)) && !is_drawing) || is_bzip2 || is_tar
}

/// Returns `true` for the name of an archive, in lower case.
pub fn is_archive_name(name: &[u8]) -> bool {
    [".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".jar", ".cab", ".iso"]
        .iter()
        .any(|ending| name.ends_with(ending.as_bytes()))
}
