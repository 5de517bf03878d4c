use std::time::Duration;

use backend::accounts::{profile, registration, sign_in};
use domain::form::Answers;
use platform::mail;

use crate::{
    accounts::{self, PASSWORD, credentials},
    database::{TestEnv, on_each_database},
    mailbox::Mode,
};

const MINUTE: Duration = Duration::from_secs(60);

async fn ask_for_password(env: &TestEnv) {
    let forgotten = Answers::from_iter([("identifiant", "alix")]);
    profile::request_reset(&env.portal, &env.client(), &forgotten).await.expect("requested");
}

fn subjects(env: &TestEnv) -> Vec<String> {
    env.mailbox.mails().into_iter().map(|mail| mail.subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_of_an_outage_longer_than_their_validity_never_leave() {
    on_each_database(async |env| {
        env.account("alix").await;
        env.mailbox.set_mode(Mode::Refuse);
        env.submit_password("alix").await;
        ask_for_password(&env).await;
        let form = accounts::registration_form("basile", "basile@exemple.fr");
        let (_, visitor) = env.visitor().await;
        registration::register(&env.portal, &visitor, &env.client(), &form).await.expect("registered");
        // The code ends after 10 minutes, the link after 30, the activation after two days.
        env.deliver().await;
        env.advance(MINUTE * 11);
        env.deliver().await;
        assert_eq!(mail::counts(&env.portal).await.expect("counted").expired, 1);
        env.advance(MINUTE * 20);
        env.mailbox.set_mode(Mode::Accept);
        env.deliver().await;
        assert_eq!(subjects(&env), ["Activez votre compte Prodouane"], "only what is still valid leaves");
        assert_expired_and_erased(&env, 2).await;
        // Fresh mails leave.
        env.submit_password("alix").await;
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 1);
        env.advance(Duration::from_secs(31 * 24 * 3600));
        env.run_jobs().await;
        assert_eq!(env.count("outbox").await, 0, "expired mails are purged");
    })
    .await;
}

/// Asserts that the expired mails are listed without their text, and cannot be retried.
async fn assert_expired_and_erased(env: &TestEnv, number: usize) {
    let listed = mail::dead_letters(&env.portal).await.expect("listed");
    assert_eq!(listed.len(), number);
    for one in listed {
        assert_eq!(one.dead_reason, "expired");
        assert!(mail::retry(&env.portal, one.id).await.is_err(), "what it carried has ended");
    }
    let texts: Vec<String> = platform::on!(env.portal.db, |c| {
        sqlx::query_scalar("SELECT text_body || html_body FROM outbox WHERE dead_at IS NOT NULL")
            .fetch_all(c)
            .await
    })
    .expect("read");
    assert!(texts.iter().all(String::is_empty));
}

#[tokio::test(flavor = "multi_thread")]
async fn notice_with_a_link_ends_with_its_link() {
    on_each_database(async |env| {
        env.account("alix").await;
        env.sign_in("alix").await;
        let end: Option<platform::db::Moment> = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT expires_at FROM outbox WHERE kind = 'nouvel-appareil'")
                .fetch_one(c)
                .await
        })
        .expect("a notice");
        assert_eq!(end, Some(env.clock.now() + Duration::from_secs(7 * 24 * 3600)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replaced_codes_and_links_that_wait_are_withdrawn() {
    on_each_database(async |env| {
        env.account("alix").await;
        env.mailbox.set_mode(Mode::Refuse);
        let pending = env.pending_sign_in("alix").await;
        sign_in::resend_code(&env.portal, &pending, "").await.expect("another code");
        for _ in 0..2 {
            ask_for_password(&env).await;
            env.deliver().await;
            env.advance(MINUTE);
        }
        env.mailbox.set_mode(Mode::Accept);
        env.advance(MINUTE * 2);
        env.deliver().await;
        let subjects = subjects(&env);
        assert_eq!(subjects.len(), 2, "one code and one link: {subjects:?}");
        let code = env.code("alix").await;
        let form = Answers::from_iter([("code", code)]);
        sign_in::confirm_code(&env.portal, &pending, &env.client(), &form).await.expect("the latest code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_that_is_no_longer_needed_does_not_leave() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        env.deliver().await;
        let (_, _, codes) = env.add_authenticator_app(&session, false).await;
        let recovery = codes.expect("recovery codes")[0].grouped();
        env.deliver().await;
        env.mailbox.set_mode(Mode::Refuse);
        let (_, visitor) = env.visitor().await;
        let form = credentials("alix", PASSWORD);
        let first =
            sign_in::sign_in(&env.portal, &visitor, &env.client(), &form).await.expect("right password");
        let pending = env.session(first.token.expose()).await;
        let sent_before = env.mailbox.mails().len();
        let answers = Answers::from_iter([("moyen", "secours"), ("code", recovery.as_str())]);
        sign_in::confirm_code(&env.portal, &pending, &env.client(), &answers).await.expect("signed in");
        env.mailbox.set_mode(Mode::Accept);
        env.advance(MINUTE);
        env.deliver().await;
        let later = env.mailbox.mails().split_off(sent_before);
        assert!(later.iter().all(|mail| !mail.subject.contains("code de connexion")), "{later:?}");
    })
    .await;
}
