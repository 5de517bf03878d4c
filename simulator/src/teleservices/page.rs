//! The home page of each téléservice: it shows who came in with what.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum_extra::extract::CookieJar;

use super::sessions::{self, End, Held, Session};
use crate::catalogue::{self, Droit, Teleservice};
use crate::co_owner::CoOwner;
use crate::oidc::browser;
use crate::page;
use crate::site::Site;

#[derive(Template)]
#[template(path = "teleservice.html")]
struct TeleservicePage {
    co_owner: CoOwner,
    teleservice: &'static Teleservice,
    /// Who came in from the portal in this browser.
    session: Option<Session>,
    ended_by_portal: bool,
    /// The rights that the portal told.
    held: Vec<String>,
    /// Whether the portal's sign-in is offered: customs' téléservices only.
    signs_in: bool,
    /// Name of the account of the co-owner that this browser is signed in with.
    name: Option<String>,
    /// Its rights on this téléservice.
    rights: Vec<String>,
    /// Names and values that came with the request.
    received: Vec<(String, String)>,
    from: Option<String>,
}

/// « SIRET 00010101400017 – lire, déclarer »
fn line(held: &Held) -> String {
    let label = |code: &String| {
        let known: Option<Droit> = serde_json::from_value(code.as_str().into()).ok();
        known.map_or_else(|| code.clone(), |droit| droit.label().to_owned())
    };
    let place =
        held.siret.as_ref().map_or_else(|| "toute l’entreprise".to_owned(), |siret| format!("SIRET {siret}"));
    format!("{place} – {}", held.droits.iter().map(label).collect::<Vec<_>>().join(", "))
}

pub async fn show(
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
    let session = sessions::current(&site, &code, &jar);
    page::html(&TeleservicePage {
        co_owner: site.co_owner,
        teleservice,
        ended_by_portal: session.as_ref().is_some_and(|session| session.fin == Some(End::Portail)),
        held: session.iter().flat_map(|session| &session.habilitations).map(line).collect(),
        session,
        signs_in: site.co_owner == CoOwner::Dgddi,
        name: account.as_ref().map(|account| account.name()),
        rights: rights.collect(),
        received: fields.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        from: headers.get(header::REFERER).and_then(|from| from.to_str().ok()).map(str::to_owned),
    })
}
