use backend::accounts::{
    identity_providers::{self, CallbackOutcome},
    registration,
    sessions::{self, Visitor},
    sign_in::Next,
};
use domain::{form::Answers, identity_provider::ProviderFailure};

use super::{failure, next, token, with_provider};
use crate::{
    accounts::{self, PASSWORD, client_at},
    mfa::fixtures::code_form,
};

#[tokio::test(flavor = "multi_thread")]
async fn provider_replaces_the_password_and_the_level_still_applies() {
    with_provider(&["eidas1"], &["eidas2"], async |env, simulator| {
        env.account_with_identity(simulator).await;
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&outcome), Next::SecondFactor, "an untrusted device requires a code");
        let pending = env.session(&token(outcome)).await;
        assert!(pending.usager().is_err(), "not signed in yet");
        let code = env.code("alix").await;
        let session =
            env.submit_second_factor(&pending, &code_form("mel", &code)).await.expect("a right code").token;
        let session = env.session_of(session).await;
        assert_eq!(session.usager().expect("signed in").login, "alix");
        let now = env.clock.now();
        assert!(
            !session.is_recently_authenticated(now),
            "the provider may not have authenticated the person now"
        );
        let attached = identity_providers::attached_identities(
            &env.portal,
            session.usager().expect("signed in").account,
        )
        .await
        .expect("listed");
        assert_eq!(attached.len(), 1);
        assert_eq!((attached[0].name.as_str(), attached[0].last_used_at), ("Alix Démonstration", Some(now)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn configured_acr_replaces_the_second_factor() {
    with_provider(&["eidas2"], &["eidas2"], async |env, simulator| {
        let session = env.account_with_identity(simulator).await;
        env.add_authenticator_app(&session, true).await;
        let (old, visitor) = env.visitor().await;
        let outcome = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&outcome), Next::Done);
        let opened = env.session(&token(outcome)).await;
        assert_eq!(opened.usager().expect("signed in").login, "alix");
        assert!(
            sessions::find(&env.portal, &old).await.expect("looked up").is_none(),
            "the token is rotated"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authenticator_app_is_required_after_a_weaker_acr() {
    with_provider(&[], &["eidas2"], async |env, simulator| {
        let session = env.account_with_identity(simulator).await;
        let (uri, _, _) = env.add_authenticator_app(&session, true).await;
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&outcome), Next::SecondFactor);
        let pending = env.session(&token(outcome)).await;
        let answers = code_form("application", &env.totp_code(&uri));
        env.submit_second_factor(&pending, &answers).await.expect("the app is accepted");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn identity_with_a_known_address_is_attached_only_after_sign_in() {
    with_provider(&[], &[], async |env, simulator| {
        let email = "basile.demo@exemple.invalid";
        let account = backend::accounts::account::create_activated(
            &env.portal,
            "basile",
            email,
            "Basile",
            "Essai",
            PASSWORD,
        )
        .await
        .expect("an account");
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_with_provider(simulator, &visitor, "basile.demo").await;
        assert!(matches!(outcome, CallbackOutcome::UnknownIdentity { .. }), "{outcome:?}");
        let pending = identity_providers::pending_identity(&env.portal, &visitor)
            .await
            .expect("read")
            .expect("a pending identity");
        assert_eq!((pending.full_name().as_str(), pending.email.as_str()), ("Basile Essai", email));
        assert!(
            identity_providers::attached_identities(&env.portal, account).await.expect("listed").is_empty()
        );
        let refused = identity_providers::attach_pending(&env.portal, &visitor).await;
        assert!(refused.is_err(), "not signed in");

        // The same browser signs in to the account, then confirms the attachment.
        let answers = accounts::credentials("basile", PASSWORD);
        let first = backend::accounts::sign_in::sign_in(&env.portal, &visitor, &client_at(1), &answers)
            .await
            .expect("right password");
        let session = env.session(first.token.expose()).await;
        env.deliver().await;
        let mail = env.mailbox.last_containing(email, "code de connexion\u{a0}: ");
        let code: String =
            mail.text.split("code de connexion\u{a0}: ").nth(1).expect("a code").chars().take(6).collect();
        let done = env.submit_second_factor(&session, &code_form("mel", &code)).await.expect("a right code");
        let session = env.session_of(done.token).await;
        identity_providers::attach_pending(&env.portal, &session)
            .await
            .expect("attached")
            .expect("no failure");
        assert_eq!(
            identity_providers::attached_identities(&env.portal, account).await.expect("listed").len(),
            1
        );
        let again = identity_providers::attach_pending(&env.portal, &session).await;
        assert!(again.is_err(), "a pending identity is attached once");
        env.deliver().await;
        env.mailbox.last_containing(email, "ProConnect permet de se connecter");

        let (_, visitor) = env.visitor().await;
        assert_eq!(
            next(&env.sign_in_with_provider(simulator, &visitor, "basile.demo").await),
            Next::SecondFactor
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn registration_attaches_the_identity_and_still_requires_activation() {
    with_provider(&["eidas2"], &["eidas2"], async |env, simulator| {
        let (_, visitor) = env.visitor().await;
        let outcome = env.sign_in_with_provider(simulator, &visitor, "alix.demo").await;
        assert!(matches!(outcome, CallbackOutcome::UnknownIdentity { .. }), "{outcome:?}");
        let answers = accounts::registration_form("bruno", "bruno@exemple.fr");
        backend::accounts::registration::register(&env.portal, &visitor, &env.client(), &answers)
            .await
            .expect("registered");
        assert_eq!(env.count("identity").await, 0, "the form does not name the provider");
        env.register_with_identity(&visitor, &accounts::registration_form("alix", "alix@exemple.fr")).await;
        let (_, other) = env.visitor().await;
        let early = env.sign_in_with_provider(simulator, &other, "alix.demo").await;
        assert_eq!(failure(&early), ProviderFailure::AccountNotActivated);

        env.deliver().await;
        let link = env.mailbox.last_to("alix@exemple.fr").link("http://");
        let mut answers = accounts::credentials("alix", PASSWORD);
        answers.set("jeton", link.split("jeton=").nth(1).expect("a token"));
        registration::activate(&env.portal, &answers).await.expect("activated");
        let outcome = env.sign_in_with_provider(simulator, &other, "alix.demo").await;
        let opened = env.session(&token(outcome)).await;
        assert!(matches!(opened.visitor, Visitor::Usager(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn never_activated_account_does_not_block_the_identity() {
    with_provider(&["eidas2"], &["eidas2"], async |env, simulator| {
        for (login, email) in [("alix", "faute@exemple.fr"), ("alix.2", "alix@exemple.fr")] {
            let (_, visitor) = env.visitor().await;
            // The second time, the identity belongs to an account never activated, which does not block it.
            let params = env.authenticate_at_provider(simulator, &visitor, "alix.demo").await;
            let outcome = env.callback(&visitor, &params).await.expect("a callback outcome");
            if login == "alix" {
                assert!(matches!(outcome, CallbackOutcome::UnknownIdentity { .. }), "{outcome:?}");
            } else {
                assert_eq!(failure(&outcome), ProviderFailure::AccountNotActivated);
            }
            let mut answers: Answers = accounts::registration_form(login, email);
            answers.set("prenom", "Alix");
            env.register_with_identity(&visitor, &answers).await;
        }
        assert_eq!(env.count("identity").await, 1);
    })
    .await;
}
