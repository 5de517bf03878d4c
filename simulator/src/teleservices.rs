//! The home page of each téléservice: it shows what the portal sent along.

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::get;
use axum_extra::extract::CookieJar;

use crate::catalogue::{self, Teleservice};
use crate::co_owner::CoOwner;
use crate::oidc::browser;
use crate::page;
use crate::site::Site;

#[derive(Template)]
#[template(path = "teleservice.html")]
struct TeleservicePage {
    co_owner: CoOwner,
    teleservice: &'static Teleservice,
    /// Name of the account that this browser is signed in with.
    name: Option<String>,
    /// Its rights on this téléservice.
    rights: Vec<String>,
    /// Names and values that came with the request.
    received: Vec<(String, String)>,
    from: Option<String>,
}

pub fn router() -> Router<Site> {
    // A POST only shows its fields: single sign-on may send them so. It changes nothing.
    Router::new().route("/teleservices/{code}", get(show).post(show))
}

async fn show(
    State(site): State<Site>,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    jar: CookieJar,
    body: Bytes,
) -> Response {
    let Some(teleservice) = catalogue::find(site.co_owner, &code) else { return page::not_found() };
    let account = browser::account(&site, &jar);
    let rights = account.iter().flat_map(|account| &account.habilitations);
    let rights =
        rights.filter(|one| one.teleservice == code).map(|one| format!("{} – {}", one.droit, one.place));
    let query = query.unwrap_or_default();
    let fields = form_urlencoded::parse(query.as_bytes()).chain(form_urlencoded::parse(&body));
    page::html(&TeleservicePage {
        co_owner: site.co_owner,
        teleservice,
        name: account.as_ref().map(|account| account.name()),
        rights: rights.collect(),
        received: fields.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        from: headers.get(header::REFERER).and_then(|from| from.to_str().ok()).map(str::to_owned),
    })
}
