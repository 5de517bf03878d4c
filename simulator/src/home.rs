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
use crate::oidc::{browser, handover};
use crate::page;
use crate::site::Site;
use crate::state::Simulator;
use crate::world::Account;

const STYLE: &str = include_str!("../assets/simulator.css");
const ICON: &str = include_str!("../assets/icon.svg");

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    co_owners: [CoOwner; 4],
    portal: &'a str,
    mails: usize,
    text_messages: usize,
}

#[derive(Template)]
#[template(path = "site.html")]
struct SitePage {
    co_owner: CoOwner,
    name: Option<String>,
    /// The ways to the portal of who is signed in.
    ways: Option<Ways>,
    teleservices: Vec<&'static Teleservice>,
}

/// From a signed-in page of a co-owner to the portal.
struct Ways {
    /// Signs in there (OpenID Connect Core 1.0, §4).
    initiation: String,
    /// Opens its registration form, filled in with what the token says.
    registration: String,
    token: String,
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
    let account = browser::account(&site, &jar);
    let ways = match &account {
        Some(account) if site.co_owner != CoOwner::ProConnect => ways(&site, account).await,
        _ => None,
    };
    let name = account.map(|account| account.name());
    let teleservices = catalogue::of(site.co_owner).collect();
    page::html(&SitePage { co_owner: site.co_owner, name, ways, teleservices })
}

async fn ways(site: &Site, account: &Account) -> Option<Ways> {
    let portal = site.simulator.options.portal.first()?.trim_end_matches('/').to_owned();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("iss", &site.base())
        .append_pair("target_link_uri", &format!("{portal}/tableau-de-bord"))
        .finish();
    let token = handover::token(site, account, &portal)
        .await
        .inspect_err(|error| tracing::error!(%error, "no token for a registration"))
        .ok()?;
    Some(Ways {
        initiation: format!("{portal}/connexion/initiee?{query}"),
        registration: format!("{portal}/inscription/depuis/{}", site.co_owner.code()),
        token,
    })
}

async fn sign_out(State(site): State<Site>, jar: CookieJar) -> Response {
    let home = format!("/{}", site.co_owner.code());
    (browser::forget(&site, jar), Redirect::to(&home)).into_response()
}
