use std::time::Duration;

use backend::{
    history::Event,
    profile::{self, Purpose},
    session,
};
use domain::{form::Answers, problem::Problem};

use super::{NEW_PASSWORD, refusal};
use crate::{
    database::{House, on_each_database, on_each_database_with},
    history::events,
};

/// The token of the link in the mail about a new device.
async fn warning(house: &House) -> String {
    house.deliver().await;
    let mail = house.mailbox.last_saying("alix@exemple.fr", "depuis un nouvel appareil");
    assert!(mail.text.contains("réseau 192.0.2.x, Firefox sous Linux"), "{}", mail.text);
    mail.link("http").split_once("/securiser-mon-compte?jeton=").expect("a link").1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_about_a_new_device_lets_its_owner_close_everything() {
    on_each_database(async |house| {
        house.account("alix").await;
        house.trusted_device("alix").await;
        let (open, _) = house.sign_in("alix").await;
        let token = warning(&house).await;
        let alive = profile::is_alive(&house.portal, &token, Purpose::Securing).await;
        assert!(alive.expect("looked at"), "looking uses nothing up");
        assert!(session::find(&house.portal, &open).await.expect("looked up").is_some());

        profile::secure_by_link(&house.portal, &token, &house.client()).await.expect("secured");
        assert!(session::find(&house.portal, &open).await.expect("looked up").is_none());
        assert_eq!(house.count("trusted_device").await, 0);
        let again = profile::secure_by_link(&house.portal, &token, &house.client()).await;
        assert_eq!(refusal(again), Problem::DeadLink);

        house.deliver().await;
        let link = house.mailbox.last_saying("alix@exemple.fr", "/mot-de-passe-oublie").link("http");
        let token = link.split_once("/mot-de-passe-oublie/nouveau?jeton=").expect("a reset link").1;
        let answers = Answers::from_iter([
            ("jeton", token),
            ("mot_de_passe", NEW_PASSWORD),
            ("confirmation", NEW_PASSWORD),
        ]);
        profile::reset(&house.portal, &house.client(), &answers).await.expect("reset");
        let (_, session) = house.sign_in_with("alix", NEW_PASSWORD).await;
        assert!(events(&house, &session).await.contains(&Event::Secured));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn securing_while_signed_in_gives_up_what_an_intruder_asked_for() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let wanted = Answers::from_iter([("email", "intrus@exemple.fr")]);
        profile::ask_new_email(&house.portal, &session, &wanted).await.expect("asked");
        house.deliver().await;
        let link = house.mailbox.last_to("intrus@exemple.fr").link("http");
        let token = link.split_once("jeton=").expect("a token").1;
        profile::secure(&house.portal, &session, &house.client()).await.expect("secured");
        assert!(!session::is_open(&house.portal, session.id).await.expect("looked up"));
        let outcome = profile::confirm_email(&house.portal, token, &house.client()).await;
        assert_eq!(refusal(outcome), Problem::DeadLink);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_lasts_seven_days_and_is_used_once() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |house| {
            house.account("alix").await;
            house.sign_in("alix").await;
            let token = warning(&house).await;
            house.advance(Duration::from_secs(7 * 24 * 3600 - 1));
            let client = house.client();
            let uses = (0..50).map(|_| profile::secure_by_link(&house.portal, &token, &client));
            let outcomes = futures::future::join_all(uses).await;
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");

            house.sign_in("alix").await;
            let token = warning(&house).await;
            house.advance(Duration::from_secs(7 * 24 * 3600));
            let late = profile::secure_by_link(&house.portal, &token, &client).await;
            assert_eq!(refusal(late), Problem::DeadLink);
        },
    )
    .await;
}
