use std::time::Duration;

use backend::{
    session, sign_in,
    single_sign_on::{self, Outcome, TokenRefusal, proof_wanted},
};
use domain::form::Answers;
use reqwest::Method;
use serde_json::json;

use super::{part, value, with_teleservices};
use crate::accounts::PASSWORD;

fn page(outcome: &Outcome) -> (&str, String) {
    let Outcome::Page(address) = outcome else { panic!("expected a page, got {outcome:?}") };
    let (path, query) = address.split_once('?').expect("a way back");
    let back = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "retour");
    (path, back.map(|(_, back)| back.into_owned()).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_that_is_too_old_is_given_again_and_only_once() {
    with_teleservices(
        |_| {},
        async |house, simulator| {
            let (_, session) = house.operator(simulator, "alix").await;
            house.advance(Duration::from_secs(120));
            for (more, silent_error) in [("&max_age=60", "login_required"), ("&prompt=login", "")] {
                let asked = house.asks(Some(&session), &house.demand(simulator, more)).await;
                let (path, back) = page(&asked);
                assert_eq!(path, "/connexion/preuve", "{more}");
                assert!(proof_wanted(&back).is_some_and(|since| session.proved_at < Some(since)), "{back}");
                if !silent_error.is_empty() {
                    let silent = house.demand(simulator, &format!("{more}&prompt=none"));
                    let refused = house.asks(Some(&session), &silent).await;
                    assert_eq!(value(&refused, "error").as_deref(), Some(silent_error));
                }
            }
            assert!(
                value(&house.asks(Some(&session), &house.demand(simulator, "&max_age=600")).await, "code")
                    .is_some()
            );

            // The page of proofs brings the person back with the very request.
            let asked = house.asks(Some(&session), &house.demand(simulator, "&prompt=login")).await;
            let (_, back) = page(&asked);
            house.advance(Duration::from_secs(5));
            let proof = Answers::from_iter([("mot_de_passe", PASSWORD)]);
            let proved =
                sign_in::prove(&house.portal, &session, &house.client(), &proof).await.expect("proved");
            let session = house.session(proved.expose()).await;
            let demand = back.split_once('?').expect("a query").1;
            let code = value(&house.asks(Some(&session), demand).await, "code").expect("a code, at once");
            let tokens = house.exchange(simulator, &code).await.expect("tokens");
            let now = house.clock.now().timestamp().as_second();
            assert_eq!(part(&tokens.id_token, 1)["auth_time"], now);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_and_a_token_end_and_the_company_is_that_of_the_moment() {
    with_teleservices(
        |_| {},
        async |house, simulator| {
            let portal = &house.portal;
            let (_, session) = house.operator(simulator, "alix").await;
            let late = house.a_code(simulator, &session).await;
            house.advance(Duration::from_secs(60));
            let refused = house.exchange(simulator, &late).await;
            assert!(matches!(refused, Err(TokenRefusal::Grant(_))), "{refused:?}");

            let code = house.a_code(simulator, &session).await;
            let other =
                backend::companies::choose(portal, &session, "000202028").await.expect("another company");
            let tokens = house.exchange(simulator, &code).await.expect("tokens");
            let claims = part(&tokens.id_token, 1);
            assert_eq!((&claims["siren"], &claims["nonce"]), (&json!("000101014"), &json!("n-1")));
            let said = single_sign_on::user_info(portal, &tokens.access_token).await.expect("a person");
            assert_eq!(said.siren, "000101014", "the company of when it was opened");
            assert_eq!(said.habilitations.len(), 3, "{said:?}");
            house.advance(Duration::from_secs(300));
            assert!(
                single_sign_on::user_info(portal, &tokens.access_token).await.is_err(),
                "its time is over"
            );

            let session = house.session(other.token.expose()).await;
            let code = house.a_code(simulator, &session).await;
            let again = house.exchange(simulator, &code).await.expect("tokens");
            let again = part(&again.id_token, 1);
            assert_eq!(again["siren"], "000202028");
            assert_eq!(again["sid"], claims["sid"], "the same téléservice in the same session is one visit");
            house.advance(Duration::from_secs(3600));
            house.run_jobs().await;
            assert_eq!(house.count("authorization_code").await + house.count("access_token").await, 0);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_asked_of_the_co_owner_at_each_step() {
    with_teleservices(
        |_| {},
        async |house, simulator| {
            let portal = &house.portal;
            let (_, session) = house.operator(simulator, "chloe").await;
            let code = house.a_code(simulator, &session).await;
            let tokens = house.exchange(simulator, &code).await.expect("tokens");
            let claims = part(&tokens.id_token, 1);
            assert_eq!(claims["habilitations"], json!([{ "siret": "00010101400017", "droits": ["lire"] }]));
            assert_ne!(claims["sub"], json!("chloe"), "never the identifiant");

            let code = house.a_code(simulator, &session).await;
            // Another right stays, so that the company does.
            let others = json!({ "co_owner": "dgddi", "compte": "chloe.demo", "habilitations":
            [{ "teleservice": "NSTI", "droit": "lire", "siret": "00010101400017" }] });
            simulator.administer(Method::PUT, "habilitations", others).await;
            let refused = house.exchange(simulator, &code).await;
            assert!(matches!(refused, Err(TokenRefusal::Grant("the right was withdrawn"))), "{refused:?}");
            assert!(
                single_sign_on::user_info(portal, &tokens.access_token).await.is_err(),
                "withdrawn since"
            );
            let silent = house.asks(Some(&session), &house.demand(simulator, "&prompt=none")).await;
            assert_eq!(value(&silent, "error").as_deref(), Some("access_denied"));
            assert_eq!(value(&silent, "iss").as_deref(), Some("http://127.0.0.1:3000"));
            assert_eq!(value(&silent, "state").as_deref(), Some("etat"));
            let shown = house.asks(Some(&session), &house.demand(simulator, "")).await;
            assert_eq!(page(&shown).0, "/teleservices/acces");
            let access = single_sign_on::access(portal, &session, &house.demand(simulator, "")).await;
            let single_sign_on::Access::Denied { denial, back, .. } = access.expect("a page") else {
                panic!("it is denied");
            };
            assert!(denial.to_string().contains("DELTA-G"), "{denial}");
            assert!(back.contains("error=access_denied"), "{back}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_first_for_who_is_not_ready() {
    with_teleservices(
        |_| {},
        async |house, simulator| {
            let demand = house.demand(simulator, "");
            let silent = house.demand(simulator, "&prompt=none");
            let (_, visitor) = house.visitor().await;
            for nobody in [None, Some(&visitor)] {
                let asked = house.asks(nobody, &demand).await;
                let (path, back) = page(&asked);
                assert_eq!((path, back), ("/connexion", format!("/openid/autorisation?{demand}")));
                let refused = house.asks(nobody, &silent).await;
                assert_eq!(value(&refused, "error").as_deref(), Some("login_required"));
            }
            house.account("sans").await;
            let (_, session) = house.sign_in("sans").await;
            assert_eq!(page(&house.asks(Some(&session), &demand).await).0, "/entreprises");
            let refused = house.asks(Some(&session), &silent).await;
            assert_eq!(value(&refused, "error").as_deref(), Some("interaction_required"));

            // Closed while the answer is on its way.
            let (_, session) = house.operator(simulator, "alix").await;
            session::close(&house.portal, session.id).await.expect("closed");
            assert_eq!(page(&house.asks(Some(&session), &demand).await).0, "/connexion");
        },
    )
    .await;
}
