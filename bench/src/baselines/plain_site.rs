//! The dashboard, by axum and askama, and the page of opinions with its form, all without scripts: what a browser shows
//! soonest.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{RawForm, RawQuery, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use backend::Portal;
use backend::accounts::sessions::Client;
use backend::assistance::opinions;
use domain::form::Answers;
use domain::path;
use serde::{Deserialize, Serialize};

use super::layout::Layout;
use super::{askama_page, compression};

/// The endpoint of the opinions' form.
pub const OPINION_FORM: &str = "/form/avis";

/// What the site takes from the portal.
#[derive(Serialize, Deserialize)]
pub struct Parts {
    /// Layout of the dashboard.
    pub layout: Layout,
    /// The page with the form of an opinion, and the one after it.
    pub opinion: String,
    pub thanks: String,
    /// Folder of the built site.
    pub site: PathBuf,
}

pub async fn serve(parts: PathBuf) -> Result<()> {
    let parts = std::fs::read_to_string(&parts).with_context(|| parts.display().to_string())?;
    let parts: Parts = serde_json::from_str(&parts)?;
    let dashboard = askama_page::router(parts.layout.clone()).await?;
    let forms = Router::new()
        .route(path::OPINION, get(opinion))
        .route(OPINION_FORM, post(submit))
        .fallback(file)
        .with_state(Site { portal: askama_page::open_portal().await?, parts: Arc::new(parts) });
    super::serve(dashboard.merge(compression::layer(forms))).await
}

#[derive(Clone)]
struct Site {
    portal: Portal,
    parts: Arc<Parts>,
}

async fn opinion(State(site): State<Site>, RawQuery(query): RawQuery) -> Html<String> {
    Html(if query.is_some() { site.parts.thanks.clone() } else { site.parts.opinion.clone() })
}

async fn submit(State(site): State<Site>, RawForm(body): RawForm) -> Response {
    let answers = Answers::from_iter(form_urlencoded::parse(&body));
    let client = Client { address: Client::UNKNOWN_ADDRESS, user_agent: String::new(), device: None };
    match opinions::submit(&site.portal, &client, &answers).await {
        Ok(()) => Redirect::to(path::OPINION_SENT).into_response(),
        Err(error) => {
            eprintln!("{error}");
            StatusCode::UNPROCESSABLE_ENTITY.into_response()
        }
    }
}

/// Serves the style sheet and the icon, compressed by the build.
async fn file(State(site): State<Site>, address: Uri) -> Response {
    let kind = match Path::new(address.path()).extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let file = site.parts.site.join(format!("{}.br", address.path().trim_start_matches('/')));
    match tokio::fs::read(file).await {
        Ok(bytes) => {
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_ENCODING, "br")], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Returns a page of the portal without its scripts.
pub fn without_scripts(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, script)) = rest.split_once("<script") {
        text.push_str(before);
        rest = script.split_once("</script>").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::without_scripts;

    #[test]
    fn only_scripts_are_removed() {
        let page = "<head><script nonce=\"a\">let a = 1 > 0;</script><link href=\"/a.css\"/></head><body><p>a</p><script type=\"module\">b</script></body>";
        assert_eq!(without_scripts(page), "<head><link href=\"/a.css\"/></head><body><p>a</p></body>");
    }
}
