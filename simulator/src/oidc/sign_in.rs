use askama::Template;
use axum::Form;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::co_owner::CoOwner;
use crate::page;
use crate::site::Site;

use super::authorization::{refuse, send_back};
use super::browser;
use super::grants::SignIn;
use super::request::AuthorizationRequest;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    co_owner: CoOwner,
    /// The authorization request, kept in the form's address.
    query: &'a str,
    login: &'a str,
    wrong: bool,
    /// Logins and names to try.
    accounts: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    identifiant: String,
    #[serde(default)]
    mot_de_passe: String,
}

pub fn form(site: &Site, query: &str) -> Response {
    page::html(&sign_in_page(site, query, "", false))
}

/// The sign-in form's address; the request in the query is checked again.
pub async fn sign_in(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    jar: CookieJar,
    Form(credentials): Form<Credentials>,
) -> Response {
    let query = query.unwrap_or_default();
    let request = match AuthorizationRequest::parse(&site, &query) {
        Ok(request) => request,
        Err(refusal) => return refuse(&site, refusal),
    };
    let login = credentials.identifiant.trim();
    if !matches(&site, login, &credentials.mot_de_passe) {
        let page = sign_in_page(&site, &query, login, true);
        return (StatusCode::UNPROCESSABLE_ENTITY, page::html(&page)).into_response();
    }
    let sign_in = SignIn { co_owner: site.co_owner, login: login.to_owned(), at: site.simulator.clock.now() };
    let jar = browser::remember(&site, browser::forget(&site, jar), sign_in.clone());
    (jar, send_back(&site, request, sign_in)).into_response()
}

fn matches(site: &Site, login: &str, password: &str) -> bool {
    site.simulator.read(|world| {
        world
            .account(site.co_owner, login)
            .is_some_and(|account| account.password.as_bytes().ct_eq(password.as_bytes()).into())
    })
}

fn sign_in_page<'a>(site: &Site, query: &'a str, login: &'a str, wrong: bool) -> SignInPage<'a> {
    let accounts = site.simulator.read(|world| {
        world
            .accounts_of(site.co_owner)
            .take(12)
            .map(|account| (account.login.clone(), account.role.clone()))
            .collect()
    });
    SignInPage { co_owner: site.co_owner, query, login, wrong, accounts }
}
