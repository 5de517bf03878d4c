//! Reasons for which the content of a file is refused.

use domain::{
    attachment::{FileType, RefusedFormat},
    problem::Problem,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The content does not match the extension.
    Mismatch,
    /// The content is of a format that the portal does not accept.
    Format(RefusedFormat),
    /// Protected by a password: the antivirus cannot read it.
    Encrypted,
    TooManyEntries,
    /// Zip bomb: far larger once unpacked.
    Bomb,
    /// Contains an archive that escapes these limits.
    Nested,
    /// Contradicts itself, so that other programs could find another content in it, or is packed in an unknown way.
    Damaged,
}

impl Refusal {
    /// Returns the problem to report about the file `name`.
    pub fn problem(self, declared: &FileType, name: String) -> Problem {
        match self {
            Refusal::Mismatch => Problem::FileTypeMismatch { name },
            Refusal::Format(format) => Problem::FileTypeRefused { name, format },
            Refusal::Encrypted if declared.is_office() => Problem::FileProtected { name },
            Refusal::Encrypted => Problem::ArchiveEncrypted { name },
            _ if declared.is_office() => Problem::DocumentDamaged { name },
            Refusal::TooManyEntries => Problem::ArchiveTooManyFiles { name },
            Refusal::Bomb => Problem::ArchiveTooLarge { name },
            Refusal::Nested => Problem::ArchiveNested { name },
            Refusal::Damaged => Problem::ArchiveDamaged { name },
        }
    }
}
