//! The built site's files: hashed ones under `/pkg/`, and the few public ones at the root (favicon, robots.txt).

use std::path::{Path, PathBuf};

use anyhow::Context;
use app::Assets;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use backend::config::SiteConfig;
use tower_http::services::{ServeDir, ServeFile};

use crate::addresses::Addressed;

pub const OUTPUT_NAME: &str = "prodouane";
pub const PKG: &str = "pkg";

/// Reads the addresses of the built files.
///
/// # Errors
/// When the site was not built.
pub fn read(site: &SiteConfig) -> anyhow::Result<Assets> {
    let hash_file = hash_file(site);
    Assets::read(&hash_file, &format!("/{PKG}"), OUTPUT_NAME).with_context(|| {
        format!("the site is not built ({}): run `cargo xtask build`, or set site.root", hash_file.display())
    })
}

/// As configured; else in the site's folder, whose files it describes; else beside the program.
fn hash_file(site: &SiteConfig) -> PathBuf {
    let in_site = site.root.join("hash.txt");
    match &site.hash_file {
        Some(path) => path.clone(),
        None if in_site.is_file() => in_site,
        None => std::env::current_exe()
            .ok()
            .and_then(|program| Some(program.parent()?.join("hash.txt")))
            .filter(|path| path.is_file())
            .unwrap_or(in_site),
    }
}

/// Routes of the built files, compressed beforehand where the build did so.
///
/// # Errors
/// When the site's folder cannot be read.
pub fn router(root: &Path) -> anyhow::Result<Addressed> {
    let mut all = Addressed::new().folder(
        &format!("/{PKG}"),
        tower::ServiceBuilder::new()
            .layer(middleware::from_fn(keep_for_ever))
            .service(ServeDir::new(root.join(PKG)).precompressed_br().precompressed_gzip()),
    );
    let folder = std::fs::read_dir(root).with_context(|| format!("the site's folder {}", root.display()))?;
    for entry in folder {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_file() && is_public(name) {
            let file = ServeFile::new(&path).precompressed_br().precompressed_gzip();
            let file = tower::ServiceBuilder::new().layer(middleware::from_fn(keep_a_while)).service(file);
            all = all.file(&format!("/{name}"), file);
        }
    }
    Ok(all)
}

fn is_public(name: &str) -> bool {
    !name.starts_with('.') && name != "hash.txt" && !name.ends_with(".br") && !name.ends_with(".gz")
}

/// A hashed name never changes its content.
async fn keep_for_ever(request: Request, next: Next) -> Response {
    cached(next.run(request).await, "public, max-age=31536000, immutable")
}

async fn keep_a_while(request: Request, next: Next) -> Response {
    cached(next.run(request).await, "public, max-age=3600")
}

fn cached(mut response: Response, how: &'static str) -> Response {
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
    }
    response
}
