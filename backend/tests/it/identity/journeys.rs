use backend::{
    activation,
    identity::{self, Arrival},
    session::{self, Visitor},
    sign_in::Next,
};
use domain::{form::Answers, identity_provider::Setback};

use super::{next, setback, token, with_provider};
use crate::{
    accounts::{self, PASSWORD, client_at},
    factors::people::code_by,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_stands_for_the_password_and_the_level_still_holds() {
    with_provider(&["eidas1"], &["eidas2"], async |house, simulator| {
        house.with_identity(simulator).await;
        let (_, visitor) = house.visitor().await;
        let arrival = house.arrives(simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&arrival), Next::Code, "a device not seen before is asked a code");
        let waiting = house.session(&token(arrival)).await;
        assert!(waiting.usager().is_err(), "nothing opens yet");
        let code = house.code("alix").await;
        let session = house.second_step(&waiting, &code_by("mel", &code)).await.expect("a right code").token;
        let session = house.token_session(session).await;
        assert_eq!(session.usager().expect("signed in").login, "alix");
        let now = house.clock.now();
        assert!(!session.has_fresh_proof(now), "the provider may have asked for nothing today");
        let attached = identity::attached(&house.portal, session.usager().expect("signed in").account)
            .await
            .expect("listed");
        assert_eq!(attached.len(), 1);
        assert_eq!((attached[0].name.as_str(), attached[0].last_used_at), ("Alix Démonstration", Some(now)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_the_configuration_trusts_stands_for_the_second_factor() {
    with_provider(&["eidas2"], &["eidas2"], async |house, simulator| {
        let session = house.with_identity(simulator).await;
        house.add_application(&session, true).await;
        let (old, visitor) = house.visitor().await;
        let arrival = house.arrives(simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&arrival), Next::Done);
        let opened = house.session(&token(arrival)).await;
        assert_eq!(opened.usager().expect("signed in").login, "alix");
        assert!(session::find(&house.portal, &old).await.expect("looked up").is_none(), "the token changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_asked_after_a_weaker_level() {
    with_provider(&[], &["eidas2"], async |house, simulator| {
        let session = house.with_identity(simulator).await;
        let (address, _, _) = house.add_application(&session, true).await;
        let (_, visitor) = house.visitor().await;
        let arrival = house.arrives(simulator, &visitor, "alix.demo").await;
        assert_eq!(next(&arrival), Next::Code);
        let waiting = house.session(&token(arrival)).await;
        let answers = code_by("application", &house.shown(&address));
        house.second_step(&waiting, &answers).await.expect("the application opens");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_equal_address_attaches_nothing_before_the_account_is_proved() {
    with_provider(&[], &[], async |house, simulator| {
        let email = "basile.demo@exemple.invalid";
        let account =
            backend::account::create_activated(&house.portal, "basile", email, "Basile", "Essai", PASSWORD)
                .await
                .expect("an account");
        let (_, visitor) = house.visitor().await;
        let arrival = house.arrives(simulator, &visitor, "basile.demo").await;
        assert!(matches!(arrival, Arrival::Unknown { .. }), "{arrival:?}");
        let waiting = identity::waiting(&house.portal, &visitor).await.expect("read").expect("somebody");
        assert_eq!((waiting.full_name().as_str(), waiting.email.as_str()), ("Basile Essai", email));
        assert!(identity::attached(&house.portal, account).await.expect("listed").is_empty());
        let refused = identity::attach_waiting(&house.portal, &visitor).await;
        assert!(refused.is_err(), "nobody is signed in");

        // The same browser signs in to the account, then confirms.
        let answers = accounts::credentials("basile", PASSWORD);
        let first = backend::sign_in::sign_in(&house.portal, &visitor, &client_at(1), &answers)
            .await
            .expect("right password");
        let session = house.session(first.token.expose()).await;
        house.deliver().await;
        let mail = house.mailbox.last_saying(email, "code de connexion : ");
        let code: String =
            mail.text.split("code de connexion : ").nth(1).expect("a code").chars().take(6).collect();
        let done = house.second_step(&session, &code_by("mel", &code)).await.expect("a right code");
        let session = house.token_session(done.token).await;
        identity::attach_waiting(&house.portal, &session).await.expect("attached").expect("no setback");
        assert_eq!(identity::attached(&house.portal, account).await.expect("listed").len(), 1);
        let again = identity::attach_waiting(&house.portal, &session).await;
        assert!(again.is_err(), "who waits is taken once");
        house.deliver().await;
        house.mailbox.last_saying(email, "ProConnect permet de se connecter");

        let (_, visitor) = house.visitor().await;
        assert_eq!(next(&house.arrives(simulator, &visitor, "basile.demo").await), Next::Code);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_attaches_the_identity_and_is_activated_by_mail_all_the_same() {
    with_provider(&["eidas2"], &["eidas2"], async |house, simulator| {
        let (_, visitor) = house.visitor().await;
        let arrival = house.arrives(simulator, &visitor, "alix.demo").await;
        assert!(matches!(arrival, Arrival::Unknown { .. }), "{arrival:?}");
        let stranger = accounts::registration("bruno", "bruno@exemple.fr");
        backend::registration::register(&house.portal, &visitor, &house.client(), &stranger)
            .await
            .expect("registered");
        assert_eq!(house.count("identity").await, 0, "who does not say so registers for themselves");
        house.register_in(&visitor, &accounts::registration("alix", "alix@exemple.fr")).await;
        let (_, other) = house.visitor().await;
        let early = house.arrives(simulator, &other, "alix.demo").await;
        assert_eq!(setback(&early), Setback::NotActivated);

        house.deliver().await;
        let link = house.mailbox.last_to("alix@exemple.fr").link("http://");
        let mut answers = accounts::credentials("alix", PASSWORD);
        answers.set("jeton", link.split("jeton=").nth(1).expect("a token"));
        activation::activate(&house.portal, &answers).await.expect("activated");
        let arrival = house.arrives(simulator, &other, "alix.demo").await;
        let opened = house.session(&token(arrival)).await;
        assert!(matches!(opened.visitor, Visitor::Usager(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_never_activated_holds_nothing_against_the_identity() {
    with_provider(&["eidas2"], &["eidas2"], async |house, simulator| {
        for (login, email) in [("alix", "faute@exemple.fr"), ("alix.2", "alix@exemple.fr")] {
            let (_, visitor) = house.visitor().await;
            // The second time the identity is known, to an account that was never activated: it is not in the way.
            let params = house.at_provider(simulator, &visitor, "alix.demo").await;
            let arrival = house.back(&visitor, &params).await.expect("a journey ends");
            if login == "alix" {
                assert!(matches!(arrival, Arrival::Unknown { .. }), "{arrival:?}");
            } else {
                assert_eq!(setback(&arrival), Setback::NotActivated);
            }
            let mut answers: Answers = accounts::registration(login, email);
            answers.set("prenom", "Alix");
            house.register_in(&visitor, &answers).await;
        }
        assert_eq!(house.count("identity").await, 1);
    })
    .await;
}
