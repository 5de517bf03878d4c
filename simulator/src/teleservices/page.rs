//! The home page of each téléservice, which shows the session and the data of the request.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum_extra::extract::CookieJar;

use super::cookies;
use super::declarations::{self, Listed};
use super::sepa::{self, Lists};
use super::sessions::{EndedBy, PlaceRights, Session};
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
    /// Session opened through the portal in this browser.
    session: Option<Session>,
    ended_by_portal: bool,
    /// Rights received from the portal.
    received_rights: Vec<String>,
    /// Declarations filed on this téléservice, and whether the person may file one.
    declarations: Option<(Vec<Listed>, bool)>,
    /// Créances and mandats, in Télépaiement SEPA.
    payments: Option<Lists>,
    /// `true` if sign-in through the portal is offered: only by customs' téléservices.
    has_portal_sign_in: bool,
    /// Name of the co-owner's account that is signed in on this browser.
    name: Option<String>,
    /// That account's rights on this téléservice.
    rights: Vec<String>,
    /// Names and values of the request's parameters.
    received: Vec<(String, String)>,
    /// The page with the link that was followed.
    from: Option<String>,
}

/// Formats the rights at one place as `SIRET 00010101400017 – lire, déclarer`.
fn format_rights(rights: &PlaceRights) -> String {
    let label = |code: &String| {
        let droit: Option<Droit> = serde_json::from_value(code.as_str().into()).ok();
        droit.map_or_else(|| code.clone(), |droit| droit.label().to_owned())
    };
    let place = rights
        .siret
        .as_ref()
        .map_or_else(|| "toute l’entreprise".to_owned(), |siret| format!("SIRET {siret}"));
    format!("{place} – {}", rights.droits.iter().map(label).collect::<Vec<_>>().join(", "))
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
    let session = cookies::current(&site, &code, &jar);
    let open = session.as_ref().filter(|session| session.fin.is_none());
    page::html(&TeleservicePage {
        declarations: open.and_then(|session| declarations::listed(&site, teleservice, session)),
        payments: open.and_then(|session| sepa::lists(&site, teleservice, session)),
        co_owner: site.co_owner,
        teleservice,
        ended_by_portal: session.as_ref().is_some_and(|session| session.fin == Some(EndedBy::Portal)),
        received_rights: session
            .iter()
            .flat_map(|session| &session.habilitations)
            .map(format_rights)
            .collect(),
        session,
        has_portal_sign_in: site.co_owner == CoOwner::Dgddi,
        name: account.as_ref().map(|account| account.name()),
        rights: rights.collect(),
        received: fields.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        from: headers.get(header::REFERER).and_then(|from| from.to_str().ok()).map(str::to_owned),
    })
}
