//! The simulator's home page, each co-owner's, and the fixed files.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;

use crate::catalogue::{self, Teleservice};
use crate::co_owner::CoOwner;
use crate::oidc::browser;
use crate::page;
use crate::site::Site;
use crate::state::Simulator;

const STYLE: &str = include_str!("../assets/simulator.css");
const ICON: &str = include_str!("../assets/icon.svg");

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    co_owners: [CoOwner; 3],
    portal: &'a str,
    mails: usize,
    text_messages: usize,
}

#[derive(Template)]
#[template(path = "site.html")]
struct SitePage {
    co_owner: CoOwner,
    name: Option<String>,
    teleservices: Vec<&'static Teleservice>,
}

pub fn router() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/", get(home))
        .route("/simulateur.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .route("/icone.svg", get(async || ([(header::CONTENT_TYPE, "image/svg+xml")], ICON)))
}

pub fn site_router() -> Router<Site> {
    Router::new().route("/", get(site)).route("/deconnexion", post(sign_out))
}

async fn home(State(simulator): State<Arc<Simulator>>) -> Response {
    let portal = simulator.options.portal.first().map_or("", String::as_str);
    page::html(&HomePage {
        co_owners: CoOwner::ALL,
        portal,
        mails: simulator.mailbox.count(),
        text_messages: simulator.text_messages.count(),
    })
}

async fn site(State(site): State<Site>, jar: CookieJar) -> Response {
    let name = browser::account(&site, &jar).map(|account| account.name());
    let teleservices = catalogue::of(site.co_owner).collect();
    page::html(&SitePage { co_owner: site.co_owner, name, teleservices })
}

async fn sign_out(State(site): State<Site>, jar: CookieJar) -> Response {
    let home = format!("/{}", site.co_owner.code());
    (browser::forget(&site, jar), Redirect::to(&home)).into_response()
}
