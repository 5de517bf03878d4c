//! What a first visit costs on the line: every byte of the answers, headers included, compressed as browsers ask.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{figure, kilobytes};
use crate::client::Browser;
use crate::house::House;
use crate::load::as_f64;
use crate::report::{Figure, Goal};

/// WebAssembly and JavaScript of the whole application, brotli (quality.md), in bytes.
const SCRIPTS_BUDGET: u64 = 120_000;
/// A public page before its scripts, in bytes.
const PAGE_BUDGET: u64 = 30_000;
/// A signed-in page with all scripts, in bytes.
const SIGNED_IN_BUDGET: u64 = 140_000;

const PATIENCE: Duration = Duration::from_secs(20);

pub async fn measure(house: &House, browser: &mut Browser) -> Result<Vec<Figure>> {
    let built = scripts(&house.places.site)?;
    let home = visit(&mut Browser::at(house.portal_address), "/").await?;
    let dashboard = visit(browser, "/tableau-de-bord").await?;
    Ok(vec![
        line("WebAssembly + JavaScript, brotli", built, "budget of the browser part", SCRIPTS_BUDGET),
        line("home page, cold, before its scripts", home.page, "budget of a public page", PAGE_BUDGET),
        line(
            "home page, cold, with its scripts",
            home.whole(),
            "budget of a signed-in page",
            SIGNED_IN_BUDGET,
        ),
        line(
            "dashboard of 100 rows, cold, before its scripts",
            dashboard.page,
            "budget of a public page",
            PAGE_BUDGET,
        ),
        line(
            "dashboard of 100 rows, cold, with its scripts",
            dashboard.whole(),
            "budget of a signed-in page",
            SIGNED_IN_BUDGET,
        ),
    ])
}

fn line(measure: &str, bytes: u64, budget: &str, limit: u64) -> Figure {
    let against = format!("{budget}, {}", kilobytes(limit));
    figure(measure, kilobytes(bytes), against, as_f64(bytes) / as_f64(limit), Some(Goal::AtMost(1.0)))
}

/// Bytes of the compressed modules and scripts as built.
fn scripts(site: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(site.join("pkg")).context("the built site")? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".wasm.br") || name.ends_with(".js.br") {
            bytes += fs::metadata(&path)?.len();
        }
    }
    ensure!(bytes > 0, "no compressed script in {}", site.display());
    Ok(bytes)
}

/// Bytes of one first visit.
struct Visit {
    /// The document, its style and its icon.
    page: u64,
    /// JavaScript and WebAssembly.
    scripts: u64,
}

impl Visit {
    fn whole(&self) -> u64 {
        self.page + self.scripts
    }
}

async fn visit(browser: &mut Browser, path: &str) -> Result<Visit> {
    let document = browser.page(path).await?;
    let mut visit = Visit { page: transferred(browser, path).await?, scripts: 0 };
    for file in linked(&document) {
        let bytes = transferred(browser, &file).await?;
        if file.ends_with(".js") || file.ends_with(".wasm") {
            visit.scripts += bytes;
        } else {
            visit.page += bytes;
        }
    }
    ensure!(visit.scripts > 0, "{path} names no script");
    Ok(visit)
}

/// Addresses of the `<link>`s of a document: style, icon, modules.
fn linked(document: &str) -> Vec<String> {
    let links = document.split("<link ").skip(1).filter_map(|rest| rest.split('>').next());
    links.filter_map(|link| link.split("href=\"").nth(1)?.split('"').next()).map(str::to_owned).collect()
}

/// Every byte that comes back for one address, status line and headers included.
async fn transferred(browser: &Browser, path: &str) -> Result<u64> {
    let cookie = browser.cookie_header();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: gzip, deflate, br\r\nCookie: {cookie}\r\n\
         Connection: close\r\n\r\n",
        browser.address
    );
    let answer = tokio::time::timeout(PATIENCE, exchange(browser.address, request.as_bytes())).await??;
    ensure!(answer.starts_with(b"HTTP/1.1 200"), "{path} cannot be had");
    Ok(answer.len() as u64)
}

async fn exchange(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn what_a_page_names_is_found() {
        let page = r#"<head><link rel="stylesheet" href="/a.css"><link href="/b.js" rel="modulepreload"/><a href="/c">"#;
        assert_eq!(linked(page), ["/a.css", "/b.js"]);
    }
}
