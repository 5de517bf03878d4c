use std::fmt;

use object_store::path::Path;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Folder of the stored files.
pub(super) const PREFIX: &str = "pieces";

/// Opaque identifier of a stored file: 32 hexadecimal digits, unrelated to its original name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct FileKey(String);

impl FileKey {
    pub(super) fn generate() -> Self {
        FileKey(Uuid::new_v4().simple().to_string())
    }

    /// Returns `None` for anything but 32 lower-case hexadecimal digits, so that nothing else is used as a path.
    pub fn parse(text: &str) -> Option<Self> {
        let plain =
            text.len() == 32 && text.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
        plain.then(|| FileKey(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Name of the subfolder: the first two digits, so that folders stay small.
    pub(super) fn subfolder(&self) -> &str {
        self.0.get(..2).unwrap_or("00")
    }

    pub(super) fn path(&self) -> Path {
        Path::from_iter([PREFIX, self.subfolder(), self.as_str()])
    }

    pub(super) fn from_path(path: &Path) -> Option<Self> {
        FileKey::parse(path.filename()?)
    }
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_generated_keys_are_accepted() {
        assert!(FileKey::parse(FileKey::generate().as_str()).is_some());
        for hostile in
            ["", "../../etc/passwd", "ABCDEF0123456789ABCDEF0123456789", "0123456789abcdef/123456789abcdef"]
        {
            assert!(FileKey::parse(hostile).is_none(), "{hostile}");
        }
    }
}
