//! The dashboard rendered by axum and askama from the portal's database, through the portal's use cases.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use backend::config::Config;
use backend::dashboard::PaymentsTab;
use backend::{
    Portal,
    accounts::{flash, sessions},
    dashboard,
};
use domain::path;
use platform::Error;
use platform::clock::Clock;

use super::view::Page;
use super::{compression, layout::Layout};

const COOKIE: &str = "prodouane";

#[derive(Clone)]
struct BaselineState {
    portal: Portal,
    layout: Arc<Layout>,
}

pub async fn serve(layout: PathBuf) -> Result<()> {
    let layout = std::fs::read_to_string(&layout).with_context(|| layout.display().to_string())?;
    super::serve(router(serde_json::from_str(&layout)?).await?).await
}

/// Returns the route of the dashboard.
pub async fn router(layout: Layout) -> Result<Router> {
    let state = BaselineState { portal: open_portal().await?, layout: Arc::new(layout) };
    Ok(compression::layer(Router::new().route(path::DASHBOARD, get(page)).with_state(state)))
}

/// Opens the portal's database through its use cases.
pub async fn open_portal() -> Result<Portal> {
    Portal::open(Config::load(None)?, Clock::system()).await
}

async fn page(State(state): State<BaselineState>, headers: HeaderMap) -> Response {
    match render(&state, &headers).await {
        Ok(Some(page)) => Html(page).into_response(),
        Ok(None) => Redirect::to(path::SIGN_IN).into_response(),
        Err(error) => {
            eprintln!("{error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Renders the dashboard; loads the same data as the portal's page, each once. Returns `None` if no person is signed
/// in.
async fn render(state: &BaselineState, headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(token) = token(headers) else { return Ok(None) };
    let Some(session) = sessions::find(&state.portal, token).await? else { return Ok(None) };
    let data = dashboard::overview(&state.portal, &session, &PaymentsTab::EnCours.into()).await?;
    let notice = match session.has_flash {
        true => flash::take(&state.portal, session.id, "annonce").await?.and_then(|flash| flash.notice),
        false => None,
    };
    Ok(Some(Page::new(&state.layout, &data, notice).render()?))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}
