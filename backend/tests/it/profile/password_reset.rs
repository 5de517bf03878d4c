use std::time::Duration;

use backend::accounts::{
    history::Event,
    links::{self, Purpose},
    profile, registration, sessions, sign_in,
};
use domain::{form::Answers, path, problem::Problem};
use platform::Error;

use super::{NEW_PASSWORD, problem, refusal};
use crate::{
    accounts::history::events,
    accounts::{self, PASSWORD},
    database::{TestEnv, on_each_database, on_each_database_with},
};

fn reset_form(login: &str) -> Answers {
    Answers::from_iter([("identifiant", login)])
}

fn new_password(token: &str, password: &str) -> Answers {
    Answers::from_iter([("jeton", token), ("mot_de_passe", password), ("confirmation", password)])
}

/// Requests a reset for the typed identifiant; returns the token mailed to the account.
async fn mailed_token(env: &TestEnv, typed: &str, login: &str) -> String {
    profile::request_reset(&env.portal, &env.client(), &reset_form(typed)).await.expect("requested");
    env.deliver().await;
    let mail = env.mailbox.last_containing(&format!("{login}@exemple.fr"), path::NEW_PASSWORD);
    let link = mail.link("http");
    link.split_once("/mot-de-passe-oublie/nouveau?jeton=").expect("a reset link").1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn password_reset_closes_sessions_and_forgets_devices() {
    on_each_database(async |env| {
        env.account("alix").await;
        env.trusted_device("alix").await;
        let (open, _) = env.sign_in("alix").await;
        let token = mailed_token(&env, " ALIX ", "alix").await;
        for _ in 0..3 {
            let usable = links::is_usable(&env.portal, &token, Purpose::Password).await;
            assert!(usable.expect("checked"), "checking does not consume the link");
        }
        profile::reset(&env.portal, &env.client(), &new_password(&token, NEW_PASSWORD)).await.expect("reset");

        assert!(
            sessions::find(&env.portal, &open).await.expect("looked up").is_none(),
            "the session is closed"
        );
        assert_eq!(env.count("trusted_device").await, 0);
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", "Votre mot de passe a changé");
        assert!(mail.text.contains("/securiser-mon-compte?jeton="));
        let (_, visitor) = env.visitor().await;
        let old = accounts::credentials("alix", PASSWORD);
        let outcome = sign_in::sign_in(&env.portal, &visitor, &env.client(), &old).await;
        assert_eq!(refusal(outcome), Problem::WrongCredentials);
        let (_, session) = env.sign_in_with_password("alix", NEW_PASSWORD).await;
        let recorded = events(&env, &session).await;
        assert!(
            recorded.contains(&Event::PasswordResetRequested) && recorded.contains(&Event::PasswordReset),
            "{recorded:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn known_unknown_and_pending_accounts_get_the_same_response() {
    on_each_database(async |env| {
        env.account("alix").await;
        let pending = accounts::registration_form("basile", "basile@exemple.fr");
        registration::register(&env.portal, &env.visitor().await.1, &env.client(), &pending)
            .await
            .expect("registered");
        env.deliver().await;
        let links = env.count("account_link").await;
        for login in ["alix", "alix@exemple.fr", "inconnu", "inconnu@exemple.fr", "basile", "' OR 1=1 --"] {
            profile::request_reset(&env.portal, &env.client(), &reset_form(login))
                .await
                .expect("the same response");
        }
        assert_eq!(env.count("account_link").await, links, "the request itself does not look up the account");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 1, "only the latest link works, and leaves");
        assert_eq!(env.mailbox.count_to("inconnu@exemple.fr"), 0);
        let activation = env.mailbox.last_to("basile@exemple.fr");
        assert!(activation.text.contains("/activation?jeton="), "{}", activation.text);
        assert_eq!(env.count("reset_request").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_last_link_works_and_expires_after_thirty_minutes() {
    on_each_database(async |env| {
        env.account("alix").await;
        let first = mailed_token(&env, "alix", "alix").await;
        let second = mailed_token(&env, "alix", "alix").await;
        for invalid in [first.as_str(), "", "x", &second.to_lowercase()] {
            let outcome =
                profile::reset(&env.portal, &env.client(), &new_password(invalid, NEW_PASSWORD)).await;
            assert_eq!(refusal(outcome), Problem::InvalidLink, "{invalid}");
        }
        env.advance(Duration::from_secs(30 * 60));
        let outcome = profile::reset(&env.portal, &env.client(), &new_password(&second, NEW_PASSWORD)).await;
        assert_eq!(refusal(outcome), Problem::InvalidLink);
        env.advance(Duration::from_secs(25 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("account_link").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_password_does_not_consume_the_link() {
    on_each_database(async |env| {
        env.account("alix").await;
        let token = mailed_token(&env, "alix", "alix").await;
        for (password, expected) in [
            ("Court1Aa", Problem::PasswordTooShort),
            ("Motdepasse2026", Problem::PasswordGuessable),
            ("AlixDémo-AlixDémo-1A", Problem::PasswordPersonal),
        ] {
            let outcome = profile::reset(&env.portal, &env.client(), &new_password(&token, password)).await;
            assert_eq!(problem(outcome), ("mot_de_passe".to_owned(), expected));
        }
        let mut mismatch = new_password(&token, NEW_PASSWORD);
        mismatch.set("confirmation", "Autre-Chose-2026");
        let outcome = profile::reset(&env.portal, &env.client(), &mismatch).await;
        assert_eq!(problem(outcome).1, Problem::ConfirmationMismatch);
        profile::reset(&env.portal, &env.client(), &new_password(&token, NEW_PASSWORD)).await.expect("reset");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uses_of_a_link_reset_exactly_once() {
    on_each_database_with(
        |config| {
            config.database.busy_seconds = 30;
            config.sign_in.concurrent_hashes = 8;
        },
        async |env| {
            env.account("alix").await;
            let token = mailed_token(&env, "alix", "alix").await;
            let answers = new_password(&token, NEW_PASSWORD);
            let client = env.client();
            let uses = (0..50).map(|_| profile::reset(&env.portal, &client, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            eprintln!("50 parallel uses of one reset link on {}: {accepted} accepted", env.engine);
            assert_eq!(accepted, 1, "{outcomes:?}");
            for outcome in outcomes.into_iter().filter_map(Result::err) {
                assert!(matches!(outcome, Error::Invalid(_) | Error::Busy { .. }), "{outcome:?}");
            }
            env.deliver().await;
            let mails = env.mailbox.mails();
            assert_eq!(mails.iter().filter(|mail| mail.subject == "Votre mot de passe a changé").count(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reset_requests_are_limited_per_mailbox_and_network() {
    on_each_database(async |env| {
        env.account("alix").await;
        for _ in 0..30 {
            profile::request_reset(&env.portal, &env.client(), &reset_form("alix"))
                .await
                .expect("the same response");
            env.deliver().await;
        }
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 5);
        let outcome = profile::request_reset(&env.portal, &env.client(), &reset_form("alix")).await;
        assert_eq!(refusal(outcome), Problem::TooManyAttempts { minutes: 60 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_workers_send_one_mail_per_request() {
    on_each_database(async |env| {
        env.account("alix").await;
        profile::request_reset(&env.portal, &env.client(), &reset_form("alix")).await.expect("requested");
        let workers = (0..8).map(|_| profile::process_reset_requests(&env.portal));
        for outcome in futures::future::join_all(workers).await {
            outcome.expect("processed");
        }
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reset_lifts_the_rate_limit_of_the_account() {
    on_each_database(async |env| {
        env.account("alix").await;
        for _ in 0..10 {
            let (_, visitor) = env.visitor().await;
            let wrong = accounts::credentials("alix", "Mauvais-Mot-2026");
            let outcome = sign_in::sign_in(&env.portal, &visitor, &env.client(), &wrong).await;
            assert_eq!(refusal(outcome), Problem::WrongCredentials);
        }
        let token = mailed_token(&env, "alix", "alix").await;
        profile::reset(&env.portal, &env.client(), &new_password(&token, NEW_PASSWORD)).await.expect("reset");
        env.sign_in_with_password("alix", NEW_PASSWORD).await;
    })
    .await;
}
