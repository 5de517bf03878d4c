//! Rules for attachments: size (004: 10 MB each), number, types and names.

use crate::problem::Problem;
use crate::text::is_bidi_control;

/// Maximum size of a file: 10 MB = 10 × 1024 × 1024 bytes (mission §5).
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// Maximum number of files per message (our choice).
pub const MAX_FILES: usize = 10;
/// Maximum number of characters of a file name, extension included.
pub const MAX_NAME: usize = 120;

/// A file type accepted as an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    /// Extensions without dot, the usual one first.
    pub extensions: &'static [&'static str],
    /// Media type under which the file is served.
    pub mime: &'static str,
    /// Media types that its first bytes may be recognised as; empty for plain text, which has no signature.
    sniffed: &'static [&'static str],
}

const ZIP: &str = "application/zip";

const fn file_type(
    extensions: &'static [&'static str],
    mime: &'static str,
    sniffed: &'static [&'static str],
) -> FileType {
    FileType { extensions, mime, sniffed }
}

/// Accepted types: documents, images, spreadsheets and archives, nothing that a browser would execute.
pub const ACCEPTED: [FileType; 12] = [
    file_type(&["pdf"], "application/pdf", &["application/pdf"]),
    file_type(&["png"], "image/png", &["image/png"]),
    file_type(&["jpg", "jpeg"], "image/jpeg", &["image/jpeg"]),
    file_type(&["tif", "tiff"], "image/tiff", &["image/tiff"]),
    file_type(
        &["docx"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP],
    ),
    file_type(
        &["xlsx"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP],
    ),
    file_type(
        &["odt"],
        "application/vnd.oasis.opendocument.text",
        &["application/vnd.oasis.opendocument.text", ZIP],
    ),
    file_type(
        &["ods"],
        "application/vnd.oasis.opendocument.spreadsheet",
        &["application/vnd.oasis.opendocument.spreadsheet", ZIP],
    ),
    file_type(&["csv"], "text/csv", &[]),
    file_type(&["txt"], "text/plain", &[]),
    file_type(&["xml"], "application/xml", &["text/xml", "application/xml"]),
    file_type(&["zip"], ZIP, &[ZIP]),
];

/// Returns the accepted type of a file, by its extension.
pub fn type_of(name: &str) -> Option<&'static FileType> {
    let (_, extension) = name.rsplit_once('.')?;
    ACCEPTED.iter().find(|known| known.extensions.iter().any(|own| own.eq_ignore_ascii_case(extension)))
}

/// Value of `<input type=file accept>`: `.pdf,.png,…`.
pub fn accept_attribute() -> String {
    let mut text = String::new();
    for extension in ACCEPTED.iter().flat_map(|known| known.extensions) {
        text.push_str(if text.is_empty() { "." } else { ",." });
        text.push_str(extension);
    }
    text
}

/// Checks what is known before the content is read: in the browser before sending, on the server from the
/// request headers. Empty files are refused.
///
/// Errors: [`Problem::FileName`], [`Problem::FileTypeRefused`], [`Problem::EmptyFile`],
/// [`Problem::FileTooLarge`].
pub fn check_name_and_size(name: &str, bytes: u64) -> Result<&'static FileType, Problem> {
    let name = clean_name(name).ok_or(Problem::FileName)?;
    let Some(found) = type_of(&name) else { return Err(Problem::FileTypeRefused { name }) };
    match bytes {
        0 => Err(Problem::EmptyFile { name }),
        1..=MAX_BYTES => Ok(found),
        _ => Err(Problem::FileTooLarge { name }),
    }
}

/// Returns `true` if the content matches the extension. `sniffed`: type recognised from the first bytes.
///
/// Plain text must not be recognised as another type. XML may be unrecognised: its declaration is optional.
pub fn matches_type(declared: &FileType, sniffed: Option<&str>) -> bool {
    match sniffed {
        Some(sniffed) => declared.sniffed.contains(&sniffed),
        None => declared.sniffed.is_empty() || declared.mime == "application/xml",
    }
}

/// Sanitizes a file name for storage, display and download: no path, no control or bidirectional character,
/// no name reserved by a file system, at most [`MAX_NAME`] characters including the extension. Returns `None`
/// if no name with an extension is left.
pub fn clean_name(name: &str) -> Option<String> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut clean = String::with_capacity(base.len());
    for c in base.chars() {
        match c {
            _ if c.is_control() || is_bidi_control(c) || is_invisible(c) => {}
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => clean.push('-'),
            _ if c.is_whitespace() => clean.push(' '),
            _ => clean.push(c),
        }
    }
    let clean = clean.trim().trim_end_matches(['.', ' ']);
    let (stem, extension) = clean.rsplit_once('.')?;
    let stem = stem.trim().trim_start_matches(['.', ' ']);
    if stem.is_empty()
        || !(1..=10).contains(&extension.len())
        || !extension.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        return None;
    }
    let room = MAX_NAME - 1 - extension.len();
    let mut safe: String = stem.chars().take(room).collect();
    if is_reserved(&safe) {
        safe.insert(0, '_');
        safe = safe.chars().take(room).collect();
    }
    safe.push('.');
    safe.push_str(extension);
    Some(safe)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Device names that Windows opens instead of the file, whatever the extension.
fn is_reserved(stem: &str) -> bool {
    let device = stem.split('.').next().unwrap_or_default().trim_end();
    let bytes = device.as_bytes();
    match bytes.len() {
        3 => ["CON", "PRN", "AUX", "NUL"].iter().any(|own| own.eq_ignore_ascii_case(device)),
        4 => {
            bytes[3].is_ascii_digit()
                && device.get(..3).is_some_and(|start| {
                    start.eq_ignore_ascii_case("COM") || start.eq_ignore_ascii_case("LPT")
                })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_sanitized() {
        for (name, clean) in [
            ("facture.pdf", Some("facture.pdf")),
            ("../../etc/passwd", None),
            ("../../facture.pdf", Some("facture.pdf")),
            ("C:\\Documents\\Reçu d’été.PDF", Some("Reçu d’été.PDF")),
            ("a\0b\r\nc.pdf", Some("abc.pdf")),
            ("facture\u{202e}fdp.exe.pdf", Some("facturefdp.exe.pdf")),
            ("fac\u{200b}ture.pdf", Some("facture.pdf")),
            ("un\u{a0}deux\ttrois.pdf", Some("un deuxtrois.pdf")),
            ("CON.pdf", Some("_CON.pdf")),
            ("com1.tar.zip", Some("_com1.tar.zip")),
            ("comité.pdf", Some("comité.pdf")),
            ("a<b>c:d\"e|f?g*h.pdf", Some("a-b-c-d-e-f-g-h.pdf")),
            ("  .cache.pdf", Some("cache.pdf")),
            ("facture.pdf. .", Some("facture.pdf")),
            (".pdf", None),
            ("facture", None),
            ("facture.", None),
            ("", None),
            ("facture.p df", None),
            ("dossier/", None),
        ] {
            assert_eq!(clean_name(name).as_deref(), clean, "{name:?}");
        }
    }

    #[test]
    fn long_names_are_truncated_before_the_extension() {
        let clean = clean_name(&format!("{}.xlsx", "é".repeat(500))).expect("a name");
        assert_eq!(clean.chars().count(), MAX_NAME);
        assert!(clean.ends_with("é.xlsx"));
        assert_eq!(clean_name(&clean).as_ref(), Some(&clean));
    }

    #[test]
    fn size_and_extension_are_checked() {
        let name = || "a.pdf".to_owned();
        for (bytes, expected) in [
            (0, Err(Problem::EmptyFile { name: name() })),
            (1, Ok("application/pdf")),
            (MAX_BYTES, Ok("application/pdf")),
            (MAX_BYTES + 1, Err(Problem::FileTooLarge { name: name() })),
        ] {
            assert_eq!(check_name_and_size("a.pdf", bytes).map(|found| found.mime), expected);
        }
        for refused in ["a.exe", "a.html", "a.svg", "a.pdf.js", "a.docm"] {
            let name = refused.to_owned();
            assert_eq!(check_name_and_size(refused, 1), Err(Problem::FileTypeRefused { name }));
        }
        assert_eq!(check_name_and_size("pdf", 1), Err(Problem::FileName));
        assert!(accept_attribute().starts_with(".pdf,.png,.jpg,.jpeg,"));
    }

    #[test]
    fn content_must_match_the_extension() {
        for (name, sniffed, holds) in [
            ("a.pdf", Some("application/pdf"), true),
            ("a.PDF", Some("application/pdf"), true),
            ("a.pdf", Some("text/html"), false),
            ("a.pdf", Some("application/vnd.microsoft.portable-executable"), false),
            ("a.pdf", None, false),
            ("a.jpeg", Some("image/jpeg"), true),
            ("a.png", Some("image/jpeg"), false),
            ("a.docx", Some(ZIP), true),
            ("a.docx", Some("application/x-ole-storage"), false),
            ("a.zip", Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), false),
            ("a.txt", None, true),
            ("a.txt", Some("text/html"), false),
            ("a.csv", Some(ZIP), false),
            ("a.xml", Some("text/xml"), true),
            ("a.xml", None, true),
        ] {
            let declared = type_of(name).expect("an accepted type");
            assert_eq!(matches_type(declared, sniffed), holds, "{name} {sniffed:?}");
        }
    }
}
