//! Payments by card at the simulated Télépaiement CB: with a payment notice, and from the dashboard.
//!
//! No push of the simulator arrives: states are queried, unless a test pushes them itself.

mod company;
mod ends;
mod notices;
mod pushes;
mod receipts;

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    id::PaymentNoticeId,
    payments::{self, Payment},
};
use domain::{card_payment::CardPaymentState, co_owner::CoOwner, form::Answers};
use platform::{Error, id::CardPaymentId, on};
use reqwest::Response;

use crate::{
    companies::{session_at, with_simulator},
    database::TestEnv,
    simulator::{PORTAL, Simulator},
};

/// A créance for alcohol of 487,30 €, with the password of its notice.
const ALCOHOL: (&str, &str) = ("DEMO-CI-0027", "K7M2-9QXR");
/// A créance for alcohol of 18 462,05 €, over the limit.
const TOO_LARGE: (&str, &str) = ("DEMO-CI-0025", "C5RN-6YHE");
/// SIREN of the company that owes both.
const DISTILLERY: &str = "000303032";
/// Its SIRET that owes the first.
const CELLAR: &str = "00030303200023";

/// Test cards of the simulator, and the code of 3-D Secure.
const CARD: &str = "4970 1000 0000 0006";
const REFUSED_CARD: &str = "4000 0000 0000 0002";
const CODE: &str = "123456";

fn typed((reference, password): (&str, &str)) -> Answers {
    Answers::from_iter([("reference", reference), ("code", password)])
}

async fn find(env: &TestEnv, session: &Session, notice: (&str, &str)) -> Result<PaymentNoticeId, Error> {
    payments::find_notice(&env.portal, session, &env.client(), &typed(notice)).await
}

/// Finds the notice and begins its payment. Returns the page where the card is entered.
async fn begin(env: &TestEnv, session: &Session, notice: (&str, &str)) -> String {
    let id = find(env, session, notice).await.expect("a notice");
    payments::begin_for_notice(&env.portal, session, id).await.expect("handed over")
}

/// Identifier of the payment that began last.
async fn last_payment(env: &TestEnv) -> CardPaymentId {
    on!(env.portal.db, |c| {
        sqlx::query_scalar("SELECT id FROM card_payment ORDER BY started_at DESC, id DESC LIMIT 1")
            .fetch_one(c)
            .await
    })
    .expect("a payment")
}

/// Opens the page of a payment, later than the last time.
async fn open(env: &TestEnv, session: &Session, id: CardPaymentId) -> Payment {
    env.advance(Duration::from_secs(3));
    payments::shown_payment(&env.portal, Some(session), id).await.expect("the page").payment
}

async fn state(env: &TestEnv, session: &Session, id: CardPaymentId) -> CardPaymentState {
    open(env, session, id).await.state
}

async fn post(simulator: &Simulator, address: &str, body: &str) -> Response {
    let request = simulator.client.post(address).header("content-type", "application/x-www-form-urlencoded");
    request.body(body.to_owned()).send().await.expect("the simulator answers")
}

/// Enters the card, then the code. Returns the address to which the last answer redirects.
async fn pay(simulator: &Simulator, address: &str, card: &str, code: &str) -> String {
    let answer =
        post(simulator, &format!("{address}/carte"), &format!("numero={}", card.replace(' ', "+"))).await;
    let next = location(&answer);
    if !next.ends_with("/authentification") {
        return next;
    }
    location(&post(simulator, &format!("{address}/authentification"), &format!("code={code}")).await)
}

fn location(answer: &Response) -> String {
    answer.headers().get("location").expect("a redirect").to_str().expect("an address").to_owned()
}

fn page_of(id: CardPaymentId) -> String {
    format!("{PORTAL}/paiement/suivi/{id}")
}

/// Links the account of `name` to `{name}.demo` and chooses the distillery.
async fn session_at_distillery(env: &TestEnv, simulator: &Simulator, name: &str) -> Session {
    session_at(env, simulator, &format!("{name}.demo"), &[CoOwner::Dgddi], DISTILLERY).await
}
