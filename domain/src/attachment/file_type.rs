use super::name::clean_name;
use super::refused_format::RefusedFormat;
use crate::problem::Problem;

/// Maximum size of a file: 10 MB = 10 × 1024 × 1024 bytes (mission §5).
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// Maximum number of files per message (our choice).
pub const MAX_FILES: usize = 10;
/// Maximum size in bytes of a piece of a file that is received in pieces (our choice).
pub const MAX_PIECE: u64 = 1024 * 1024;
/// Minimum size in bytes of a piece, except the last one of its file: each is stored as a file of its own.
pub const MIN_PIECE: u64 = 64 * 1024;

/// A file type accepted as an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    /// Extensions without dot, the usual one first.
    pub extensions: &'static [&'static str],
    /// Media type under which the file is served.
    pub mime: &'static str,
    content: Content,
}

/// How the content of a type is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// By its first bytes: the media types that they may be recognised as.
    Signature(&'static [&'static str]),
    /// Readable text: its first letters prove nothing, since any text may begin like the signature of another type.
    Text,
    /// Readable text that is XML. The declaration is optional.
    Xml,
}

const ZIP: &str = "application/zip";

const fn file_type(extensions: &'static [&'static str], mime: &'static str, content: Content) -> FileType {
    FileType { extensions, mime, content }
}

/// Accepted types: documents, images, spreadsheets and archives, nothing that a browser would execute.
pub const ACCEPTED: [FileType; 12] = [
    file_type(&["pdf"], "application/pdf", Content::Signature(&["application/pdf"])),
    file_type(&["png"], "image/png", Content::Signature(&["image/png"])),
    file_type(&["jpg", "jpeg"], "image/jpeg", Content::Signature(&["image/jpeg"])),
    file_type(&["tif", "tiff"], "image/tiff", Content::Signature(&["image/tiff"])),
    file_type(
        &["docx"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Content::Signature(&["application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP]),
    ),
    file_type(
        &["xlsx"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Content::Signature(&["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP]),
    ),
    file_type(
        &["odt"],
        "application/vnd.oasis.opendocument.text",
        Content::Signature(&["application/vnd.oasis.opendocument.text", ZIP]),
    ),
    file_type(
        &["ods"],
        "application/vnd.oasis.opendocument.spreadsheet",
        Content::Signature(&["application/vnd.oasis.opendocument.spreadsheet", ZIP]),
    ),
    file_type(&["csv"], "text/csv", Content::Text),
    file_type(&["txt"], "text/plain", Content::Text),
    file_type(&["xml"], "application/xml", Content::Xml),
    file_type(&["zip"], ZIP, Content::Signature(&[ZIP])),
];

impl FileType {
    /// Returns `true` if the content matches the type. `signature`: media type recognised from the first bytes;
    /// `is_text`: the whole content is readable text.
    pub fn matches(&self, signature: Option<&str>, is_text: bool) -> bool {
        match self.content {
            Content::Signature(types) => signature.is_some_and(|found| types.contains(&found)),
            Content::Text | Content::Xml => is_text,
        }
    }

    /// Returns `true` for archives and for office documents, which are archives of their parts.
    pub fn is_zip(&self) -> bool {
        matches!(self.content, Content::Signature(types) if types.contains(&ZIP))
    }

    /// Returns `true` for office documents.
    pub fn is_office(&self) -> bool {
        self.is_zip() && self.mime != ZIP
    }

    pub fn is_xml(&self) -> bool {
        self.content == Content::Xml
    }

    /// Returns `true` for plain text.
    pub fn is_text(&self) -> bool {
        self.content == Content::Text
    }
}

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
    let Some(found) = type_of(&name) else {
        let format = RefusedFormat::of_name(&name);
        return Err(Problem::FileTypeRefused { name, format });
    };
    match bytes {
        0 => Err(Problem::EmptyFile { name }),
        1..=MAX_BYTES => Ok(found),
        _ => Err(Problem::FileTooLarge { name }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for (refused, format) in [
            ("a.exe", RefusedFormat::Program),
            ("a.html", RefusedFormat::WebPage),
            ("a.svg", RefusedFormat::Drawing),
            ("a.pdf.js", RefusedFormat::Program),
            ("a.docm", RefusedFormat::Macros),
            ("a.inconnu", RefusedFormat::Other),
        ] {
            let name = refused.to_owned();
            assert_eq!(check_name_and_size(refused, 1), Err(Problem::FileTypeRefused { name, format }));
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
        ] {
            let declared = type_of(name).expect("an accepted type");
            for is_text in [true, false] {
                assert_eq!(declared.matches(sniffed, is_text), holds, "{name} {sniffed:?}");
            }
        }
    }

    #[test]
    fn text_is_recognised_as_text_whatever_its_first_letters() {
        for name in ["a.txt", "a.csv", "a.xml"] {
            let declared = type_of(name).expect("an accepted type");
            for sniffed in
                [None, Some("image/bmp"), Some("image/gif"), Some("application/pdf"), Some("text/xml")]
            {
                assert!(declared.matches(sniffed, true), "{name} {sniffed:?}");
                assert!(!declared.matches(sniffed, false), "{name} {sniffed:?}");
            }
        }
    }

    #[test]
    fn archives_and_office_documents_are_zip_files() {
        let zip = |name: &str| type_of(name).map(|found| (found.is_zip(), found.is_office()));
        for name in ["a.docx", "a.xlsx", "a.odt", "a.ods"] {
            assert_eq!(zip(name), Some((true, true)), "{name}");
        }
        assert_eq!(zip("a.zip"), Some((true, false)));
        for name in ["a.pdf", "a.txt", "a.xml", "a.jpg"] {
            assert_eq!(zip(name), Some((false, false)), "{name}");
        }
    }
}
