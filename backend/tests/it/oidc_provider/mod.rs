//! The OpenID Connect provider for téléservices: rules that depend on time, rights and the end of sessions. The tests
//! of the server cover HTTP, with independent clients.

mod authorization;
mod backchannel_logout;
mod signing_keys;

use backend::{
    accounts::sessions::Session,
    config::Config,
    oidc_provider::{self, Outcome, TokenError, TokenRequest, Tokens},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::co_owner::CoOwner;
use serde_json::Value;
use url::Url;

use crate::{
    companies::BRUMAIRE,
    database::{TestEnv, on_each_database_with},
    simulator::Simulator,
};

/// PKCE challenge and verifier of the example in RFC 7636.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Runs a test on each database with every téléservice of the simulator registered.
async fn with_teleservices(change: impl Fn(&mut Config), test: impl AsyncFn(TestEnv, &Simulator)) {
    let simulator = Simulator::start().await;
    let configure = |config: &mut Config| {
        config.co_owners = simulator.settings();
        config.teleservices = simulator.teleservices();
        change(config);
    };
    on_each_database_with(configure, async |env| {
        simulator.administer(reqwest::Method::POST, "reinitialiser", serde_json::json!({})).await;
        test(env, &simulator).await;
    })
    .await;
}

impl TestEnv {
    /// Signs in with the rights of an account of the simulator and chooses Brumaire; returns the token and the session.
    async fn operator(&self, simulator: &Simulator, login: &str) -> (String, Session) {
        self.account(login).await;
        let (_, session) = self.sign_in(login).await;
        simulator.link(&self.portal, &session, CoOwner::Dgddi, &format!("{login}.demo")).await;
        let chosen = backend::companies::choose(&self.portal, &session, BRUMAIRE).await.expect("a company");
        let token = chosen.token.expose().to_owned();
        let session = self.session(&token).await;
        (token, session)
    }

    /// Query of an authorization request of DELTA-G, with more parameters.
    fn authorization_query(&self, simulator: &Simulator, more: &str) -> String {
        let redirect = simulator.address("/dgddi/teleservices/DELTA-G/retour");
        format!(
            "client_id=delta-g&redirect_uri={redirect}&response_type=code&scope=openid&state=etat&nonce=n-1\
             &code_challenge={CHALLENGE}&code_challenge_method=S256{more}"
        )
    }

    async fn authorize(&self, session: Option<&Session>, query: &str) -> Outcome {
        oidc_provider::authorize(&self.portal, session, query).await.expect("an answer")
    }

    async fn authorization_code(&self, simulator: &Simulator, session: &Session) -> String {
        redirect_parameter(
            &self.authorize(Some(session), &self.authorization_query(simulator, "")).await,
            "code",
        )
        .expect("a code")
    }

    async fn exchange(&self, simulator: &Simulator, code: &str) -> Result<Tokens, TokenError> {
        let redirect = simulator.address("/dgddi/teleservices/DELTA-G/retour");
        let body = format!(
            "grant_type=authorization_code&code={code}&redirect_uri={redirect}&code_verifier={VERIFIER}\
             &client_id=delta-g&client_secret=secret-de-teleservice-de-demonstration-delta-g"
        );
        let address = self.client().address;
        let request = TokenRequest { address, authorization: None, body: body.as_bytes() };
        oidc_provider::exchange(&self.portal, request).await
    }
}

/// Returns a parameter of the redirect to the téléservice.
fn redirect_parameter(outcome: &Outcome, name: &str) -> Option<String> {
    let Outcome::Redirect(address) = outcome else { panic!("expected a redirect, got {outcome:?}") };
    let address: Url = address.parse().expect("an address");
    address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Returns the header (0) or the claims (1) of a JWT.
fn jwt_part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}
