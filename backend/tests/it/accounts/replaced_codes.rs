//! A code that a later one replaced costs no attempt.

use std::time::Duration;

use backend::{
    accounts::{
        history::{self, Event},
        sign_in::{confirm_code, resend_code},
    },
    staff,
};
use domain::{form::Answers, problem::Problem};
use platform::Error;

use crate::{
    database::{on_each_database, on_each_database_with},
    messaging::fixtures::{AGENT_PASSWORD, RECETTE},
};

fn code_form(code: &str) -> Answers {
    Answers::from_iter([("code", code)])
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    match outcome {
        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn replaced_code_is_recognised_and_costs_no_attempt() {
    on_each_database(async |env| {
        env.account("alix").await;
        let pending = env.pending_sign_in("alix").await;
        let first = env.code("alix").await;
        env.advance(Duration::from_secs(60));
        resend_code(&env.portal, &pending, "").await.expect("another code");
        let second = env.code("alix").await;
        // More often than any limit allows wrong codes.
        for _ in 0..30 {
            let refused = confirm_code(&env.portal, &pending, &env.client(), &code_form(&first)).await;
            assert_eq!(problem(refused), Problem::ReplacedCode);
        }
        let done = confirm_code(&env.portal, &pending, &env.client(), &code_form(&second)).await;
        let session = env.session(done.expect("the latest code").token.expose()).await;
        let entries = history::page(&env.portal, &session, 1).await.expect("the history").entries;
        assert!(entries.iter().all(|entry| entry.event != Event::SignInFailed), "{entries:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replaced_code_is_forgotten_at_its_own_end() {
    on_each_database(async |env| {
        env.account("alix").await;
        let pending = env.pending_sign_in("alix").await;
        let first = env.code("alix").await;
        env.advance(Duration::from_secs(9 * 60));
        resend_code(&env.portal, &pending, "").await.expect("another code");
        env.advance(Duration::from_secs(60));
        let refused = confirm_code(&env.portal, &pending, &env.client(), &code_form(&first)).await;
        assert_eq!(problem(refused), Problem::WrongCode);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replaced_code_of_an_agent_costs_no_attempt() {
    on_each_database_with(
        |config| config.sign_in.attempts_per_account = 3,
        async |env| {
            env.add_services().await;
            env.signed_in_agent("camille", RECETTE).await;
            let (_, session) = env.visitor().await;
            let form = Answers::from_iter([("identifiant", "camille"), ("mot_de_passe", AGENT_PASSWORD)]);
            let token = staff::sign_in(&env.portal, &session, &env.client(), &form).await.expect("a code");
            let pending = env.session(token.expose()).await;
            let first = env.agent_code("camille").await;
            env.advance(Duration::from_secs(60));
            staff::resend_code(&env.portal, &pending).await.expect("another code");
            let second = env.agent_code("camille").await;
            for _ in 0..10 {
                let form = code_form(&first);
                let refused = staff::confirm_code(&env.portal, &pending, &env.client(), &form).await;
                assert_eq!(problem(refused), Problem::ReplacedCode);
            }
            staff::confirm_code(&env.portal, &pending, &env.client(), &code_form(&second))
                .await
                .expect("the latest code");
        },
    )
    .await;
}
