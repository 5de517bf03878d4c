//! A plain axum route that returns the portal's page from memory.

use std::path::PathBuf;

use anyhow::{Context, Result};
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use bytes::Bytes;

pub async fn serve(file: PathBuf) -> Result<()> {
    let page = Bytes::from(std::fs::read(&file).with_context(|| file.display().to_string())?);
    super::serve(Router::new().fallback(get(move || async move { Html(page) }))).await
}
