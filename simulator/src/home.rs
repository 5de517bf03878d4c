//! The simulator's home page, the co-owners' home pages, and static files.

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
use crate::oidc::{browser, registration_token};
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
    /// Links to the portal; `None` if no person is signed in.
    portal_links: Option<PortalLinks>,
    teleservices: Vec<&'static Teleservice>,
}

/// Links from a co-owner's signed-in page to the portal.
struct PortalLinks {
    /// Address that starts a sign-in at the portal (OpenID Connect Core 1.0, §4).
    sign_in: String,
    /// Address of the portal's registration form, which is prefilled from the token.
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
    let portal_links = match &account {
        Some(account) if site.co_owner != CoOwner::ProConnect => portal_links(&site, account).await,
        _ => None,
    };
    let name = account.map(|account| account.name());
    let teleservices = catalogue::of(site.co_owner).collect();
    page::html(&SitePage { co_owner: site.co_owner, name, portal_links, teleservices })
}

async fn portal_links(site: &Site, account: &Account) -> Option<PortalLinks> {
    let portal = site.simulator.options.portal.first()?.trim_end_matches('/').to_owned();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("iss", &site.base())
        .append_pair("target_link_uri", &format!("{portal}/tableau-de-bord"))
        .finish();
    let token = registration_token::create(site, account, &portal)
        .await
        .inspect_err(|error| tracing::error!(%error, "failed to create a registration token"))
        .ok()?;
    Some(PortalLinks {
        sign_in: format!("{portal}/connexion/initiee?{query}"),
        registration: format!("{portal}/inscription/depuis/{}", site.co_owner.code()),
        token,
    })
}

async fn sign_out(State(site): State<Site>, jar: CookieJar) -> Response {
    let home = format!("/{}", site.co_owner.code());
    (browser::forget(&site, jar), Redirect::to(&home)).into_response()
}
