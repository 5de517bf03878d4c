//! Checks of an uploaded file: name, size, type, content of archives.

use domain::{
    attachment::{check_name_and_size, clean_name, matches_type},
    problem::Problem,
};

use platform::{
    Error,
    files::{FileKey, StoredFile},
};

use super::archive::{self, Refusal};

use crate::Portal;

/// Returns the clean name and the media type it will be served as, or why the file is refused.
pub async fn check(
    portal: &Portal,
    file_name: &str,
    stored: &StoredFile,
) -> Result<Result<(String, &'static str), Problem>, Error> {
    let (name, declared) =
        match clean_name(file_name).map(|name| (check_name_and_size(&name, stored.size), name)) {
            Some((Ok(declared), name)) => (name, declared),
            Some((Err(problem), _)) => return Ok(Err(problem)),
            None => return Ok(Err(Problem::FileName)),
        };
    if !matches_type(declared, stored.detected_type()) || is_active_markup(&stored.head) {
        return Ok(Err(Problem::FileTypeMismatch { name }));
    }
    let is_archive = stored.head.starts_with(b"PK\x03\x04") || stored.head.starts_with(b"PK\x05\x06");
    if is_archive && let Err(refusal) = check_archive(portal, &stored.key, stored.size).await? {
        tracing::info!(?refusal, "archive refused");
        return Ok(Err(archive_problem(refusal, name)));
    }
    Ok(Ok((name, declared.mime)))
}

/// Returns `true` for markup that a browser would run, whatever the extension: text types have no signature.
fn is_active_markup(head: &[u8]) -> bool {
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
    let text: Vec<u8> =
        head[start.unwrap_or(head.len())..].iter().take(4096).map(u8::to_ascii_lowercase).collect();
    let contains = |needle: &str| text.windows(needle.len()).any(|window| window == needle.as_bytes());
    text.starts_with(b"<")
        && ["<html", "<!doctype html", "<svg", "<script", "<body", "<iframe"].into_iter().any(contains)
}

async fn check_archive(portal: &Portal, key: &FileKey, size: u64) -> Result<Result<(), Refusal>, Error> {
    let tail = portal.files.read_range(key, size.saturating_sub(archive::MAX_TRAILER)..size).await?;
    let directory = match archive::find_directory(&tail, size) {
        Ok(directory) => directory,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if directory.length == 0 {
        return Ok(Err(Refusal::Unreadable));
    }
    let range = directory.start..directory.start + directory.length;
    let entries = portal.files.read_range(key, range).await?;
    Ok(archive::check_entries(&entries, directory, size))
}

fn archive_problem(refusal: Refusal, name: String) -> Problem {
    match refusal {
        Refusal::Unreadable => Problem::FileTypeMismatch { name },
        Refusal::TooManyEntries => Problem::ArchiveTooManyFiles { name },
        Refusal::Bomb => Problem::ArchiveTooLarge { name },
        Refusal::Nested => Problem::ArchiveNested { name },
        Refusal::Encrypted => Problem::ArchiveEncrypted { name },
    }
}
