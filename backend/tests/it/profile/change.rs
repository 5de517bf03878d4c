use std::time::Duration;

use backend::{
    companies,
    history::Event,
    profile::{self, Purpose},
    session, sign_in,
};
use domain::{co_owner::CoOwner, form::Answers, problem::Problem};

use super::{NEW_PASSWORD, problem, refusal};
use crate::{
    accounts::{self, PASSWORD},
    database::on_each_database,
    history::events,
};

fn typed(new: &str) -> Answers {
    Answers::from_iter([("mot_de_passe", new), ("confirmation", new)])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_closes_the_other_sessions_and_renews_this_one() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (other, _) = house.sign_in("alix").await;
        let (before, session) = house.sign_in("alix").await;
        let token =
            profile::change_password(&house.portal, &session, &typed(NEW_PASSWORD)).await.expect("changed");
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
        for (new, expected) in [
            (PASSWORD, Problem::SamePassword),
            ("Court1Aa", Problem::PasswordTooShort),
            ("Motdepasse2026", Problem::PasswordGuessable),
            ("AlixDémo-AlixDémo-1A", Problem::PasswordPersonal),
        ] {
            let outcome = profile::change_password(&house.portal, &session, &typed(new)).await;
            assert_eq!(problem(outcome), ("mot_de_passe".to_owned(), expected), "{new}");
        }
        profile::change_password(&house.portal, &session, &typed(NEW_PASSWORD)).await.expect("changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_proof_changes_neither_password_nor_address_nor_links() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        house.advance(Duration::from_secs(15 * 60));
        let portal = &house.portal;
        let address = Answers::from_iter([("email", "autre@exemple.fr")]);
        for outcome in [
            profile::change_password(portal, &session, &typed(NEW_PASSWORD)).await.map(drop),
            profile::ask_new_email(portal, &session, &address).await,
            companies::unlink(portal, &session, CoOwner::Dgddi).await,
        ] {
            assert_eq!(refusal(outcome), Problem::ProofNeeded);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_closed_changes_nothing() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        session::close(&house.portal, session.id).await.expect("closed");
        let outcome = profile::change_password(&house.portal, &session, &typed(NEW_PASSWORD)).await;
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
        profile::change_password(&house.portal, &session, &typed(NEW_PASSWORD)).await.expect("changed");
        assert!(!profile::is_alive(&house.portal, token, Purpose::Password).await.expect("looked at"));
    })
    .await;
}
