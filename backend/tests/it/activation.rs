use std::time::Duration;

use backend::{
    Error,
    activation::{self, activate, is_link_alive},
    registration::register,
    sign_in,
};
use domain::{form::Answers, problem::Problem};

use crate::{
    accounts::{self, PASSWORD},
    database::{House, on_each_database, on_each_database_with},
};

/// Registers and gives back the link's token.
async fn pending(house: &House, login: &str) -> String {
    let answers = accounts::registration(login, &format!("{login}@exemple.fr"));
    register(&house.portal, &house.visitor().await.1, &house.client(), &answers).await.expect("registered");
    token_of_mail(house, login).await
}

async fn token_of_mail(house: &House, login: &str) -> String {
    house.deliver().await;
    let link = house.mailbox.last_to(&format!("{login}@exemple.fr")).link("http://");
    link.split_once("jeton=").expect("a token").1.to_owned()
}

fn typed(token: &str, login: &str, password: &str) -> Answers {
    let mut answers = accounts::credentials(login, password);
    answers.set("jeton", token);
    answers
}

async fn refusal(house: &House, answers: &Answers) -> Problem {
    match activate(&house.portal, answers).await {
        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn link_identifiant_and_password_together_activate_once() {
    on_each_database(async |house| {
        let token = pending(&house, "alix").await;
        assert!(is_link_alive(&house.portal, &token).await.expect("looked at"));
        assert!(is_link_alive(&house.portal, &token).await.expect("looked at again, nothing used up"));
        assert_eq!(
            refusal(&house, &typed(&token, "alix", "Mauvais-Mot-2026")).await,
            Problem::WrongCredentials
        );
        assert_eq!(refusal(&house, &typed(&token, "basile", PASSWORD)).await, Problem::WrongCredentials);
        activate(&house.portal, &typed(&token, " ALIX ", PASSWORD)).await.expect("activated");
        assert_eq!(refusal(&house, &typed(&token, "alix", PASSWORD)).await, Problem::DeadLink);
        assert!(!is_link_alive(&house.portal, &token).await.expect("looked at"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_activation_there_is_no_account_to_sign_in_to() {
    on_each_database(async |house| {
        pending(&house, "alix").await;
        let (_, session) = house.visitor().await;
        let answers = accounts::credentials("alix", PASSWORD);
        match sign_in::sign_in(&house.portal, &session, &house.client(), &answers).await {
            Err(Error::Invalid(problems)) => assert_eq!(problems[0].problem, Problem::WrongCredentials),
            other => panic!("{other:?}"),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_expired_and_foreign_links_open_nothing() {
    on_each_database(async |house| {
        let token = pending(&house, "alix").await;
        for forged in ["", "x", &"A".repeat(43), &format!("{token}A"), &token.to_lowercase()] {
            assert_eq!(
                refusal(&house, &typed(forged, "alix", PASSWORD)).await,
                Problem::DeadLink,
                "{forged}"
            );
        }
        house.advance(Duration::from_secs(48 * 3600));
        assert_eq!(refusal(&house, &typed(&token, "alix", PASSWORD)).await, Problem::DeadLink);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_at_once_activate_exactly_once() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_account = 50;
            config.database.busy_seconds = 30;
            config.sign_in.concurrent_hashes = 8;
        },
        async |house| {
            let token = pending(&house, "alix").await;
            let answers = typed(&token, "alix", PASSWORD);
            let uses = (0..50).map(|_| activate(&house.portal, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            eprintln!("50 parallel uses of one activation link on {}: {accepted} accepted", house.engine);
            assert_eq!(accepted, 1, "{outcomes:?}");
            for outcome in outcomes.into_iter().filter_map(Result::err) {
                assert!(matches!(outcome, Error::Invalid(_) | Error::Busy { .. }), "{outcome:?}");
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_the_password_of_a_link_is_slowed_down() {
    on_each_database(async |house| {
        let token = pending(&house, "alix").await;
        for _ in 0..10 {
            let problem = refusal(&house, &typed(&token, "alix", "Mauvais-Mot-2026")).await;
            assert_eq!(problem, Problem::WrongCredentials);
        }
        assert_eq!(
            refusal(&house, &typed(&token, "alix", PASSWORD)).await,
            Problem::TooManyAttempts { minutes: 15 }
        );
        house.advance(Duration::from_secs(15 * 60));
        activate(&house.portal, &typed(&token, "alix", PASSWORD)).await.expect("the link was not used up");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_link_can_be_asked_for_and_says_nothing_about_accounts() {
    on_each_database(async |house| {
        pending(&house, "alix").await;
        house.account("actif").await;
        house.advance(Duration::from_secs(49 * 3600));
        for address in ["alix@exemple.fr", "actif@exemple.fr", "inconnu@exemple.fr"] {
            let answers = Answers::from_iter([("email", address)]);
            activation::resend(&house.portal, &house.client(), &answers)
                .await
                .expect("always the same answer");
        }
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("actif@exemple.fr"), 0);
        assert_eq!(house.mailbox.count_to("inconnu@exemple.fr"), 0);
        let token = token_of_mail(&house, "alix").await;
        activate(&house.portal, &typed(&token, "alix@exemple.fr", PASSWORD)).await.expect("activated");
    })
    .await;
}
