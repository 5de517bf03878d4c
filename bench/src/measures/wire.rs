//! Transfer size of a first visit: all bytes of the responses, headers included, compressed as for a browser.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::path;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{figure, kilobytes};
use crate::client::Browser;
use crate::environment::Environment;
use crate::load::as_f64;
use crate::report::{Figure, Goal};

/// Limit for WebAssembly and JavaScript of the whole application with brotli, in bytes; that of `cargo xtask test`.
const SCRIPTS_BUDGET: u64 = 80_500;
/// Limit for a public page without scripts, in bytes.
const PAGE_BUDGET: u64 = 30_000;
/// Limit for a signed-in page with all scripts, in bytes.
const SIGNED_IN_BUDGET: u64 = 100_000;

const TIMEOUT: Duration = Duration::from_secs(20);

pub async fn measure(environment: &Environment, browser: &mut Browser) -> Result<Vec<Figure>> {
    let built = built_scripts(&environment.installation.site)?;
    let home = visit(&Browser::at(environment.portal_address), "/").await?;
    let dashboard = visit(browser, path::DASHBOARD).await?;
    Ok(vec![
        line("WebAssembly + JavaScript, brotli", built, "budget of the browser code", SCRIPTS_BUDGET),
        line("home page, first visit, without scripts", home.page, "budget of a public page", PAGE_BUDGET),
        line(
            "home page, first visit, with scripts",
            home.total(),
            "budget of a signed-in page",
            SIGNED_IN_BUDGET,
        ),
        line(
            "dashboard of 100 rows, first visit, without scripts",
            dashboard.page,
            "budget of a public page",
            PAGE_BUDGET,
        ),
        line(
            "dashboard of 100 rows, first visit, with scripts",
            dashboard.total(),
            "budget of a signed-in page",
            SIGNED_IN_BUDGET,
        ),
    ])
}

fn line(measure: &str, bytes: u64, budget: &str, limit: u64) -> Figure {
    let against = format!("{budget}, {}", kilobytes(limit));
    figure(measure, kilobytes(bytes), against, as_f64(bytes) / as_f64(limit), Some(Goal::AtMost(1.0)))
}

/// Returns the size of the compressed WebAssembly and JavaScript in the built site.
fn built_scripts(site: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(site.join("pkg")).context("failed to read the built site")? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".wasm.br") || name.ends_with(".js.br") {
            bytes += fs::metadata(&path)?.len();
        }
    }
    ensure!(bytes > 0, "no compressed script in {}", site.display());
    Ok(bytes)
}

/// Transfer size of a first visit, in bytes.
struct Visit {
    /// The document, its style sheet and its icon.
    page: u64,
    /// JavaScript and WebAssembly.
    scripts: u64,
}

impl Visit {
    fn total(&self) -> u64 {
        self.page + self.scripts
    }
}

async fn visit(browser: &Browser, path: &str) -> Result<Visit> {
    let document = response(browser, path, "identity", "none").await?;
    let document = String::from_utf8_lossy(&document);
    let mut visit = Visit { page: response_size(browser, path, "none").await?, scripts: 0 };
    for file in file_addresses(&document) {
        let bytes = response_size(browser, &file, "same-origin").await?;
        if file.ends_with(".js") || file.ends_with(".wasm") {
            visit.scripts += bytes;
        } else {
            visit.page += bytes;
        }
    }
    ensure!(visit.scripts > 0, "{path} loads no script");
    Ok(visit)
}

/// Returns the addresses of the document's `<link>` elements (style sheet, icon) and those that its scripts load.
fn file_addresses(document: &str) -> Vec<String> {
    let links = document.split("<link ").skip(1).filter_map(|rest| rest.split('>').next());
    let linked = links.filter_map(|link| link.split("href=\"").nth(1)?.split('"').next());
    let quoted = document.split('\'').filter(|text| text.ends_with(".js") || text.ends_with(".wasm"));
    linked.chain(quoted).map(str::to_owned).collect()
}

/// Codings that Chromium accepts.
const CODINGS: &str = "gzip, deflate, br, zstd";

/// Returns the size of the response, status line and headers included. `source` is the header `Sec-Fetch-Site`.
async fn response_size(browser: &Browser, path: &str, source: &str) -> Result<u64> {
    Ok(response(browser, path, CODINGS, source).await?.len() as u64)
}

async fn response(browser: &Browser, path: &str, codings: &str, source: &str) -> Result<Vec<u8>> {
    let cookie = browser.cookie_header();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: {codings}\r\nSec-Fetch-Site: {source}\r\n\
         Cookie: {cookie}\r\nConnection: close\r\n\r\n",
        browser.address
    );
    let response = tokio::time::timeout(TIMEOUT, exchange(browser.address, request.as_bytes())).await??;
    ensure!(response.starts_with(b"HTTP/1.1 200"), "{path}: the response is not 200");
    Ok(response)
}

async fn exchange(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::file_addresses;

    #[test]
    fn addresses_of_the_files_of_a_page_are_found() {
        let page = r#"<head><link rel="stylesheet" href="/a.css"><a href="/c"><script>fetch('/d.wasm');import('/e.js')"#;
        assert_eq!(file_addresses(page), ["/a.css", "/d.wasm", "/e.js"]);
    }
}
