use std::time::Duration;

use backend::accounts::{
    registration::{self, activate, is_link_usable, register},
    sign_in,
};
use domain::{form::Answers, problem::Problem};
use platform::Error;

use crate::{
    accounts::{self, PASSWORD},
    database::{TestEnv, on_each_database, on_each_database_with},
};

/// Registers an account and returns the token of its activation link.
async fn register_pending(env: &TestEnv, login: &str) -> String {
    let answers = accounts::registration_form(login, &format!("{login}@exemple.fr"));
    register(&env.portal, &env.visitor().await.1, &env.client(), &answers).await.expect("registered");
    mailed_token(env, login).await
}

async fn mailed_token(env: &TestEnv, login: &str) -> String {
    env.deliver().await;
    let link = env.mailbox.last_to(&format!("{login}@exemple.fr")).link("http://");
    link.split_once("jeton=").expect("a token").1.to_owned()
}

fn activation_form(token: &str, login: &str, password: &str) -> Answers {
    let mut answers = accounts::credentials(login, password);
    answers.set("jeton", token);
    answers
}

async fn refusal(env: &TestEnv, answers: &Answers) -> Problem {
    match activate(&env.portal, answers).await {
        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn activation_requires_link_identifiant_and_password_and_works_once() {
    on_each_database(async |env| {
        let token = register_pending(&env, "alix").await;
        assert!(is_link_usable(&env.portal, &token).await.expect("checked"));
        assert!(is_link_usable(&env.portal, &token).await.expect("checking does not consume the link"));
        assert_eq!(
            refusal(&env, &activation_form(&token, "alix", "Mauvais-Mot-2026")).await,
            Problem::WrongCredentials
        );
        assert_eq!(
            refusal(&env, &activation_form(&token, "basile", PASSWORD)).await,
            Problem::WrongCredentials
        );
        activate(&env.portal, &activation_form(&token, " ALIX ", PASSWORD)).await.expect("activated");
        assert_eq!(refusal(&env, &activation_form(&token, "alix", PASSWORD)).await, Problem::InvalidLink);
        assert!(!is_link_usable(&env.portal, &token).await.expect("checked"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_in_before_activation_is_refused() {
    on_each_database(async |env| {
        register_pending(&env, "alix").await;
        let (_, session) = env.visitor().await;
        let answers = accounts::credentials("alix", PASSWORD);
        match sign_in::sign_in(&env.portal, &session, &env.client(), &answers).await {
            Err(Error::Invalid(problems)) => assert_eq!(problems[0].problem, Problem::WrongCredentials),
            other => panic!("{other:?}"),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_and_expired_links_are_refused() {
    on_each_database(async |env| {
        let token = register_pending(&env, "alix").await;
        for forged in ["", "x", &"A".repeat(43), &format!("{token}A"), &token.to_lowercase()] {
            assert_eq!(
                refusal(&env, &activation_form(forged, "alix", PASSWORD)).await,
                Problem::InvalidLink,
                "{forged}"
            );
        }
        env.advance(Duration::from_secs(48 * 3600));
        assert_eq!(refusal(&env, &activation_form(&token, "alix", PASSWORD)).await, Problem::InvalidLink);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uses_of_a_link_activate_exactly_once() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_account = 50;
            config.database.busy_seconds = 30;
            config.sign_in.concurrent_hashes = 8;
        },
        async |env| {
            let token = register_pending(&env, "alix").await;
            let answers = activation_form(&token, "alix", PASSWORD);
            let uses = (0..50).map(|_| activate(&env.portal, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            eprintln!("50 parallel uses of one activation link on {}: {accepted} accepted", env.engine);
            assert_eq!(accepted, 1, "{outcomes:?}");
            for outcome in outcomes.into_iter().filter_map(Result::err) {
                assert!(matches!(outcome, Error::Invalid(_) | Error::Busy { .. }), "{outcome:?}");
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_guesses_on_a_link_are_rate_limited() {
    on_each_database(async |env| {
        let token = register_pending(&env, "alix").await;
        for _ in 0..10 {
            let problem = refusal(&env, &activation_form(&token, "alix", "Mauvais-Mot-2026")).await;
            assert_eq!(problem, Problem::WrongCredentials);
        }
        assert_eq!(
            refusal(&env, &activation_form(&token, "alix", PASSWORD)).await,
            Problem::TooManyAttempts { minutes: 15 }
        );
        env.advance(Duration::from_secs(15 * 60));
        activate(&env.portal, &activation_form(&token, "alix", PASSWORD))
            .await
            .expect("the link was not consumed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_of_strangers_before_activation_do_not_delay_the_first_sign_in() {
    on_each_database(async |env| {
        let token = register_pending(&env, "alix").await;
        let try_sign_in = async |password| {
            let (_, session) = env.visitor().await;
            let credentials = accounts::credentials("alix", password);
            sign_in::sign_in(&env.portal, &session, &accounts::client_at(9), &credentials).await.map(drop)
        };
        let mut refusals = Vec::new();
        for _ in 0..11 {
            match try_sign_in("Mauvais-Mot-2026").await {
                Err(Error::Invalid(mut problems)) => refusals.push(problems.remove(0).problem),
                other => panic!("expected a problem, got {other:?}"),
            }
        }
        assert_eq!(refusals.pop(), Some(Problem::TooManyAttempts { minutes: 15 }));
        activate(&env.portal, &activation_form(&token, "alix", PASSWORD)).await.expect("activated");
        try_sign_in(PASSWORD).await.expect("not delayed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resending_a_link_does_not_reveal_accounts() {
    on_each_database(async |env| {
        register_pending(&env, "alix").await;
        env.account("actif").await;
        env.advance(Duration::from_secs(49 * 3600));
        for address in ["alix@exemple.fr", "actif@exemple.fr", "inconnu@exemple.fr"] {
            let answers = Answers::from_iter([("email", address)]);
            registration::resend(&env.portal, &env.client(), &answers)
                .await
                .expect("always the same response");
        }
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("actif@exemple.fr"), 0);
        assert_eq!(env.mailbox.count_to("inconnu@exemple.fr"), 0);
        let token = mailed_token(&env, "alix").await;
        activate(&env.portal, &activation_form(&token, "alix@exemple.fr", PASSWORD))
            .await
            .expect("activated");
    })
    .await;
}
