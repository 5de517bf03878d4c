use std::time::Duration;

use backend::accounts::{
    history::Event,
    profile::{self, EmailConfirmation},
    registration,
    sessions::Session,
};
use domain::{form::Answers, path, problem::Problem};

use super::{problem, refusal};
use crate::{
    accounts,
    accounts::history::events,
    database::{TestEnv, on_each_database, on_each_database_with},
};

fn change_form(email: &str) -> Answers {
    Answers::from_iter([("email", email)])
}

async fn request_change(env: &TestEnv, session: &Session, email: &str) {
    profile::request_email_change(&env.portal, session, &change_form(email)).await.expect("requested");
    env.deliver().await;
}

/// Returns the token of the last change link mailed to an address.
fn mailed_token(env: &TestEnv, address: &str) -> String {
    let link = env.mailbox.last_containing(address, path::EMAIL_CHANGE).link("http");
    link.split_once("/changement-adresse?jeton=").expect("a link of this change").1.to_owned()
}

async fn confirm(env: &TestEnv, token: &str) -> Result<EmailConfirmation, platform::Error> {
    let outcome = profile::confirm_email(&env.portal, token, &env.client()).await;
    env.deliver().await;
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn address_change_requires_both_addresses_to_confirm() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        request_change(&env, &session, " Nouvelle@Exemple.fr ").await;
        let new = mailed_token(&env, "nouvelle@exemple.fr");
        assert_eq!(confirm(&env, &new).await.expect("confirmed"), EmailConfirmation::NewAddress);
        assert_eq!(refusal(confirm(&env, &new).await), Problem::InvalidLink, "used");
        let pending = profile::pending_email_change(&env.portal, &session)
            .await
            .expect("read")
            .expect("a pending change");
        assert!(pending.confirmed_at.is_some());
        assert_eq!(env.mailbox.count_to("nouvelle@exemple.fr"), 1);

        let current = mailed_token(&env, "alix@exemple.fr");
        assert_eq!(confirm(&env, &current).await.expect("confirmed"), EmailConfirmation::Both);
        assert_eq!(refusal(confirm(&env, &current).await), Problem::InvalidLink, "used");
        for address in ["alix@exemple.fr", "nouvelle@exemple.fr"] {
            env.mailbox.last_containing(address, "L’adresse de courriel de votre compte a changé");
        }
        assert_eq!(profile::pending_email_change(&env.portal, &session).await.expect("read"), None);
        let recorded = events(&env, &session).await;
        let changed = Event::EmailChanged {
            from: "a•••@exemple.fr".to_owned(),
            to: "n•••@exemple.fr".to_owned(),
        };
        assert!(recorded.contains(&changed), "{recorded:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_address_is_indistinguishable_and_its_owner_is_notified() {
    on_each_database(async |env| {
        env.account("basile").await;
        let (_, session) = env.signed_in_account("alix").await;
        request_change(&env, &session, "basile@exemple.fr").await;
        let pending = profile::pending_email_change(&env.portal, &session)
            .await
            .expect("read")
            .expect("a pending change");
        assert_eq!((pending.email.as_str(), pending.confirmed_at), ("basile@exemple.fr", None));
        let mail = env.mailbox.last_to("basile@exemple.fr");
        assert_eq!(mail.subject, "Votre adresse a été demandée pour un autre compte");
        assert!(!mail.text.contains("jeton="), "{}", mail.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn address_registered_meanwhile_is_not_taken_over() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        request_change(&env, &session, "basile@exemple.fr").await;
        confirm(&env, &mailed_token(&env, "basile@exemple.fr")).await.expect("confirmed");
        let current = mailed_token(&env, "alix@exemple.fr");
        env.account("basile").await;
        assert_eq!(refusal(confirm(&env, &current).await), Problem::InvalidLink);
        env.sign_in("basile").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn never_activated_account_does_not_block_an_address() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let pending = accounts::registration_form("basile", "nouvelle@exemple.fr");
        registration::register(&env.portal, &env.visitor().await.1, &env.client(), &pending)
            .await
            .expect("registered");
        request_change(&env, &session, "nouvelle@exemple.fr").await;
        confirm(&env, &mailed_token(&env, "nouvelle@exemple.fr")).await.expect("confirmed");
        confirm(&env, &mailed_token(&env, "alix@exemple.fr")).await.expect("confirmed");
        assert_eq!(env.count("account").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_replaced_and_expired_changes_are_refused() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        request_change(&env, &session, "une@exemple.fr").await;
        let replaced = mailed_token(&env, "une@exemple.fr");
        request_change(&env, &session, "deux@exemple.fr").await;
        let cancelled = mailed_token(&env, "deux@exemple.fr");
        assert_eq!(refusal(confirm(&env, &replaced).await), Problem::InvalidLink);
        profile::cancel_email_change(&env.portal, &session).await.expect("cancelled");
        assert_eq!(refusal(confirm(&env, &cancelled).await), Problem::InvalidLink);
        request_change(&env, &session, "trois@exemple.fr").await;
        let old = mailed_token(&env, "trois@exemple.fr");
        env.advance(Duration::from_secs(48 * 3600));
        assert_eq!(refusal(confirm(&env, &old).await), Problem::InvalidLink);
        assert_eq!(refusal(confirm(&env, "").await), Problem::InvalidLink);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn same_and_invalid_addresses_are_refused() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let outcome =
            profile::request_email_change(&env.portal, &session, &change_form("ALIX@exemple.fr")).await;
        assert_eq!(problem(outcome), ("email".to_owned(), Problem::SameEmail));
        let outcome =
            profile::request_email_change(&env.portal, &session, &change_form("pas une adresse")).await;
        assert_eq!(problem(outcome), ("email".to_owned(), Problem::NotAnEmail));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_confirmations_change_exactly_once() {
    on_each_database_with(
        |config| config.database.busy_seconds = 30,
        async |env| {
            let (_, session) = env.signed_in_account("alix").await;
            request_change(&env, &session, "nouvelle@exemple.fr").await;
            for address in ["nouvelle@exemple.fr", "alix@exemple.fr"] {
                let token = mailed_token(&env, address);
                let client = env.client();
                let uses = (0..50).map(|_| profile::confirm_email(&env.portal, &token, &client));
                let outcomes = futures::future::join_all(uses).await;
                assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
                env.deliver().await;
            }
        },
    )
    .await;
}
