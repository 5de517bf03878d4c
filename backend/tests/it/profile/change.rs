use backend::{
    history::Event,
    profile::{self, Purpose},
    session, sign_in,
};
use domain::{form::Answers, problem::Problem};

use super::{NEW_PASSWORD, problem, refusal};
use crate::{
    accounts::{self, PASSWORD},
    database::on_each_database,
    history::events,
};

fn typed(present: &str, new: &str) -> Answers {
    Answers::from_iter([("mot_de_passe_actuel", present), ("mot_de_passe", new), ("confirmation", new)])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_closes_the_other_sessions_and_renews_this_one() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (other, _) = house.sign_in("alix").await;
        let (before, session) = house.sign_in("alix").await;
        let token = profile::change_password(&house.portal, &session, &typed(PASSWORD, NEW_PASSWORD))
            .await
            .expect("changed");
        for gone in [&other, &before] {
            assert!(session::find(&house.portal, gone).await.expect("looked up").is_none());
        }
        let session = house.session(token.expose()).await;
        assert_eq!(events(&house, &session).await[0], Event::PasswordChanged);
        house.deliver().await;
        house.mailbox.last_saying("alix@exemple.fr", "Votre mot de passe a changé");
        house.sign_in_with("alix", NEW_PASSWORD).await;
        let (_, visitor) = house.visitor().await;
        let old = accounts::credentials("alix", PASSWORD);
        let outcome = sign_in::sign_in(&house.portal, &visitor, &house.client(), &old).await;
        assert_eq!(refusal(outcome), Problem::WrongCredentials);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_obeys_the_rules() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        for (present, new, field, expected) in [
            ("Mauvais-Mot-2026", NEW_PASSWORD, "mot_de_passe_actuel", Problem::WrongPassword),
            (PASSWORD, PASSWORD, "mot_de_passe", Problem::SamePassword),
            (PASSWORD, "Court1Aa", "mot_de_passe", Problem::PasswordTooShort),
            (PASSWORD, "Motdepasse2026", "mot_de_passe", Problem::PasswordGuessable),
            (PASSWORD, "AlixDémo-AlixDémo-1A", "mot_de_passe", Problem::PasswordPersonal),
        ] {
            let outcome = profile::change_password(&house.portal, &session, &typed(present, new)).await;
            assert_eq!(problem(outcome), (field.to_owned(), expected), "{new}");
        }
        profile::change_password(&house.portal, &session, &typed(PASSWORD, NEW_PASSWORD))
            .await
            .expect("changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_session_is_no_place_to_guess_the_password() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        for number in 0..10 {
            let guess = typed(&format!("Mauvais-Mot-{number}"), NEW_PASSWORD);
            let outcome = profile::change_password(&house.portal, &session, &guess).await;
            assert_eq!(problem(outcome).1, Problem::WrongPassword);
        }
        let outcome = profile::change_password(&house.portal, &session, &typed(PASSWORD, NEW_PASSWORD)).await;
        assert_eq!(refusal(outcome), Problem::TooManyAttempts { minutes: 15 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_closed_changes_nothing() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        session::close(&house.portal, session.id).await.expect("closed");
        let outcome = profile::change_password(&house.portal, &session, &typed(PASSWORD, NEW_PASSWORD)).await;
        assert!(matches!(outcome, Err(backend::Error::NotFound)), "{outcome:?}");
        house.sign_in("alix").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_kills_the_links_sent_before() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let asked = Answers::from_iter([("identifiant", "alix")]);
        profile::ask_reset(&house.portal, &house.client(), &asked).await.expect("asked");
        house.deliver().await;
        let link = house.mailbox.last_saying("alix@exemple.fr", "/mot-de-passe-oublie").link("http");
        let token = link.split_once("jeton=").expect("a token").1;
        assert!(profile::is_alive(&house.portal, token, Purpose::Password).await.expect("looked at"));
        assert!(!profile::is_alive(&house.portal, token, Purpose::Securing).await.expect("looked at"));
        profile::change_password(&house.portal, &session, &typed(PASSWORD, NEW_PASSWORD))
            .await
            .expect("changed");
        assert!(!profile::is_alive(&house.portal, token, Purpose::Password).await.expect("looked at"));
    })
    .await;
}
