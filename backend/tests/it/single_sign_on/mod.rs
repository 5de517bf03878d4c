//! The portal as a provider for téléservices: rules that depend on time, on rights and on how a session ends. What goes
//! over HTTP is tried by the server's tests, with independent clients.

mod ends;
mod freshness;
mod signing;

use backend::{
    config::Config,
    session::Session,
    single_sign_on::{self, Outcome, TokenRefusal, TokenRequest, Tokens},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::co_owner::CoOwner;
use serde_json::Value;
use url::Url;

use crate::{
    companies::BRUMAIRE,
    database::{House, on_each_database_with},
    simulator::Simulator,
};

/// A challenge and its verifier: the example of RFC 7636.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A portal that every téléservice of the simulator is registered at, on each database.
async fn with_teleservices(change: impl Fn(&mut Config), test: impl AsyncFn(House, &Simulator)) {
    let simulator = Simulator::start().await;
    let configure = |config: &mut Config| {
        config.partners = simulator.settings();
        config.teleservices = simulator.teleservices();
        change(config);
    };
    on_each_database_with(configure, async |house| {
        simulator.administer(reqwest::Method::POST, "reinitialiser", serde_json::json!({})).await;
        test(house, &simulator).await;
    })
    .await;
}

impl House {
    /// Signed in with the rights of an account of the simulator, for Brumaire; gives the token of the session too.
    async fn operator(&self, simulator: &Simulator, login: &str) -> (String, Session) {
        self.account(login).await;
        let (_, session) = self.sign_in(login).await;
        simulator.link(&self.portal, &session, CoOwner::Dgddi, &format!("{login}.demo")).await;
        let chosen = backend::companies::choose(&self.portal, &session, BRUMAIRE).await.expect("a company");
        let token = chosen.token.expose().to_owned();
        let session = self.session(&token).await;
        (token, session)
    }

    /// What DELTA-G asks, with more parameters.
    fn demand(&self, simulator: &Simulator, more: &str) -> String {
        let redirect = simulator.address("/dgddi/teleservices/DELTA-G/retour");
        format!(
            "client_id=delta-g&redirect_uri={redirect}&response_type=code&scope=openid&state=etat&nonce=n-1\
             &code_challenge={CHALLENGE}&code_challenge_method=S256{more}"
        )
    }

    async fn asks(&self, session: Option<&Session>, demand: &str) -> Outcome {
        single_sign_on::authorize(&self.portal, session, demand).await.expect("an answer")
    }

    async fn a_code(&self, simulator: &Simulator, session: &Session) -> String {
        value(&self.asks(Some(session), &self.demand(simulator, "")).await, "code").expect("a code")
    }

    async fn exchange(&self, simulator: &Simulator, code: &str) -> Result<Tokens, TokenRefusal> {
        let redirect = simulator.address("/dgddi/teleservices/DELTA-G/retour");
        let body = format!(
            "grant_type=authorization_code&code={code}&redirect_uri={redirect}&code_verifier={VERIFIER}\
             &client_id=delta-g&client_secret=secret-de-teleservice-de-demonstration-delta-g"
        );
        let address = self.client().address;
        let request = TokenRequest { address, authorization: None, body: body.as_bytes() };
        single_sign_on::exchange(&self.portal, request).await
    }
}

/// A value that the browser takes back to the téléservice.
fn value(outcome: &Outcome, name: &str) -> Option<String> {
    let Outcome::Leave(address) = outcome else { panic!("expected the way back, got {outcome:?}") };
    let address: Url = address.parse().expect("an address");
    address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Header or claims of a token.
fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}
