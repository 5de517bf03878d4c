//! Common formats that the portal refuses: each has its reason, and a way to send the document all the same.

use serde::{Deserialize, Serialize};

/// Format of a refused file, recognised by its extension or its content. [`reason`](Self::reason) gives the French sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedFormat {
    #[default]
    Other,
    /// Photos of telephones: HEIC, HEIF.
    Photo,
    Image,
    /// SVG, which can contain scripts.
    Drawing,
    /// Word 97–2003.
    OldDocument,
    /// Excel 97–2003.
    OldSpreadsheet,
    /// Office 97–2003, Word or Excel unknown.
    OldOffice,
    BinarySpreadsheet,
    /// Office documents with macros.
    Macros,
    Slides,
    RichText,
    /// Pages and Numbers.
    Apple,
    Mail,
    /// Envelopes of electronic signatures.
    Signature,
    Archive,
    WebPage,
    Program,
}

/// Extensions without dot, in lower case.
const EXTENSIONS: [(RefusedFormat, &[&str]); 16] = [
    (RefusedFormat::Photo, &["heic", "heif", "heics", "hif"]),
    (RefusedFormat::Image, &["gif", "bmp", "dib", "webp", "avif", "jp2", "jfif", "jxl", "psd", "ico"]),
    (RefusedFormat::Drawing, &["svg", "svgz"]),
    (RefusedFormat::OldDocument, &["doc", "dot"]),
    (RefusedFormat::OldSpreadsheet, &["xls", "xlt"]),
    (RefusedFormat::BinarySpreadsheet, &["xlsb"]),
    (RefusedFormat::Macros, &["docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "ppsm", "potm"]),
    (RefusedFormat::Slides, &["ppt", "pps", "pptx", "ppsx", "odp", "key"]),
    (RefusedFormat::RichText, &["rtf"]),
    (RefusedFormat::Apple, &["pages", "numbers"]),
    (RefusedFormat::Mail, &["eml", "msg", "mbox", "emlx", "pst", "oft"]),
    (RefusedFormat::Signature, &["p7m", "p7s", "p7c", "asice", "asics", "sig", "tsr"]),
    (
        RefusedFormat::Archive,
        &["rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "zst", "zipx", "cab", "arj", "lzh", "iso"],
    ),
    (RefusedFormat::WebPage, &["html", "htm", "xhtml", "mht", "mhtml"]),
    (
        RefusedFormat::Program,
        &[
            "exe", "com", "bat", "cmd", "msi", "dll", "scr", "js", "mjs", "vbs", "ps1", "sh", "jar", "lnk",
            "hta", "reg", "apk", "app", "wsf",
        ],
    ),
    (RefusedFormat::Other, &[]),
];

/// Media types recognised from the content. No executable or web page: for those, the content is only said not to match.
const MEDIA_TYPES: [(RefusedFormat, &[&str]); 6] = [
    (RefusedFormat::Photo, &["image/heif", "image/heic"]),
    (RefusedFormat::Image, &["image/gif", "image/bmp", "image/webp", "image/avif", "image/jp2", "image/jxl"]),
    (
        RefusedFormat::OldOffice,
        &["application/x-ole-storage", "application/msword", "application/vnd.ms-excel"],
    ),
    (
        RefusedFormat::Slides,
        &[
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.oasis.opendocument.presentation",
        ],
    ),
    (RefusedFormat::RichText, &["text/rtf", "application/rtf"]),
    (
        RefusedFormat::Archive,
        &[
            "application/vnd.rar",
            "application/x-7z-compressed",
            "application/x-tar",
            "application/gzip",
            "application/x-bzip2",
            "application/x-xz",
            "application/zstd",
            "application/vnd.ms-cab-compressed",
        ],
    ),
];

impl RefusedFormat {
    /// Returns the format that the extension of a file announces.
    pub fn of_name(name: &str) -> RefusedFormat {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        find(&EXTENSIONS, extension.as_deref().unwrap_or_default()).unwrap_or_default()
    }

    /// Returns the format of a media type recognised from the content; `None` if there is nothing more to say about it.
    pub fn of_media_type(media_type: &str) -> Option<RefusedFormat> {
        find(&MEDIA_TYPES, media_type)
    }

    /// Returns the text before and after the quoted file name.
    pub(crate) fn reason(self) -> (&'static str, &'static str) {
        let after = match self {
            RefusedFormat::Other => {
                return (
                    "Le type du fichier ",
                    " n’est pas accepté. Envoyez un PDF, une image, un document ou un tableur.",
                );
            }
            RefusedFormat::Photo => {
                " est une photo au format HEIC, que le portail n’accepte pas. Enregistrez-la en JPEG avec \
                 votre téléphone ou votre logiciel de photos, puis joignez-la."
            }
            RefusedFormat::Image => {
                " est une image d’un format que le portail n’accepte pas. Enregistrez-la en PNG ou en JPEG, puis \
                 joignez-la."
            }
            RefusedFormat::Drawing => {
                " est un dessin SVG, qui peut contenir du code. Exportez-le en PDF ou en PNG, puis joignez-le."
            }
            RefusedFormat::OldDocument => {
                " est un document de l’ancien format de Word (.doc), que le portail n’accepte pas. Enregistrez-le en \
                 DOCX ou en PDF, puis joignez-le."
            }
            RefusedFormat::OldSpreadsheet => {
                " est un classeur de l’ancien format d’Excel (.xls), que le portail n’accepte pas. Enregistrez-le en \
                 XLSX ou en PDF, puis joignez-le."
            }
            RefusedFormat::OldOffice => {
                " est un document d’un ancien format de Word ou d’Excel, que le portail n’accepte pas. Enregistrez-le \
                 en DOCX, en XLSX ou en PDF, puis joignez-le."
            }
            RefusedFormat::BinarySpreadsheet => {
                " est un classeur Excel binaire (.xlsb), que le portail n’accepte pas. Enregistrez-le en XLSX ou en \
                 PDF, puis joignez-le."
            }
            RefusedFormat::Macros => {
                " peut contenir des macros, que le portail n’accepte pas. Enregistrez-le sans macros, en DOCX, en XLSX \
                 ou en PDF, puis joignez-le."
            }
            RefusedFormat::Slides => {
                " est une présentation, format que le portail n’accepte pas. Exportez-la en PDF, puis joignez le PDF."
            }
            RefusedFormat::RichText => {
                " est un document RTF, que le portail n’accepte pas. Enregistrez-le en DOCX ou en PDF, puis joignez-le."
            }
            RefusedFormat::Apple => {
                " est un document de Pages ou de Numbers, que le portail n’accepte pas. Exportez-le en PDF, en DOCX ou \
                 en XLSX, puis joignez-le."
            }
            RefusedFormat::Mail => {
                " est un courriel enregistré, que le portail n’accepte pas. Imprimez-le en PDF, joignez le PDF, et \
                 joignez séparément ses pièces jointes."
            }
            RefusedFormat::Signature => {
                " est une enveloppe de signature électronique, que le portail n’accepte pas. Joignez le document \
                 qu’elle contient, de préférence un PDF signé."
            }
            RefusedFormat::Archive => {
                " est une archive d’un format que le portail n’accepte pas. Refaites-la au format ZIP, ou joignez ses \
                 documents un par un."
            }
            RefusedFormat::WebPage => {
                " est une page web, qui peut contenir du code. Imprimez-la en PDF, puis joignez le PDF."
            }
            RefusedFormat::Program => {
                " n’est pas accepté\u{a0}: c’est un programme. Envoyez un PDF, une image, un document ou un tableur."
            }
        };
        ("Le fichier ", after)
    }
}

fn find(table: &[(RefusedFormat, &[&str])], name: &str) -> Option<RefusedFormat> {
    table.iter().find(|(_, names)| names.contains(&name)).map(|(format, _)| *format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attachment::check_name_and_size, problem::Problem};

    #[test]
    fn common_formats_get_their_reason_and_a_way_out() {
        for (name, reason, way_out) in [
            ("IMG_0001.HEIC", "HEIC", "JPEG"),
            ("logo.gif", "image", "PNG"),
            ("plan.svg", "SVG", "PDF"),
            ("courrier.doc", "ancien format de Word", "DOCX"),
            ("Comptes.XLS", "ancien format d’Excel", "XLSX"),
            ("comptes.xlsb", "binaire", "XLSX"),
            ("comptes.xlsm", "macros", "XLSX"),
            ("courrier.docm", "macros", "DOCX"),
            ("exposé.pptx", "présentation", "PDF"),
            ("courrier.rtf", "RTF", "DOCX"),
            ("courrier.pages", "Pages", "PDF"),
            ("échange.eml", "courriel", "PDF"),
            ("échange.msg", "courriel", "séparément"),
            ("acte.pdf.p7m", "signature électronique", "PDF signé"),
            ("pièces.7z", "archive", "ZIP"),
            ("page.html", "page web", "PDF"),
            ("virus.exe", "programme", "PDF"),
            ("film.inconnu", "n’est pas accepté", "PDF"),
        ] {
            let problem = check_name_and_size(name, 1).expect_err("refused");
            assert!(matches!(problem, Problem::FileTypeRefused { .. }), "{name}: {problem:?}");
            let sentence = problem.to_string();
            for part in [name, reason, way_out] {
                assert!(sentence.contains(part), "{part}: {sentence}");
            }
        }
    }

    #[test]
    fn content_of_a_refused_format_is_recognised() {
        for (media_type, format) in [
            ("image/heif", Some(RefusedFormat::Photo)),
            ("application/msword", Some(RefusedFormat::OldOffice)),
            ("application/vnd.rar", Some(RefusedFormat::Archive)),
            ("application/pdf", None),
            ("text/html", None),
        ] {
            assert_eq!(RefusedFormat::of_media_type(media_type), format, "{media_type}");
        }
    }
}
