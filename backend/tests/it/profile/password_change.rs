use std::time::Duration;

use backend::{
    accounts::{
        history::Event,
        links::{self, Purpose},
        profile, sessions, sign_in,
    },
    companies,
};
use domain::{co_owner::CoOwner, form::Answers, path, problem::Problem};

use super::{NEW_PASSWORD, problem, refusal};
use crate::{
    accounts::history::events,
    accounts::{self, PASSWORD},
    database::on_each_database,
};

fn password_form(new: &str) -> Answers {
    Answers::from_iter([("mot_de_passe", new), ("confirmation", new)])
}

#[tokio::test(flavor = "multi_thread")]
async fn password_change_closes_other_sessions_and_rotates_the_token() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (other, _) = env.sign_in("alix").await;
        let (before, session) = env.sign_in("alix").await;
        let token = profile::change_password(&env.portal, &session, &password_form(NEW_PASSWORD))
            .await
            .expect("changed");
        for gone in [&other, &before] {
            assert!(sessions::find(&env.portal, gone).await.expect("looked up").is_none());
        }
        let session = env.session(token.expose()).await;
        assert_eq!(events(&env, &session).await[0], Event::PasswordChanged);
        env.deliver().await;
        env.mailbox.last_containing("alix@exemple.fr", "Votre mot de passe a changé");
        env.sign_in_with_password("alix", NEW_PASSWORD).await;
        let (_, visitor) = env.visitor().await;
        let old = accounts::credentials("alix", PASSWORD);
        let outcome = sign_in::sign_in(&env.portal, &visitor, &env.client(), &old).await;
        assert_eq!(refusal(outcome), Problem::WrongCredentials);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_change_enforces_the_password_rules() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        for (new, expected) in [
            (PASSWORD, Problem::SamePassword),
            ("Court1Aa", Problem::PasswordTooShort),
            ("Motdepasse2026", Problem::PasswordGuessable),
            ("AlixDémo-AlixDémo-1A", Problem::PasswordPersonal),
        ] {
            let outcome = profile::change_password(&env.portal, &session, &password_form(new)).await;
            assert_eq!(problem(outcome), ("mot_de_passe".to_owned(), expected), "{new}");
        }
        profile::change_password(&env.portal, &session, &password_form(NEW_PASSWORD)).await.expect("changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_estimates_of_an_account_are_rate_limited() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let change = async || {
            let outcome =
                profile::change_password(&env.portal, &session, &password_form("Motdepasse2026")).await;
            problem(outcome)
        };
        for _ in 0..30 {
            assert_eq!(change().await, ("mot_de_passe".to_owned(), Problem::PasswordGuessable));
        }
        assert_eq!(change().await, (String::new(), Problem::TooManyAttempts { minutes: 60 }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_address_and_link_changes_require_recent_authentication() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        env.advance(Duration::from_secs(15 * 60));
        let portal = &env.portal;
        let address = Answers::from_iter([("email", "autre@exemple.fr")]);
        for outcome in [
            profile::change_password(portal, &session, &password_form(NEW_PASSWORD)).await.map(drop),
            profile::request_email_change(portal, &session, &address).await,
            companies::unlink(portal, &session, CoOwner::Dgddi).await,
        ] {
            assert_eq!(refusal(outcome), Problem::ReauthenticationRequired);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_session_cannot_change_the_password() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        sessions::close(&env.portal, session.id).await.expect("closed");
        let outcome = profile::change_password(&env.portal, &session, &password_form(NEW_PASSWORD)).await;
        assert!(matches!(outcome, Err(platform::Error::NotFound)), "{outcome:?}");
        env.sign_in("alix").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_change_invalidates_earlier_reset_links() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let form = Answers::from_iter([("identifiant", "alix")]);
        profile::request_reset(&env.portal, &env.client(), &form).await.expect("requested");
        env.deliver().await;
        let link = env.mailbox.last_containing("alix@exemple.fr", path::FORGOTTEN_PASSWORD).link("http");
        let token = link.split_once("jeton=").expect("a token").1;
        assert!(links::is_usable(&env.portal, token, Purpose::Password).await.expect("checked"));
        assert!(!links::is_usable(&env.portal, token, Purpose::Securing).await.expect("checked"));
        profile::change_password(&env.portal, &session, &password_form(NEW_PASSWORD)).await.expect("changed");
        assert!(!links::is_usable(&env.portal, token, Purpose::Password).await.expect("checked"));
    })
    .await;
}
