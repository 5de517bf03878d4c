//! Resident memory of the portal during many concurrent uploads of the largest allowed size.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use domain::path;
use futures::stream;
use http::{Method, StatusCode, header};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};

use super::figure;
use crate::client::{Body, Browser, Connection};
use crate::environment::Environment;
use crate::fixtures;
use crate::load::as_f64;
use crate::process::resident_bytes;
use crate::report::{Figure, Goal};
use crate::scenario;

/// Number of concurrent uploads, and the duration of each, long enough for all to overlap.
const WAVES: [(usize, Duration); 2] = [(50, Duration::from_secs(8)), (200, Duration::from_secs(24))];
const FILES_PER_DRAFT: usize = 10;
/// Largest file allowed: 10 MB (mission §5).
const FILE_BYTES: usize = 10 * 1024 * 1024;
const CHUNK_BYTES: usize = 64 * 1024;
/// Memory growth allowed per upload, in bytes (quality.md: 0.3 MB).
const GROWTH: f64 = 300_000.0;

const SAMPLE_INTERVAL: Duration = Duration::from_millis(50);
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(300);
const BOUNDARY: &str = "limite-de-mesure-0123456789";

pub async fn measure(environment: &mut Environment, browser: &mut Browser) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (count, duration) in WAVES {
        // A fresh process, whose memory has not grown yet.
        environment.restart_portal().await?;
        let drafts = scenario::drafts(browser, count.div_ceil(FILES_PER_DRAFT) + 1).await?;
        let (spare, drafts) = drafts.split_last().context("no draft")?;
        warm_up(browser, spare).await?;
        figures.push(wave(environment, browser, drafts, count, duration).await?);
    }
    Ok(figures)
}

/// Makes the portal allocate the memory that the first request of each kind needs permanently, so that it is
/// not counted as growth.
async fn warm_up(browser: &mut Browser, draft: &str) -> Result<()> {
    for _ in 0..50 {
        browser.page(path::DASHBOARD).await?;
        browser.page(&format!("/messagerie/brouillon/{draft}/pieces")).await?;
    }
    upload(browser.with_own_connection(), draft, "premier.pdf".to_owned(), Duration::from_millis(200)).await
}

async fn wave(
    environment: &Environment,
    browser: &Browser,
    drafts: &[String],
    count: usize,
    duration: Duration,
) -> Result<Figure> {
    let process = environment.portal_process()?;
    let before = resident_bytes(process)?;
    let finished = Arc::new(AtomicBool::new(false));
    let watch = tokio::spawn(watch(process, browser.with_own_connection(), Arc::clone(&finished)));
    let uploads = (0..count).map(|rank| {
        let (browser, draft) = (browser.with_own_connection(), drafts[rank / FILES_PER_DRAFT].clone());
        tokio::spawn(async move { upload(browser, &draft, format!("piece-{rank}.pdf"), duration).await })
    });
    let results = futures::future::join_all(uploads).await;
    finished.store(true, Ordering::Relaxed);
    let peak = watch.await??;
    for result in results {
        result??;
    }
    // Uploads that do not overlap would make memory use look too small.
    ensure!(
        peak.in_flight as usize * 10 >= count * 9,
        "only {} of {count} uploads overlapped",
        peak.in_flight
    );
    let growth = as_f64(peak.resident.saturating_sub(before)) / as_f64(count as u64);
    Ok(figure(
        format!("memory per 10 MB upload, {count} at once ({} overlapping)", peak.in_flight),
        format!("{:.3} MB", growth / 1e6),
        format!("{:.1} MB", GROWTH / 1e6),
        growth / GROWTH,
        Some(Goal::AtMost(1.0)),
    ))
}

#[derive(Clone, Copy, Default)]
struct Peak {
    resident: u64,
    in_flight: u32,
}

/// Samples the process's memory and, less often, the portal's gauge of uploads, until `finished` is set.
async fn watch(process: u32, mut browser: Browser, finished: Arc<AtomicBool>) -> Result<Peak> {
    let mut peak = Peak::default();
    let mut samples = 0_u32;
    while !finished.load(Ordering::Relaxed) {
        peak.resident = peak.resident.max(resident_bytes(process)?);
        if samples.is_multiple_of(20) {
            peak.in_flight = peak.in_flight.max(in_flight(&browser.page(path::METRICS).await?));
        }
        samples += 1;
        tokio::time::sleep(SAMPLE_INTERVAL).await;
    }
    Ok(peak)
}

/// Reads the gauge of uploads in progress.
fn in_flight(metrics: &str) -> u32 {
    let value = metrics.lines().find_map(|line| line.strip_prefix("uploads_in_flight "));
    value.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}

/// Uploads one file of the largest size over `duration`. It is durable and acknowledged when this returns.
async fn upload(browser: Browser, draft: &str, name: String, duration: Duration) -> Result<()> {
    let (head, tail) = multipart_envelope(&name);
    let length = head.len() + FILE_BYTES + tail.len();
    let request = browser
        .request(Method::POST, &format!("/televersement/brouillon/{draft}"))
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, length)
        .body(slow_body(head, tail, duration))?;
    let response = Connection::to(browser.address).send_within(UPLOAD_TIMEOUT, request).await?;
    ensure!(response.status == StatusCode::OK, "{name}: {} {:?}", response.status, response.body);
    Ok(())
}

/// Returns the parts of the request body before and after the file's bytes.
fn multipart_envelope(name: &str) -> (Bytes, Bytes) {
    let field = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let head = format!(
        "{}{}--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{name}\"\r\n\
         Content-Type: application/pdf\r\n\r\n",
        field("_siren", fixtures::SIREN),
        field("emplacement", "")
    );
    (head.into(), format!("\r\n--{BOUNDARY}--\r\n").into())
}

/// Returns a request body sent in chunks at a steady rate over `duration`. All uploads share one buffer.
fn slow_body(head: Bytes, tail: Bytes, duration: Duration) -> Body {
    static PADDING: [u8; CHUNK_BYTES] = [b' '; CHUNK_BYTES];
    const SIGNATURE: &[u8] = b"%PDF-1.7\n";
    let chunks = FILE_BYTES / CHUNK_BYTES;
    let pause = duration / u32::try_from(chunks).unwrap_or(u32::MAX);
    let chunk = move |rank: usize| match rank {
        0 => Some(head.clone()),
        1 => Some(Bytes::from_static(SIGNATURE)),
        2 => Some(Bytes::from_static(&PADDING).slice(SIGNATURE.len()..)),
        rank if rank <= chunks + 1 => Some(Bytes::from_static(&PADDING)),
        rank if rank == chunks + 2 => Some(tail.clone()),
        _ => None,
    };
    let stream = stream::unfold(0, move |rank| {
        let next = chunk(rank);
        async move {
            let next = next?;
            if rank > 1 {
                tokio::time::sleep(pause).await;
            }
            Some((Ok::<_, Infallible>(Frame::data(next)), rank + 1))
        }
    });
    StreamBody::new(stream).boxed_unsync()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn uploaded_file_has_the_largest_allowed_size() {
        let body = slow_body(Bytes::from_static(b"<"), Bytes::from_static(b">"), Duration::ZERO);
        let bytes = body.collect().await.unwrap().to_bytes();
        assert_eq!(bytes.len(), FILE_BYTES + 2);
        assert!(bytes.starts_with(b"<%PDF-") && bytes.ends_with(b" >"));
    }

    #[test]
    fn upload_gauge_is_parsed() {
        assert_eq!(in_flight("# TYPE uploads_in_flight gauge\nuploads_in_flight 37\n"), 37);
        assert_eq!(in_flight(""), 0);
    }
}
