//! Sign-in of agents: factors, rate limits, failures, remote access.

use std::time::Duration;

use backend::{accounts::sessions, staff};
use domain::{form::Answers, problem::Problem};
use platform::Error;

use super::{create, credentials};
use crate::{
    accounts::client_at,
    database::{on_each_database, on_each_database_with},
    messaging::fixtures::{AGENT_PASSWORD, RECETTE, problems},
};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test(flavor = "multi_thread")]
async fn agent_sign_in_requires_password_and_mailed_code() {
    on_each_database(async |env| {
        env.add_services().await;
        env.signed_in_agent("camille", RECETTE).await;
        let (old, session) = env.visitor().await;
        let token =
            staff::sign_in(&env.portal, &session, &client_at(9), &credentials("Camille", AGENT_PASSWORD))
                .await
                .expect("right password");
        assert!(
            sessions::find(&env.portal, &old).await.expect("looked up").is_none(),
            "the token is rotated"
        );
        let pending = env.session(token.expose()).await;
        assert!(pending.agent().is_err(), "not signed in yet");
        let wrong = Answers::from_iter([("code", "000000")]);
        let refused = staff::confirm_code(&env.portal, &pending, &client_at(9), &wrong).await;
        let code = env.agent_code("camille").await;
        if code != "000000" {
            assert_eq!(problems(refused)[0].problem, Problem::WrongCode);
        }
        assert_eq!(
            staff::second_step(&env.portal, &pending, "").await.expect("shown").destination,
            "c•••@douane.exemple.fr"
        );
        let right = Answers::from_iter([("code", code)]);
        let token =
            staff::confirm_code(&env.portal, &pending, &client_at(9), &right).await.expect("right code");
        let signed = env.session(token.expose()).await;
        assert_eq!(signed.agent().expect("an agent").services, [RECETTE]);
        let reused = staff::confirm_code(&env.portal, &pending, &client_at(9), &right).await;
        assert!(reused.is_err(), "a code works once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agent_password_guesses_are_rate_limited_per_network() {
    on_each_database(async |env| {
        env.add_services().await;
        env.signed_in_agent("camille", RECETTE).await;
        let (_, session) = env.visitor().await;
        let mut evaluated = 0;
        for _ in 0..15 {
            let answer = staff::sign_in(
                &env.portal,
                &session,
                &client_at(66),
                &credentials("camille", "Mauvais-mot-1"),
            )
            .await;
            match problems(answer)[0].problem {
                Problem::WrongCredentials => evaluated += 1,
                Problem::TooManyAttempts { .. } => {}
                ref other => panic!("{other:?}"),
            }
        }
        assert_eq!(evaluated, 10);
        let unknown =
            staff::sign_in(&env.portal, &session, &client_at(67), &credentials("personne", "Mauvais-mot-1"))
                .await;
        assert_eq!(problems(unknown)[0].problem, Problem::WrongCredentials);
        // The network of the last sign-in has its own rate limit.
        env.agent_session("camille").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_from_outside_requires_remote_access() {
    let inside_only = |config: &mut backend::config::Config| {
        config.staff.networks = vec!["10.0.0.0/8".parse().expect("a network")]
    };
    on_each_database_with(inside_only, async |env| {
        env.add_services().await;
        create(&env, "dominique", false).await;
        let (_, session) = env.visitor().await;
        let login = credentials("dominique", AGENT_PASSWORD);
        let token =
            staff::sign_in(&env.portal, &session, &client_at(9), &login).await.expect("right password");
        let pending = env.session(token.expose()).await;
        let code = Answers::from_iter([("code", env.agent_code("dominique").await)]);
        let refused = staff::confirm_code(&env.portal, &pending, &client_at(9), &code).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "outside, without remote access");
        staff::resend_code(&env.portal, &pending).await.expect("another code");
        let code = Answers::from_iter([("code", env.agent_code("dominique").await)]);
        let inside = sessions::Client { address: [10, 1, 2, 3].into(), ..client_at(9) };
        staff::confirm_code(&env.portal, &pending, &inside, &code).await.expect("inside");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agent_code_guesses_are_limited_like_those_of_operators() {
    // Enough codes for 30 guesses.
    let many_codes = |config: &mut backend::config::Config| config.sign_in.codes_per_account = 20;
    on_each_database_with(many_codes, async |env| {
        env.add_services().await;
        env.signed_in_agent("camille", RECETTE).await;
        let (_, session) = env.visitor().await;
        let login = credentials("camille", AGENT_PASSWORD);
        let token = staff::sign_in(&env.portal, &session, &client_at(66), &login).await.expect("a code");
        let pending = env.session(token.expose()).await;
        let confirm = async |code: &str| {
            let answers = Answers::from_iter([("code", code)]);
            problems(staff::confirm_code(&env.portal, &pending, &client_at(66), &answers).await)[0]
                .problem
                .clone()
        };
        let mut evaluated = 0;
        for _ in 0..6 {
            let code = env.agent_code("camille").await;
            let wrong = if code == "000000" { "000001" } else { "000000" };
            for _ in 0..env.portal.config.sign_in.code_tries {
                match confirm(wrong).await {
                    Problem::WrongCode => evaluated += 1,
                    Problem::TooManyAttempts { .. } => {}
                    other => panic!("{other:?}"),
                }
            }
            staff::resend_code(&env.portal, &pending).await.expect("another code");
        }
        assert_eq!(evaluated, env.portal.config.sign_in.attempts_per_account);
        let correct = env.agent_code("camille").await;
        assert!(matches!(confirm(&correct).await, Problem::TooManyAttempts { .. }));
        // The network of the last sign-in has its own rate limit.
        env.agent_session("camille").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_agent_sign_ins_are_recorded_by_agent_and_hour() {
    on_each_database(async |env| {
        env.add_services().await;
        env.signed_in_agent("camille", RECETTE).await;
        let (_, session) = env.visitor().await;
        let fail = async |login: &str, password: &str, client: u8| {
            let answers = credentials(login, password);
            staff::sign_in(&env.portal, &session, &client_at(client), &answers).await.expect_err("refused");
        };
        fail("camille", "Mauvais-mot-1", 66).await;
        fail("Camille", "Mauvais-mot-2", 66).await;
        fail("personne", "Mauvais-mot-1", 66).await;
        let login = credentials("camille", AGENT_PASSWORD);
        let token = staff::sign_in(&env.portal, &session, &client_at(9), &login).await.expect("a code");
        let pending = env.session(token.expose()).await;
        let code = env.agent_code("camille").await;
        let wrong = Answers::from_iter([("code", if code == "000000" { "000001" } else { "000000" })]);
        staff::confirm_code(&env.portal, &pending, &client_at(9), &wrong).await.expect_err("refused");
        env.clock.advance(HOUR);
        fail("camille", "Mauvais-mot-3", 67).await;

        let recorded = staff::failed_sign_ins(&env.portal).await.expect("the failures");
        let summary: Vec<_> = recorded
            .iter()
            .map(|failed| (failed.login.as_str(), failed.times, failed.place.as_str()))
            .collect();
        let place = sessions::place(&client_at(9));
        assert_eq!(summary, [("camille", 1, place.as_str()), ("camille", 3, place.as_str())]);
        assert_eq!(recorded[0].happened_at, env.portal.clock.now());

        env.clock.advance(HOUR * 24 * 396);
        assert_eq!(staff::purge_failed_sign_ins(&env.portal).await.expect("purged"), 1);
        assert_eq!(staff::failed_sign_ins(&env.portal).await.expect("the failures").len(), 1);
    })
    .await;
}
