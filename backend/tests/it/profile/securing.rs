use std::time::Duration;

use backend::accounts::{
    history::Event,
    links::{self, Purpose},
    profile, sessions,
};
use domain::{form::Answers, path, problem::Problem};

use super::{NEW_PASSWORD, refusal};
use crate::{
    accounts::history::events,
    database::{TestEnv, on_each_database, on_each_database_with},
};

/// Returns the token of the securing link in the mail about a new device.
async fn securing_token(env: &TestEnv) -> String {
    env.deliver().await;
    let mail = env.mailbox.last_containing("alix@exemple.fr", "avec un nouvel appareil");
    assert!(mail.text.contains("réseau 192.0.2.x, Firefox sous Linux"), "{}", mail.text);
    mail.link("http").split_once("/securiser-mon-compte?jeton=").expect("a link").1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn new_device_mail_link_closes_every_session() {
    on_each_database(async |env| {
        env.account("alix").await;
        env.trusted_device("alix").await;
        let (open, _) = env.sign_in("alix").await;
        let token = securing_token(&env).await;
        let usable = links::is_usable(&env.portal, &token, Purpose::Securing).await;
        assert!(usable.expect("checked"), "checking does not consume the link");
        assert!(sessions::find(&env.portal, &open).await.expect("looked up").is_some());

        profile::secure_by_link(&env.portal, &token, &env.client()).await.expect("secured");
        assert!(sessions::find(&env.portal, &open).await.expect("looked up").is_none());
        assert_eq!(env.count("trusted_device").await, 0);
        let again = profile::secure_by_link(&env.portal, &token, &env.client()).await;
        assert_eq!(refusal(again), Problem::InvalidLink);

        env.deliver().await;
        let link = env.mailbox.last_containing("alix@exemple.fr", path::FORGOTTEN_PASSWORD).link("http");
        let token = link.split_once("/mot-de-passe-oublie/nouveau?jeton=").expect("a reset link").1;
        let answers = Answers::from_iter([
            ("jeton", token),
            ("mot_de_passe", NEW_PASSWORD),
            ("confirmation", NEW_PASSWORD),
        ]);
        profile::reset(&env.portal, &env.client(), &answers).await.expect("reset");
        let (_, session) = env.sign_in_with_password("alix", NEW_PASSWORD).await;
        assert!(events(&env, &session).await.contains(&Event::Secured));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn securing_cancels_a_pending_address_change() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let form = Answers::from_iter([("email", "intrus@exemple.fr")]);
        profile::request_email_change(&env.portal, &session, &form).await.expect("requested");
        env.deliver().await;
        let link = env.mailbox.last_to("intrus@exemple.fr").link("http");
        let token = link.split_once("jeton=").expect("a token").1;
        profile::secure(&env.portal, &session, &env.client()).await.expect("secured");
        assert!(!sessions::is_still_active(&env.portal, session.id).await.expect("looked up"));
        let outcome = profile::confirm_email(&env.portal, token, &env.client()).await;
        assert_eq!(refusal(outcome), Problem::InvalidLink);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn securing_link_works_once_within_seven_days() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |env| {
            env.account("alix").await;
            env.sign_in("alix").await;
            let token = securing_token(&env).await;
            env.advance(Duration::from_secs(7 * 24 * 3600 - 1));
            let client = env.client();
            let uses = (0..50).map(|_| profile::secure_by_link(&env.portal, &token, &client));
            let outcomes = futures::future::join_all(uses).await;
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");

            env.sign_in("alix").await;
            let token = securing_token(&env).await;
            env.advance(Duration::from_secs(7 * 24 * 3600));
            let late = profile::secure_by_link(&env.portal, &token, &client).await;
            assert_eq!(refusal(late), Problem::InvalidLink);
        },
    )
    .await;
}
