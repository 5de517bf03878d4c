//! The dashboard drawn by axum and askama, from the portal's database through the portal's own use cases.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use backend::clock::Clock;
use backend::config::Config;
use backend::dashboard::PaymentsTab;
use backend::{Error, Portal, dashboard, flash, session};

use super::frame::Frame;
use super::view::Page;

const COOKIE: &str = "__Host-prodouane";

#[derive(Clone)]
struct Peer {
    portal: Portal,
    frame: Arc<Frame>,
}

pub async fn serve(frame: PathBuf) -> Result<()> {
    let frame = std::fs::read_to_string(&frame).with_context(|| frame.display().to_string())?;
    let frame = Arc::new(serde_json::from_str(&frame)?);
    let portal = Portal::open(Config::load(None)?, Clock::system()).await?;
    super::serve(Router::new().route("/tableau-de-bord", get(page)).with_state(Peer { portal, frame })).await
}

async fn page(State(peer): State<Peer>, headers: HeaderMap) -> Response {
    match draw(&peer, &headers).await {
        Ok(Some(page)) => Html(page).into_response(),
        Ok(None) => Redirect::to("/connexion").into_response(),
        Err(error) => {
            eprintln!("{error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// What the portal's page needs, each thing asked for once.
async fn draw(peer: &Peer, headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(token) = token(headers) else { return Ok(None) };
    let Some(session) = session::find(&peer.portal, token).await? else { return Ok(None) };
    let board = dashboard::overview(&peer.portal, &session, PaymentsTab::EnCours).await?;
    let notice = flash::take(&peer.portal, session.id, "annonce").await?.and_then(|kept| kept.notice);
    Ok(Some(Page::new(&peer.frame, &board, notice).render()?))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}
