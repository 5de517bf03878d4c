use askama::Template;
use axum::Form;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
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
    /// Where the form goes: the authorization request is kept in its address.
    action: String,
    /// The portal asks, rather than the person of their own accord.
    asked: bool,
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
    page::html(&sign_in_page(site, Some(query), "", false))
}

/// The sign-in of who comes to the co-owner's own site, portal or not.
pub async fn own_form(State(site): State<Site>) -> Response {
    page::html(&sign_in_page(&site, None, "", false))
}

pub async fn own_sign_in(
    State(site): State<Site>,
    jar: CookieJar,
    Form(credentials): Form<Credentials>,
) -> Response {
    match admit(&site, jar, None, &credentials) {
        Ok((jar, _)) => (jar, Redirect::to(&format!("/{}", site.co_owner.code()))).into_response(),
        Err(refused) => *refused,
    }
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
    match admit(&site, jar, Some(&query), &credentials) {
        Ok((jar, sign_in)) => (jar, send_back(&site, request, sign_in)).into_response(),
        Err(refused) => *refused,
    }
}

/// Remembers the browser of who gave the right password; else the form again.
fn admit(
    site: &Site,
    jar: CookieJar,
    query: Option<&str>,
    credentials: &Credentials,
) -> Result<(CookieJar, SignIn), Box<Response>> {
    let login = credentials.identifiant.trim();
    if !matches(site, login, &credentials.mot_de_passe) {
        let page = sign_in_page(site, query, login, true);
        return Err(Box::new((StatusCode::UNPROCESSABLE_ENTITY, page::html(&page)).into_response()));
    }
    let sign_in = SignIn { co_owner: site.co_owner, login: login.to_owned(), at: site.simulator.clock.now() };
    let jar = browser::remember(site, browser::forget(site, jar), sign_in.clone());
    Ok((jar, sign_in))
}

fn matches(site: &Site, login: &str, password: &str) -> bool {
    site.simulator.read(|world| {
        world
            .account(site.co_owner, login)
            .is_some_and(|account| account.password.as_bytes().ct_eq(password.as_bytes()).into())
    })
}

fn sign_in_page<'a>(site: &Site, query: Option<&str>, login: &'a str, wrong: bool) -> SignInPage<'a> {
    let code = site.co_owner.code();
    let action = match query {
        Some(query) => format!("/{code}/connexion?{query}"),
        None => format!("/{code}/se-connecter"),
    };
    let accounts = site.simulator.read(|world| {
        world
            .accounts_of(site.co_owner)
            .take(12)
            .map(|account| (account.login.clone(), account.role.clone()))
            .collect()
    });
    SignInPage { co_owner: site.co_owner, action, asked: query.is_some(), login, wrong, accounts }
}
