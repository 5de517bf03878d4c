use std::time::Duration;

use backend::{
    accounts::{
        ActivationLetter,
        profile::{refused_addresses, request_email_change},
        sign_in,
    },
    staff,
};
use domain::form::Answers;
use platform::{
    mail::{self, Lifetime},
    secret::Secret,
};

use crate::{
    accounts::{client_at, credentials},
    database::{TestEnv, on_each_database, on_each_database_with},
    mailbox::Mode,
    messaging::fixtures::{AGENT_PASSWORD, RECETTE},
};

async fn enqueue(env: &TestEnv, to: &str) {
    let letter = ActivationLetter {
        first_name: "Alix".to_owned(),
        login: "alix".to_owned(),
        link: "http://127.0.0.1:3000/activation?jeton=exemple".to_owned(),
        valid_hours: 48,
    };
    let mut tx = env.portal.db.begin().await.expect("a transaction");
    mail::enqueue(&mut tx, env.clock.now(), to, &letter, Lifetime::Unlimited).await.expect("queued");
    tx.commit().await.expect("committed");
}

async fn counts(env: &TestEnv) -> mail::Counts {
    mail::counts(&env.portal).await.expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn permanent_refusals_end_at_once_and_are_listed() {
    on_each_database(async |env| {
        let refusals = [
            ("RCPT TO", "550 5.1.1 No such user"),
            ("RCPT TO", "551 User not local"),
            ("RCPT TO", "552 5.2.2 Mailbox full"),
            ("RCPT TO", "553-5.1.3 Mailbox name\r\n553 not allowed"),
            (".", "554 5.7.1 Message refused"),
            (".", "550 Spam"),
        ];
        for (command, answer) in refusals {
            env.mailbox.set_mode(Mode::Answer(command, answer));
            enqueue(&env, "alix@exemple.fr").await;
            env.deliver().await;
            let dead = mail::dead_letters(&env.portal).await.expect("listed");
            let last = &dead[0];
            assert_eq!((last.attempts, last.dead_reason.as_str()), (1, "refused"), "{answer}");
            let code = &answer[..3];
            assert!(last.last_error.as_ref().is_some_and(|error| error.contains(code)), "{last:?}");
            env.advance(Duration::from_secs(1));
        }
        let counts = counts(&env).await;
        assert_eq!((counts.queued, counts.dead, counts.refused), (0, 6, 6));
        // Nothing is sent afterwards without a decision of the administrator.
        env.mailbox.set_mode(Mode::Accept);
        env.advance(Duration::from_secs(7 * 3600));
        env.deliver().await;
        assert!(env.mailbox.mails().is_empty());
        let dead = mail::dead_letters(&env.portal).await.expect("listed");
        mail::retry(&env.portal, dead[0].id).await.expect("retried");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 1);
    })
    .await;
}

/// Checks that a fault of the configuration, or of the server, ends no mail.
async fn check_is_retried(env: &TestEnv, mode: Mode) {
    env.mailbox.set_mode(mode);
    enqueue(env, "alix@exemple.fr").await;
    env.deliver().await;
    assert_eq!((counts(env).await.queued, counts(env).await.dead), (1, 0), "{mode:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn permanent_errors_of_our_configuration_are_retried() {
    for (command, answer) in [
        ("EHLO", "550 5.7.1 Invalid name"),
        ("MAIL FROM", "553 5.1.8 Sender domain not found"),
        ("MAIL FROM", "530 5.7.0 Authentication required"),
        ("RCPT TO", "503 5.5.1 Bad sequence of commands"),
        ("DATA", "502 Command not implemented"),
    ] {
        on_each_database(async |env| {
            check_is_retried(&env, Mode::Answer(command, answer)).await;
            env.mailbox.set_mode(Mode::Accept);
            env.advance(Duration::from_secs(60));
            env.deliver().await;
            assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 1, "{answer}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_authentication_is_retried() {
    on_each_database_with(
        |config| {
            let url = config.mail.smtp_url.expose().replace("smtp://", "smtp://portail:secret@");
            config.mail.smtp_url = Secret::new(url);
        },
        async |env| {
            check_is_retried(&env, Mode::Answer("EHLO", "250-boite.test\r\n250 AUTH PLAIN")).await;
            check_is_retried_again(&env).await;
        },
    )
    .await;
}

/// The server of the test knows no command `AUTH` and answers 5xx.
async fn check_is_retried_again(env: &TestEnv) {
    env.advance(Duration::from_secs(3600));
    env.deliver().await;
    assert_eq!((counts(env).await.queued, counts(env).await.dead), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn agent_sees_that_the_last_code_was_refused() {
    on_each_database(async |env| {
        env.add_services().await;
        let signed_in = env.signed_in_agent("camille", RECETTE).await;
        let portal = &env.portal;
        env.mailbox.set_mode(Mode::Answer("RCPT TO", "550 5.1.1 No such user"));
        env.advance(Duration::from_secs(60));
        let (_, session) = env.visitor().await;
        let credentials = credentials("camille", AGENT_PASSWORD);
        let token =
            staff::sign_in(portal, &session, &client_at(9), &credentials).await.expect("right password");
        let pending = env.session(token.expose()).await;
        let is_refused = async || {
            let step = staff::second_step(portal, &pending, "").await.expect("read");
            let mailbox = staff::reauthentication_step(portal, &signed_in, "").await.expect("read").mailbox;
            let mailbox = mailbox.expect("a code by mail");
            assert_eq!([&step.destination, &mailbox.masked], ["c•••@douane.exemple.fr"; 2]);
            assert_eq!(step.mail_refused, mailbox.is_refused);
            step.mail_refused
        };
        assert!(!is_refused().await, "not attempted yet");
        env.deliver().await;
        assert!(is_refused().await);
        env.mailbox.set_mode(Mode::Accept);
        env.advance(Duration::from_secs(60));
        staff::resend_code(portal, &pending).await.expect("another code");
        env.deliver().await;
        assert!(!is_refused().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn person_sees_that_the_last_mail_was_refused() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let portal = &env.portal;
        env.deliver().await;
        assert!(refused_addresses(portal, &session).await.expect("read").is_empty());
        env.mailbox.set_mode(Mode::Answer("RCPT TO", "550 5.1.1 No such user"));
        env.advance(Duration::from_secs(60));
        let pending = env.pending_sign_in("alix").await;
        let before = sign_in::second_step(portal, &pending, "").await.expect("a step");
        assert!(!before.mail_refused, "not attempted yet");
        env.deliver().await;
        assert!(sign_in::second_step(portal, &pending, "").await.expect("a step").mail_refused);
        assert_eq!(refused_addresses(portal, &session).await.expect("read"), ["alix@exemple.fr"]);
        let change = Answers::from_iter([("email", "nouvelle@exemple.fr")]);
        request_email_change(portal, &session, &change).await.expect("requested");
        env.deliver().await;
        let refused = refused_addresses(portal, &session).await.expect("read");
        assert_eq!(refused, ["alix@exemple.fr", "nouvelle@exemple.fr"]);
        // A mail that arrives ends the notice.
        env.mailbox.set_mode(Mode::Accept);
        env.advance(Duration::from_secs(60));
        sign_in::resend_code(portal, &pending, "").await.expect("another code");
        env.deliver().await;
        assert_eq!(refused_addresses(portal, &session).await.expect("read"), ["nouvelle@exemple.fr"]);
    })
    .await;
}
