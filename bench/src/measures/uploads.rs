//! Resident memory of the portal while many files of the largest size arrive at once.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use futures::stream;
use http::{Method, StatusCode, header};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};

use super::figure;
use crate::client::{Body, Browser, Connection};
use crate::demo;
use crate::house::House;
use crate::journey;
use crate::load::as_f64;
use crate::process::resident_bytes;
use crate::report::{Figure, Goal};

/// Files at once, with the time that each is spread over so that they overlap.
const WAVES: [(usize, Duration); 2] = [(50, Duration::from_secs(8)), (200, Duration::from_secs(24))];
const FILES_PER_DRAFT: usize = 10;
/// The largest file allowed: 10 MB (mission §5).
const FILE_BYTES: usize = 10 * 1024 * 1024;
const PIECE_BYTES: usize = 64 * 1024;
/// Growth allowed per upload, in bytes (quality.md: 0.3 MB).
const GROWTH: f64 = 300_000.0;

const WATCH_EVERY: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(300);
const BOUNDARY: &str = "limite-de-mesure-0123456789";

pub async fn measure(house: &mut House, browser: &mut Browser) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (count, spread) in WAVES {
        // A process whose memory nothing has stretched yet.
        house.restart_portal().await?;
        let drafts = journey::drafts(browser, count.div_ceil(FILES_PER_DRAFT) + 1).await?;
        let (spare, drafts) = drafts.split_last().context("no draft")?;
        warm_up(browser, spare).await?;
        figures.push(wave(house, browser, drafts, count, spread).await?);
    }
    Ok(figures)
}

/// What the first request of each kind allocates for good is not the uploads' growth.
async fn warm_up(browser: &mut Browser, draft: &str) -> Result<()> {
    for _ in 0..50 {
        browser.page("/tableau-de-bord").await?;
        browser.page(&format!("/messagerie/brouillon/{draft}/pieces")).await?;
    }
    upload(browser.twin(), draft, "premier.pdf".to_owned(), Duration::from_millis(200)).await
}

async fn wave(
    house: &House,
    browser: &Browser,
    drafts: &[String],
    count: usize,
    spread: Duration,
) -> Result<Figure> {
    let process = house.portal_process()?;
    let before = resident_bytes(process)?;
    let over = Arc::new(AtomicBool::new(false));
    let watch = tokio::spawn(watch(process, browser.twin(), Arc::clone(&over)));
    let uploads = (0..count).map(|rank| {
        let (browser, draft) = (browser.twin(), drafts[rank / FILES_PER_DRAFT].clone());
        tokio::spawn(async move { upload(browser, &draft, format!("piece-{rank}.pdf"), spread).await })
    });
    let done = futures::future::join_all(uploads).await;
    over.store(true, Ordering::Relaxed);
    let peak = watch.await??;
    for upload in done {
        upload??;
    }
    // A figure of uploads that came one after the other would flatter.
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

/// Looks at the process again and again; asks the portal itself, less often, how many uploads it is receiving.
async fn watch(process: u32, mut browser: Browser, over: Arc<AtomicBool>) -> Result<Peak> {
    let mut peak = Peak::default();
    let mut looks = 0_u32;
    while !over.load(Ordering::Relaxed) {
        peak.resident = peak.resident.max(resident_bytes(process)?);
        if looks.is_multiple_of(20) {
            peak.in_flight = peak.in_flight.max(in_flight(&browser.page("/metrics").await?));
        }
        looks += 1;
        tokio::time::sleep(WATCH_EVERY).await;
    }
    Ok(peak)
}

/// The gauge of uploads under way.
fn in_flight(metrics: &str) -> u32 {
    let value = metrics.lines().find_map(|line| line.strip_prefix("uploads_in_flight "));
    value.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}

/// Sends one file of the largest size, spread over `spread`; it is durable and acknowledged when this comes back.
async fn upload(browser: Browser, draft: &str, name: String, spread: Duration) -> Result<()> {
    let (head, tail) = envelope(&name);
    let length = head.len() + FILE_BYTES + tail.len();
    let request = browser
        .request(Method::POST, &format!("/televersement/brouillon/{draft}"))
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, length)
        .body(paced(head, tail, spread))?;
    let answer = Connection::to(browser.address).send_within(PATIENCE, request).await?;
    ensure!(answer.status == StatusCode::OK, "{name}: {} {:?}", answer.status, answer.body);
    Ok(())
}

/// What stands before and after the file's bytes in the request.
fn envelope(name: &str) -> (Bytes, Bytes) {
    let field = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let head = format!(
        "{}{}--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{name}\"\r\n\
         Content-Type: application/pdf\r\n\r\n",
        field("_siren", demo::SIREN),
        field("emplacement", "")
    );
    (head.into(), format!("\r\n--{BOUNDARY}--\r\n").into())
}

/// The pieces of the request, at an even pace. All uploads share the same memory here.
fn paced(head: Bytes, tail: Bytes, spread: Duration) -> Body {
    static FILLING: [u8; PIECE_BYTES] = [b' '; PIECE_BYTES];
    const SIGNATURE: &[u8] = b"%PDF-1.7\n";
    let pieces = FILE_BYTES / PIECE_BYTES;
    let pause = spread / u32::try_from(pieces).unwrap_or(u32::MAX);
    let piece = move |rank: usize| match rank {
        0 => Some(head.clone()),
        1 => Some(Bytes::from_static(SIGNATURE)),
        2 => Some(Bytes::from_static(&FILLING).slice(SIGNATURE.len()..)),
        rank if rank <= pieces + 1 => Some(Bytes::from_static(&FILLING)),
        rank if rank == pieces + 2 => Some(tail.clone()),
        _ => None,
    };
    let stream = stream::unfold(0, move |rank| {
        let next = piece(rank);
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
    async fn a_file_has_the_largest_size_allowed() {
        let body = paced(Bytes::from_static(b"<"), Bytes::from_static(b">"), Duration::ZERO);
        let bytes = body.collect().await.unwrap().to_bytes();
        assert_eq!(bytes.len(), FILE_BYTES + 2);
        assert!(bytes.starts_with(b"<%PDF-") && bytes.ends_with(b" >"));
    }

    #[test]
    fn the_gauge_is_read() {
        assert_eq!(in_flight("# TYPE uploads_in_flight gauge\nuploads_in_flight 37\n"), 37);
        assert_eq!(in_flight(""), 0);
    }
}
