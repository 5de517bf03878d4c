use std::time::Duration;

use backend::{
    history::Event,
    profile::{self, Confirmed},
    registration,
    session::Session,
};
use domain::{form::Answers, problem::Problem};

use super::{problem, refusal};
use crate::{
    accounts,
    database::{House, on_each_database, on_each_database_with},
    history::events,
};

fn wanted(email: &str) -> Answers {
    Answers::from_iter([("email", email)])
}

async fn ask(house: &House, session: &Session, email: &str) {
    profile::ask_new_email(&house.portal, session, &wanted(email)).await.expect("asked");
    house.deliver().await;
}

/// The token of the last mail to an address.
fn token(house: &House, address: &str) -> String {
    let link = house.mailbox.last_saying(address, "/changement-adresse").link("http");
    link.split_once("/changement-adresse?jeton=").expect("a link of this change").1.to_owned()
}

async fn confirm(house: &House, token: &str) -> Result<Confirmed, backend::Error> {
    let outcome = profile::confirm_email(&house.portal, token, &house.client()).await;
    house.deliver().await;
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn both_addresses_confirm_a_change() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        ask(&house, &session, " Nouvelle@Exemple.fr ").await;
        let new = token(&house, "nouvelle@exemple.fr");
        assert_eq!(confirm(&house, &new).await.expect("confirmed"), Confirmed::NewAddress);
        assert_eq!(refusal(confirm(&house, &new).await), Problem::DeadLink, "once");
        let pending = profile::pending_email(&house.portal, &session).await.expect("read").expect("waits");
        assert!(pending.confirmed_at.is_some());
        assert_eq!(house.mailbox.count_to("nouvelle@exemple.fr"), 1);

        let present = token(&house, "alix@exemple.fr");
        assert_eq!(confirm(&house, &present).await.expect("agreed"), Confirmed::Both);
        assert_eq!(refusal(confirm(&house, &present).await), Problem::DeadLink, "once");
        for address in ["alix@exemple.fr", "nouvelle@exemple.fr"] {
            house.mailbox.last_saying(address, "L’adresse mél de votre compte a changé");
        }
        assert_eq!(profile::pending_email(&house.portal, &session).await.expect("read"), None);
        let seen = events(&house, &session).await;
        let changed = Event::EmailChanged {
            from: "a•••@exemple.fr".to_owned(),
            to: "n•••@exemple.fr".to_owned(),
        };
        assert!(seen.contains(&changed), "{seen:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_address_looks_like_a_free_one_and_its_owner_is_told() {
    on_each_database(async |house| {
        house.account("basile").await;
        let (_, session) = house.signed_in("alix").await;
        ask(&house, &session, "basile@exemple.fr").await;
        let pending = profile::pending_email(&house.portal, &session).await.expect("read").expect("waits");
        assert_eq!((pending.email.as_str(), pending.confirmed_at), ("basile@exemple.fr", None));
        let told = house.mailbox.last_to("basile@exemple.fr");
        assert_eq!(told.subject, "Votre adresse a été demandée pour un autre compte");
        assert!(!told.text.contains("jeton="), "{}", told.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_taken_meanwhile_is_not_taken_over() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        ask(&house, &session, "basile@exemple.fr").await;
        confirm(&house, &token(&house, "basile@exemple.fr")).await.expect("confirmed");
        let present = token(&house, "alix@exemple.fr");
        house.account("basile").await;
        assert_eq!(refusal(confirm(&house, &present).await), Problem::DeadLink);
        house.sign_in("basile").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_never_activated_holds_no_address() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let pending = accounts::registration("basile", "nouvelle@exemple.fr");
        registration::register(&house.portal, &house.visitor().await.1, &house.client(), &pending)
            .await
            .expect("registered");
        ask(&house, &session, "nouvelle@exemple.fr").await;
        confirm(&house, &token(&house, "nouvelle@exemple.fr")).await.expect("confirmed");
        confirm(&house, &token(&house, "alix@exemple.fr")).await.expect("agreed");
        assert_eq!(house.count("account").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_given_up_replaced_or_too_old_opens_nothing() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        ask(&house, &session, "une@exemple.fr").await;
        let replaced = token(&house, "une@exemple.fr");
        ask(&house, &session, "deux@exemple.fr").await;
        let given_up = token(&house, "deux@exemple.fr");
        assert_eq!(refusal(confirm(&house, &replaced).await), Problem::DeadLink);
        profile::cancel_new_email(&house.portal, &session).await.expect("given up");
        assert_eq!(refusal(confirm(&house, &given_up).await), Problem::DeadLink);
        ask(&house, &session, "trois@exemple.fr").await;
        let old = token(&house, "trois@exemple.fr");
        house.advance(Duration::from_secs(48 * 3600));
        assert_eq!(refusal(confirm(&house, &old).await), Problem::DeadLink);
        assert_eq!(refusal(confirm(&house, "").await), Problem::DeadLink);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_and_nonsense_are_refused() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let outcome = profile::ask_new_email(&house.portal, &session, &wanted("ALIX@exemple.fr")).await;
        assert_eq!(problem(outcome), ("email".to_owned(), Problem::SameEmail));
        let outcome = profile::ask_new_email(&house.portal, &session, &wanted("pas une adresse")).await;
        assert_eq!(problem(outcome), ("email".to_owned(), Problem::NotAnEmail));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_agreements_at_once_change_exactly_once() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |house| {
            let (_, session) = house.signed_in("alix").await;
            ask(&house, &session, "nouvelle@exemple.fr").await;
            for address in ["nouvelle@exemple.fr", "alix@exemple.fr"] {
                let token = token(&house, address);
                let client = house.client();
                let uses = (0..50).map(|_| profile::confirm_email(&house.portal, &token, &client));
                let outcomes = futures::future::join_all(uses).await;
                assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
                house.deliver().await;
            }
        },
    )
    .await;
}
