//! The sign-in form.

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

use super::authorization::{redirect_with_code, refuse};
use super::browser;
use super::grants::SignIn;
use super::request::AuthorizationRequest;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    co_owner: CoOwner,
    /// Address that the form is sent to; its query is the authorization request.
    action: String,
    /// `true` if the portal requested the sign-in.
    requested_by_portal: bool,
    login: &'a str,
    /// `true` if the previous attempt failed.
    failed: bool,
    /// Logins and roles of demo accounts.
    accounts: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    identifiant: String,
    #[serde(default)]
    mot_de_passe: String,
}

/// Shows the form for an authorization request.
pub fn form(site: &Site, query: &str) -> Response {
    page::html(&sign_in_page(site, Some(query), "", false))
}

/// Shows the form of a sign-in to the co-owner's site, without a request of the portal.
pub async fn site_form(State(site): State<Site>) -> Response {
    page::html(&sign_in_page(&site, None, "", false))
}

/// Handles the form of [`site_form`].
pub async fn site_sign_in(
    State(site): State<Site>,
    jar: CookieJar,
    Form(credentials): Form<Credentials>,
) -> Response {
    match authenticate(&site, jar, None, &credentials) {
        Ok((jar, _)) => (jar, Redirect::to(&format!("/{}", site.co_owner.code()))).into_response(),
        Err(refused) => *refused,
    }
}

/// Handles the sign-in form of an authorization request. Validates the request in the query again.
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
    match authenticate(&site, jar, Some(&query), &credentials) {
        Ok((jar, sign_in)) => (jar, redirect_with_code(&site, request, sign_in)).into_response(),
        Err(refused) => *refused,
    }
}

/// Checks the password and stores the browser's sign-in.
///
/// # Errors
/// The form again, with an error message.
fn authenticate(
    site: &Site,
    jar: CookieJar,
    query: Option<&str>,
    credentials: &Credentials,
) -> Result<(CookieJar, SignIn), Box<Response>> {
    let login = credentials.identifiant.trim();
    if !password_matches(site, login, &credentials.mot_de_passe) {
        let page = sign_in_page(site, query, login, true);
        return Err(Box::new((StatusCode::UNPROCESSABLE_ENTITY, page::html(&page)).into_response()));
    }
    let sign_in = SignIn { co_owner: site.co_owner, login: login.to_owned(), at: site.simulator.clock.now() };
    let jar = browser::remember(site, browser::forget(site, jar), sign_in.clone());
    Ok((jar, sign_in))
}

fn password_matches(site: &Site, login: &str, password: &str) -> bool {
    site.simulator.read(|world| {
        world
            .account(site.co_owner, login)
            .is_some_and(|account| account.password.as_bytes().ct_eq(password.as_bytes()).into())
    })
}

fn sign_in_page<'a>(site: &Site, query: Option<&str>, login: &'a str, failed: bool) -> SignInPage<'a> {
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
    SignInPage {
        co_owner: site.co_owner,
        action,
        requested_by_portal: query.is_some(),
        login,
        failed,
        accounts,
    }
}
