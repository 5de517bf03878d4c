//! Files of the built site: hashed ones under `/pkg/`, and a few public ones at the root (icons).

use std::path::{Path, PathBuf};

use anyhow::Context;
use app::Assets;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use backend::config::SiteConfig;
use tower_http::services::{ServeDir, ServeFile};

use crate::route_registry::RouteRegistry;

pub const OUTPUT_NAME: &str = "prodouane";
pub const PKG: &str = "pkg";

/// Reads the URLs of the built files.
///
/// # Errors
/// If the site is not built.
pub fn read(site: &SiteConfig) -> anyhow::Result<Assets> {
    let hash_file = hash_file(site);
    Assets::read(&hash_file, &site.root, &format!("/{PKG}"), OUTPUT_NAME).with_context(|| {
        format!("the site is not built ({}): run `cargo xtask build`, or set site.root", hash_file.display())
    })
}

/// Path of `hash.txt`: as configured, else in the site's folder, else next to the program.
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

/// Routes of the built files. Serves the compressed version of a file if the build made one.
///
/// # Errors
/// If the site's folder cannot be read.
pub fn router(root: &Path) -> anyhow::Result<RouteRegistry> {
    let mut all = RouteRegistry::new().folder(
        &format!("/{PKG}"),
        tower::ServiceBuilder::new()
            .layer(middleware::from_fn(cache_forever))
            .service(ServeDir::new(root.join(PKG)).precompressed_br().precompressed_gzip()),
    );
    let folder = std::fs::read_dir(root).with_context(|| format!("site folder {}", root.display()))?;
    for entry in folder {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_file() && is_public(name) {
            let file = ServeFile::new(&path).precompressed_br().precompressed_gzip();
            let file =
                tower::ServiceBuilder::new().layer(middleware::from_fn(cache_for_an_hour)).service(file);
            all = all.file(&format!("/{name}"), file);
        }
    }
    Ok(all)
}

fn is_public(name: &str) -> bool {
    !name.starts_with('.') && name != "hash.txt" && !name.ends_with(".br") && !name.ends_with(".gz")
}

/// Allows caching without expiry, for files with a hash in their name: their content never changes.
async fn cache_forever(request: Request, next: Next) -> Response {
    with_cache_control(next.run(request).await, "public, max-age=31536000, immutable")
}

async fn cache_for_an_hour(request: Request, next: Next) -> Response {
    with_cache_control(next.run(request).await, "public, max-age=3600")
}

fn with_cache_control(mut response: Response, value: &'static str) -> Response {
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    response
}
