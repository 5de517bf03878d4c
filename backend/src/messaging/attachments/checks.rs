//! Checks of an uploaded file: name, size, type, content.

use std::{
    sync::{Arc, LazyLock},
    thread,
};

use anyhow::Context;
use bytes::Bytes;
use domain::{
    attachment::{FileType, RefusedFormat, check_name_and_size, clean_name},
    problem::Problem,
};
use memchr::memmem;
use tokio::{sync::Semaphore, task};

use platform::{Error, files::StoredFile};

use super::content::{Refusal, inspect_archive, is_web_page, is_xml_data};

use crate::Portal;

/// Inspections at a time: each holds a file in memory and occupies a processor.
static INSPECTIONS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    Arc::new(Semaphore::new((processors / 2).clamp(1, 4)))
});

/// First bytes of the files of Office 97–2003, which also contain the protected documents of later versions.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Returns the clean name and the media type it will be served as, or the reason why the file is refused.
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
    if let Err(refusal) = check_content(portal, declared, stored).await? {
        tracing::info!(?refusal, "file refused");
        return Ok(Err(refusal.problem(declared, name)));
    }
    Ok(Ok((name, declared.mime)))
}

async fn check_content(
    portal: &Portal,
    declared: &'static FileType,
    stored: &StoredFile,
) -> Result<Result<(), Refusal>, Error> {
    let signature = stored.detected_type();
    if declared.is_office() && stored.head.starts_with(COMPOUND_FILE) {
        return inspect(portal, stored, |bytes| Err(compound_file(bytes))).await;
    }
    if !declared.matches(signature, stored.is_text) {
        let format = signature.filter(|_| !stored.is_text).and_then(RefusedFormat::of_media_type);
        return Ok(Err(format.map_or(Refusal::Mismatch, Refusal::Format)));
    }
    if declared.is_zip() {
        return inspect(portal, stored, |bytes| inspect_archive(declared, bytes)).await;
    }
    if declared.is_xml() {
        let check = |bytes: &[u8]| if is_xml_data(bytes) { Ok(()) } else { Err(Refusal::Mismatch) };
        return inspect(portal, stored, check).await;
    }
    let is_whole = stored.head.len() as u64 == stored.size;
    let is_page = declared.is_text() && is_web_page(&stored.head, is_whole);
    Ok(if is_page { Err(Refusal::Mismatch) } else { Ok(()) })
}

/// Reads the whole file and inspects it on a thread for blocking work. Waits while too many others are inspected.
async fn inspect(
    portal: &Portal,
    stored: &StoredFile,
    check: impl FnOnce(&[u8]) -> Result<(), Refusal> + Send + 'static,
) -> Result<Result<(), Refusal>, Error> {
    let permit = Arc::clone(&INSPECTIONS).acquire_owned().await.context("inspections ended")?;
    let bytes: Bytes = portal.files.read_range(&stored.key, 0..stored.size).await?;
    let inspection = task::spawn_blocking(move || {
        // Also if the upload is abandoned meanwhile.
        let _permit = permit;
        check(&bytes)
    });
    Ok(inspection.await.context("failed to inspect a file")?)
}

/// Returns the reason to refuse a compound file as a document of a later version of Office.
fn compound_file(bytes: &[u8]) -> Refusal {
    let encrypted_part: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    match memmem::find(bytes, &encrypted_part) {
        Some(_) => Refusal::Encrypted,
        None => Refusal::Format(RefusedFormat::OldOffice),
    }
}
