//! The page where the owner of a new account chooses a password.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Form, Router};
use serde::Deserialize;

use crate::co_owner::CoOwner;
use crate::page;
use crate::site::Site;

/// Minimum length of a password, in characters.
const MIN_PASSWORD_LENGTH: usize = 12;

pub fn router() -> Router<Site> {
    Router::new().route("/mot-de-passe", get(form).post(choose))
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage<'a> {
    co_owner: CoOwner,
    link: &'a str,
    login: &'a str,
    short: bool,
    done: bool,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    jeton: String,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    jeton: String,
    #[serde(default)]
    mot_de_passe: String,
}

/// Shows the password form. The link is consumed only when the form is submitted.
async fn form(State(site): State<Site>, Query(link): Query<Link>) -> Response {
    let login = site.simulator.account_requests().login_of_link(site.co_owner, &link.jeton);
    match login {
        Some(login) => page::html(&PasswordPage {
            co_owner: site.co_owner,
            link: &link.jeton,
            login: &login,
            short: false,
            done: false,
        }),
        None => unknown_link(),
    }
}

async fn choose(State(site): State<Site>, Form(choice): Form<Choice>) -> Response {
    let login = site.simulator.account_requests().login_of_link(site.co_owner, &choice.jeton);
    let Some(login) = login else { return unknown_link() };
    let short = choice.mot_de_passe.chars().count() < MIN_PASSWORD_LENGTH;
    let page =
        PasswordPage { co_owner: site.co_owner, link: &choice.jeton, login: &login, short, done: !short };
    if short {
        return (StatusCode::UNPROCESSABLE_ENTITY, page::html(&page)).into_response();
    }
    site.simulator.account_requests().delete_link(&choice.jeton);
    // Returns `false`, since a password change must not push an event.
    let _ = site.simulator.change_account(site.co_owner, &login, |account| {
        account.password = choice.mot_de_passe;
        false
    });
    page::html(&page)
}

fn unknown_link() -> Response {
    page::error(StatusCode::NOT_FOUND, "Lien inconnu", "Ce lien n’existe pas, ou a déjà servi.")
}
