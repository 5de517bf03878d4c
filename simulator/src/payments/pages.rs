//! Pages of a payment: card, code of 3-D Secure, end.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::card::{self, Card};
use super::store::{self, CardPayment, Progress};
use crate::clock;
use crate::co_owner::CoOwner;
use crate::page::{self, euros};
use crate::site::Site;

/// Code that the bank accepts.
const CODE: &str = "123456";

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage<'a> {
    co_owner: CoOwner,
    token: &'a str,
    reference: &'a str,
    amount: String,
    until: String,
    failed: bool,
    accepted_card: &'static str,
    refused_card: &'static str,
}

#[derive(Template)]
#[template(path = "authentication.html")]
struct AuthenticationPage<'a> {
    co_owner: CoOwner,
    token: &'a str,
    amount: String,
    code: &'static str,
}

#[derive(Template)]
#[template(path = "payment_ended.html")]
struct EndedPage {
    co_owner: CoOwner,
    return_to: String,
}

#[derive(Deserialize)]
pub struct CardForm {
    numero: String,
}

#[derive(Deserialize)]
pub struct CodeForm {
    code: String,
}

/// Shows the form for the card.
pub async fn card(State(site): State<Site>, Path(token): Path<String>) -> Response {
    match running(&site, &token) {
        Ok(payment) => card_page(&site, &token, &payment, false),
        Err(ended) => *ended,
    }
}

/// Checks the card. The number is not stored.
pub async fn enter_card(
    State(site): State<Site>,
    Path(token): Path<String>,
    Form(form): Form<CardForm>,
) -> Response {
    let payment = match running(&site, &token) {
        Ok(payment) => payment,
        Err(ended) => return *ended,
    };
    match card::check(&form.numero) {
        Card::Invalid => {
            (StatusCode::UNPROCESSABLE_ENTITY, card_page(&site, &token, &payment, true)).into_response()
        }
        Card::Refused => end(&site, &token, &payment, Progress::Refuse),
        Card::Accepted => {
            store::await_code(&site, &token);
            let code = site.co_owner.code();
            Redirect::to(&format!("/{code}/paiement/{token}/authentification")).into_response()
        }
    }
}

/// Shows the form for the code of 3-D Secure.
pub async fn authentication(State(site): State<Site>, Path(token): Path<String>) -> Response {
    match running(&site, &token) {
        Ok(payment) if payment.awaits_code => page::html(&AuthenticationPage {
            co_owner: site.co_owner,
            token: &token,
            amount: euros(payment.state.montant_centimes),
            code: CODE,
        }),
        Ok(payment) => card_page(&site, &token, &payment, false),
        Err(ended) => *ended,
    }
}

/// Checks the code; a wrong one refuses the payment.
pub async fn authenticate(
    State(site): State<Site>,
    Path(token): Path<String>,
    Form(form): Form<CodeForm>,
) -> Response {
    match running(&site, &token) {
        Ok(payment) if payment.awaits_code => {
            let accepted = form.code.split_whitespace().collect::<String>() == CODE;
            end(&site, &token, &payment, if accepted { Progress::Paye } else { Progress::Refuse })
        }
        Ok(payment) => card_page(&site, &token, &payment, false),
        Err(ended) => *ended,
    }
}

pub async fn cancel(State(site): State<Site>, Path(token): Path<String>) -> Response {
    match running(&site, &token) {
        Ok(payment) => end(&site, &token, &payment, Progress::Annule),
        Err(ended) => *ended,
    }
}

/// Returns the running payment, or the response about one that has ended or is unknown.
fn running(site: &Site, token: &str) -> Result<CardPayment, Box<Response>> {
    let payment = store::find(site, token).ok_or_else(|| Box::new(page::not_found()))?;
    if payment.state.etat == Progress::EnCours {
        return Ok(payment);
    }
    Err(Box::new(page::html(&EndedPage { co_owner: site.co_owner, return_to: payment.return_to })))
}

fn end(site: &Site, token: &str, payment: &CardPayment, progress: Progress) -> Response {
    store::end(site, token, progress);
    Redirect::to(&payment.return_to).into_response()
}

fn card_page(site: &Site, token: &str, payment: &CardPayment, failed: bool) -> Response {
    page::html(&CardPage {
        co_owner: site.co_owner,
        token,
        reference: &payment.state.reference,
        amount: euros(payment.state.montant_centimes),
        until: clock::french(payment.state.expire_le),
        failed,
        accepted_card: card::ACCEPTED,
        refused_card: card::REFUSED,
    })
}
