//! Télépaiement CB: payments by card, with the pages where the card and the code of 3-D Secure are entered.

mod card;
mod pages;
mod store;

use axum::Router;
use axum::routing::{get, post};

pub use store::{CardPayments, NewPayment, PaymentState, Refusal, begin, state};

use crate::site::Site;

pub fn router() -> Router<Site> {
    Router::new()
        .route("/paiement/{token}", get(pages::card))
        .route("/paiement/{token}/carte", post(pages::enter_card))
        .route("/paiement/{token}/authentification", get(pages::authentication).post(pages::authenticate))
        .route("/paiement/{token}/abandon", post(pages::cancel))
}
