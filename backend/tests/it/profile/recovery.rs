use std::time::Duration;

use backend::{
    Error,
    history::Event,
    profile::{self, Purpose},
    registration, session, sign_in,
};
use domain::{form::Answers, problem::Problem};

use super::{NEW_PASSWORD, problem, refusal};
use crate::{
    accounts::{self, PASSWORD},
    database::{House, on_each_database, on_each_database_with},
    history::events,
};

fn ask(who: &str) -> Answers {
    Answers::from_iter([("identifiant", who)])
}

fn new_password(token: &str, password: &str) -> Answers {
    Answers::from_iter([("jeton", token), ("mot_de_passe", password), ("confirmation", password)])
}

/// Asks for a link and gives back its token.
async fn token(house: &House, who: &str, login: &str) -> String {
    profile::ask_reset(&house.portal, &house.client(), &ask(who)).await.expect("asked");
    house.deliver().await;
    let mail = house.mailbox.last_saying(&format!("{login}@exemple.fr"), "/mot-de-passe-oublie/nouveau");
    let link = mail.link("http");
    link.split_once("/mot-de-passe-oublie/nouveau?jeton=").expect("a reset link").1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_chosen_anew_and_everything_else_is_closed() {
    on_each_database(async |house| {
        house.account("alix").await;
        house.trusted_device("alix").await;
        let (open, _) = house.sign_in("alix").await;
        let token = token(&house, " ALIX ", "alix").await;
        for _ in 0..3 {
            let alive = profile::is_alive(&house.portal, &token, Purpose::Password).await;
            assert!(alive.expect("looked at"), "looking uses nothing up");
        }
        profile::reset(&house.portal, &house.client(), &new_password(&token, NEW_PASSWORD))
            .await
            .expect("reset");

        assert!(session::find(&house.portal, &open).await.expect("looked up").is_none(), "closed");
        assert_eq!(house.count("trusted_device").await, 0);
        house.deliver().await;
        let told = house.mailbox.last_saying("alix@exemple.fr", "Votre mot de passe a changé");
        assert!(told.text.contains("/securiser-mon-compte?jeton="));
        let (_, visitor) = house.visitor().await;
        let old = accounts::credentials("alix", PASSWORD);
        let outcome = sign_in::sign_in(&house.portal, &visitor, &house.client(), &old).await;
        assert_eq!(refusal(outcome), Problem::WrongCredentials);
        let (_, session) = house.sign_in_with("alix", NEW_PASSWORD).await;
        let seen = events(&house, &session).await;
        assert!(
            seen.contains(&Event::PasswordResetAsked) && seen.contains(&Event::PasswordReset),
            "{seen:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn known_unknown_and_pending_get_the_same_answer() {
    on_each_database(async |house| {
        house.account("alix").await;
        let pending = accounts::registration("basile", "basile@exemple.fr");
        registration::register(&house.portal, &house.visitor().await.1, &house.client(), &pending)
            .await
            .expect("registered");
        house.deliver().await;
        for who in ["alix", "alix@exemple.fr", "inconnu", "inconnu@exemple.fr", "basile", "' OR 1=1 --"] {
            profile::ask_reset(&house.portal, &house.client(), &ask(who)).await.expect("the same answer");
        }
        assert_eq!(house.count("account_link").await, 0, "the request itself looks nothing up");
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 2);
        assert_eq!(house.mailbox.count_to("inconnu@exemple.fr"), 0);
        let activation = house.mailbox.last_to("basile@exemple.fr");
        assert!(activation.text.contains("/activation?jeton="), "{}", activation.text);
        assert_eq!(house.count("reset_demand").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_last_link_lives_for_thirty_minutes() {
    on_each_database(async |house| {
        house.account("alix").await;
        let first = token(&house, "alix", "alix").await;
        let second = token(&house, "alix", "alix").await;
        for dead in [first.as_str(), "", "x", &second.to_lowercase()] {
            let outcome =
                profile::reset(&house.portal, &house.client(), &new_password(dead, NEW_PASSWORD)).await;
            assert_eq!(refusal(outcome), Problem::DeadLink, "{dead}");
        }
        house.advance(Duration::from_secs(30 * 60));
        let outcome =
            profile::reset(&house.portal, &house.client(), &new_password(&second, NEW_PASSWORD)).await;
        assert_eq!(refusal(outcome), Problem::DeadLink);
        house.advance(Duration::from_secs(25 * 3600));
        house.run_jobs().await;
        assert_eq!(house.count("account_link").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_password_uses_nothing_up() {
    on_each_database(async |house| {
        house.account("alix").await;
        let token = token(&house, "alix", "alix").await;
        for (password, expected) in [
            ("Court1Aa", Problem::PasswordTooShort),
            ("Motdepasse2026", Problem::PasswordGuessable),
            ("AlixDémo-AlixDémo-1A", Problem::PasswordPersonal),
        ] {
            let outcome =
                profile::reset(&house.portal, &house.client(), &new_password(&token, password)).await;
            assert_eq!(problem(outcome), ("mot_de_passe".to_owned(), expected));
        }
        let mut twice = new_password(&token, NEW_PASSWORD);
        twice.set("confirmation", "Autre-Chose-2026");
        let outcome = profile::reset(&house.portal, &house.client(), &twice).await;
        assert_eq!(problem(outcome).1, Problem::NotRepeated);
        profile::reset(&house.portal, &house.client(), &new_password(&token, NEW_PASSWORD))
            .await
            .expect("reset");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_at_once_reset_exactly_once() {
    on_each_database_with(
        |config| {
            config.database.busy_seconds = 30;
            config.sign_in.concurrent_hashes = 8;
        },
        async |house| {
            house.account("alix").await;
            let token = token(&house, "alix", "alix").await;
            let answers = new_password(&token, NEW_PASSWORD);
            let client = house.client();
            let uses = (0..50).map(|_| profile::reset(&house.portal, &client, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            eprintln!("50 parallel uses of one reset link on {}: {accepted} accepted", house.engine);
            assert_eq!(accepted, 1, "{outcomes:?}");
            for outcome in outcomes.into_iter().filter_map(Result::err) {
                assert!(matches!(outcome, Error::Invalid(_) | Error::Busy { .. }), "{outcome:?}");
            }
            house.deliver().await;
            let told = house.mailbox.mails();
            assert_eq!(told.iter().filter(|mail| mail.subject == "Votre mot de passe a changé").count(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_not_filled_and_a_network_is_bounded() {
    on_each_database(async |house| {
        house.account("alix").await;
        for _ in 0..30 {
            profile::ask_reset(&house.portal, &house.client(), &ask("alix")).await.expect("the same answer");
        }
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 5);
        let outcome = profile::ask_reset(&house.portal, &house.client(), &ask("alix")).await;
        assert_eq!(refusal(outcome), Problem::TooManyAttempts { minutes: 60 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_send_one_mail_for_one_demand() {
    on_each_database(async |house| {
        house.account("alix").await;
        profile::ask_reset(&house.portal, &house.client(), &ask("alix")).await.expect("asked");
        let workers = (0..8).map(|_| profile::answer_demands(&house.portal));
        for answered in futures::future::join_all(workers).await {
            answered.expect("answered");
        }
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_slowed_down_by_others_gets_in_with_the_new_password() {
    on_each_database(async |house| {
        house.account("alix").await;
        for _ in 0..10 {
            let (_, visitor) = house.visitor().await;
            let wrong = accounts::credentials("alix", "Mauvais-Mot-2026");
            let outcome = sign_in::sign_in(&house.portal, &visitor, &house.client(), &wrong).await;
            assert_eq!(refusal(outcome), Problem::WrongCredentials);
        }
        let token = token(&house, "alix", "alix").await;
        profile::reset(&house.portal, &house.client(), &new_password(&token, NEW_PASSWORD))
            .await
            .expect("reset");
        house.sign_in_with("alix", NEW_PASSWORD).await;
    })
    .await;
}
