use std::time::Duration;

use backend::{
    accounts::{sessions, sign_in},
    oidc_provider::{self, Outcome, TokenError, reauthentication_since},
};
use domain::{form::Answers, path};
use reqwest::Method;
use serde_json::json;

use super::{jwt_part, redirect_parameter, with_teleservices};
use crate::accounts::PASSWORD;

fn page(outcome: &Outcome) -> (&str, String) {
    let Outcome::Page(address) = outcome else { panic!("expected a page, got {outcome:?}") };
    let (path, query) = address.split_once('?').expect("a return path");
    let return_path = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "retour");
    (path, return_path.map(|(_, path)| path.into_owned()).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn max_age_and_prompt_login_require_one_reauthentication() {
    with_teleservices(
        |_| {},
        async |env, simulator| {
            let (_, session) = env.operator(simulator, "alix").await;
            env.advance(Duration::from_secs(120));
            for (more, silent_error) in [("&max_age=60", "login_required"), ("&prompt=login", "")] {
                let outcome = env.authorize(Some(&session), &env.authorization_query(simulator, more)).await;
                let (path, return_path) = page(&outcome);
                assert_eq!(path, path::REAUTHENTICATION, "{more}");
                assert!(
                    reauthentication_since(&return_path)
                        .is_some_and(|since| session.authenticated_at < Some(since)),
                    "{return_path}"
                );
                if !silent_error.is_empty() {
                    let silent = env.authorization_query(simulator, &format!("{more}&prompt=none"));
                    let refused = env.authorize(Some(&session), &silent).await;
                    assert_eq!(redirect_parameter(&refused, "error").as_deref(), Some(silent_error));
                }
            }
            assert!(
                redirect_parameter(
                    &env.authorize(Some(&session), &env.authorization_query(simulator, "&max_age=600")).await,
                    "code"
                )
                .is_some()
            );

            // The re-authentication page returns to the same request.
            let outcome =
                env.authorize(Some(&session), &env.authorization_query(simulator, "&prompt=login")).await;
            let (_, return_path) = page(&outcome);
            env.advance(Duration::from_secs(5));
            let form = Answers::from_iter([("mot_de_passe", PASSWORD)]);
            let token = sign_in::reauthenticate(&env.portal, &session, &env.client(), &form)
                .await
                .expect("re-authenticated");
            let session = env.session(token.expose()).await;
            let query = return_path.split_once('?').expect("a query").1;
            let code = redirect_parameter(&env.authorize(Some(&session), query).await, "code")
                .expect("a code without another page");
            let tokens = env.exchange(simulator, &code).await.expect("tokens");
            let now = env.clock.now().timestamp().as_second();
            assert_eq!(jwt_part(&tokens.id_token, 1)["auth_time"], now);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_and_tokens_expire_and_keep_the_company_of_their_issue() {
    with_teleservices(
        |_| {},
        async |env, simulator| {
            let portal = &env.portal;
            let (_, session) = env.operator(simulator, "alix").await;
            let late = env.authorization_code(simulator, &session).await;
            env.advance(Duration::from_secs(60));
            let refused = env.exchange(simulator, &late).await;
            assert!(matches!(refused, Err(TokenError::InvalidGrant(_))), "{refused:?}");

            let code = env.authorization_code(simulator, &session).await;
            let other =
                backend::companies::choose(portal, &session, "000202028").await.expect("another company");
            let tokens = env.exchange(simulator, &code).await.expect("tokens");
            let claims = jwt_part(&tokens.id_token, 1);
            assert_eq!((&claims["siren"], &claims["nonce"]), (&json!("000101014"), &json!("n-1")));
            let info = oidc_provider::user_info(portal, &tokens.access_token).await.expect("a person");
            assert_eq!(info.siren, "000101014", "the company at authorization");
            assert_eq!(info.habilitations.len(), 3, "{info:?}");
            env.advance(Duration::from_secs(300));
            assert!(
                oidc_provider::user_info(portal, &tokens.access_token).await.is_err(),
                "the token expired"
            );

            let session = env.session(other.token.expose()).await;
            let code = env.authorization_code(simulator, &session).await;
            let again = env.exchange(simulator, &code).await.expect("tokens");
            let again = jwt_part(&again.id_token, 1);
            assert_eq!(again["siren"], "000202028");
            assert_eq!(again["sid"], claims["sid"], "one RP session per téléservice and session");
            env.advance(Duration::from_secs(3600));
            env.run_jobs().await;
            assert_eq!(env.count("authorization_code").await + env.count("access_token").await, 0);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_checked_at_authorization_exchange_and_user_info() {
    with_teleservices(
        |_| {},
        async |env, simulator| {
            let portal = &env.portal;
            let (_, session) = env.operator(simulator, "chloe").await;
            let code = env.authorization_code(simulator, &session).await;
            let tokens = env.exchange(simulator, &code).await.expect("tokens");
            let claims = jwt_part(&tokens.id_token, 1);
            assert_eq!(claims["habilitations"], json!([{ "siret": "00010101400017", "droits": ["lire"] }]));
            assert_ne!(claims["sub"], json!("chloe"), "not the identifiant");

            let code = env.authorization_code(simulator, &session).await;
            // Another right remains, so the company stays.
            let other_right = json!({ "co_owner": "dgddi", "compte": "chloe.demo", "habilitations":
            [{ "teleservice": "NSTI", "droit": "lire", "siret": "00010101400017" }] });
            simulator.administer(Method::PUT, "habilitations", other_right).await;
            let refused = env.exchange(simulator, &code).await;
            assert!(
                matches!(refused, Err(TokenError::InvalidGrant("the right was withdrawn"))),
                "{refused:?}"
            );
            assert!(
                oidc_provider::user_info(portal, &tokens.access_token).await.is_err(),
                "the right is withdrawn"
            );
            let silent =
                env.authorize(Some(&session), &env.authorization_query(simulator, "&prompt=none")).await;
            assert_eq!(redirect_parameter(&silent, "error").as_deref(), Some("access_denied"));
            assert_eq!(redirect_parameter(&silent, "iss").as_deref(), Some("http://127.0.0.1:3000"));
            assert_eq!(redirect_parameter(&silent, "state").as_deref(), Some("etat"));
            let outcome = env.authorize(Some(&session), &env.authorization_query(simulator, "")).await;
            assert_eq!(page(&outcome).0, path::TELESERVICE_ACCESS);
            let access =
                oidc_provider::access(portal, &session, &env.authorization_query(simulator, "")).await;
            let oidc_provider::Access::Denied { denial, back, .. } = access.expect("a page") else {
                panic!("it is denied");
            };
            assert!(denial.to_string().contains("DELTA-G"), "{denial}");
            assert!(back.contains("error=access_denied"), "{back}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_sign_in_or_company_leads_to_a_page_first() {
    with_teleservices(
        |_| {},
        async |env, simulator| {
            let query = env.authorization_query(simulator, "");
            let silent = env.authorization_query(simulator, "&prompt=none");
            let (_, visitor) = env.visitor().await;
            for session in [None, Some(&visitor)] {
                let outcome = env.authorize(session, &query).await;
                let (path, return_path) = page(&outcome);
                assert_eq!((path, return_path), ("/connexion", format!("/openid/autorisation?{query}")));
                let refused = env.authorize(session, &silent).await;
                assert_eq!(redirect_parameter(&refused, "error").as_deref(), Some("login_required"));
            }
            env.account("sans").await;
            let (_, session) = env.sign_in("sans").await;
            assert_eq!(page(&env.authorize(Some(&session), &query).await).0, path::COMPANIES);
            let refused = env.authorize(Some(&session), &silent).await;
            assert_eq!(redirect_parameter(&refused, "error").as_deref(), Some("interaction_required"));

            // The session is closed during the request.
            let (_, session) = env.operator(simulator, "alix").await;
            sessions::close(&env.portal, session.id).await.expect("closed");
            assert_eq!(page(&env.authorize(Some(&session), &query).await).0, path::SIGN_IN);
        },
    )
    .await;
}
