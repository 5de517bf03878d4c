use std::time::Duration;

use backend::{
    accounts::{
        mfa::{self, LevelChange},
        registration,
        sessions::Session,
        sign_in,
    },
    config::Config,
};
use domain::{account::SecurityLevel, form::Answers, mfa::SecondFactor, problem::Problem};
use platform::{config::SmsConfig, outbox, secret::Secret, sms::SmsQueue};
use serde_json::{Value, json};

use super::fixtures::{code_form, mailed_code_count, problem};
use crate::{
    accounts,
    database::{TestEnv, on_each_database_with},
    simulator::Simulator,
};

const NUMBER: &str = "+33612345678";

fn with_gateway(simulator: &Simulator) -> impl Fn(&mut Config) {
    let url = simulator.address("/sms/envois");
    move |config| {
        config.sms = Some(SmsConfig {
            url: url.clone(),
            token: Secret::new("jeton-de-demonstration"),
            timeout_seconds: 10,
        });
    }
}

async fn deliver(env: &TestEnv) {
    let queue = SmsQueue::new(&env.portal).expect("a gateway");
    while outbox::deliver_due(&queue).await.expect("the outbox is read") > 0 {}
}

async fn received(simulator: &Simulator) -> Vec<Value> {
    let address = simulator.address("/sms/api/messages");
    let answer = simulator.client.get(address).send().await.expect("an answer");
    let text = answer.text().await.expect("a text");
    serde_json::from_str(&text).expect("messages")
}

async fn clear_messages(simulator: &Simulator) {
    simulator.client.delete(simulator.address("/sms/api/messages")).send().await.expect("an answer");
}

async fn set_down(simulator: &Simulator, down: bool) {
    let request = simulator.client.post(simulator.address("/sms/api/panne"));
    let body = json!({ "en_panne": down }).to_string();
    let answer =
        request.header("content-type", "application/json").body(body).send().await.expect("an answer");
    assert!(answer.status().is_success());
}

/// Delivers and returns the code of the last message.
async fn last_code(env: &TestEnv, simulator: &Simulator) -> String {
    deliver(env).await;
    let messages = received(simulator).await;
    let last = messages.last().expect("a message");
    assert_eq!(last["destinataire"], NUMBER);
    let text = last["texte"].as_str().expect("a text");
    text.split("votre code est ").nth(1).expect("a code").chars().take(6).collect()
}

/// Signs an account in and raises it to the SMS level with a confirmed number.
async fn session_at_sms_level(env: &TestEnv, simulator: &Simulator) -> Session {
    let (_, session) = env.signed_in_account("alix").await;
    let answers = Answers::from_iter([("niveau", "sms"), ("numero_sms", "06 12 34 56 78")]);
    let change = mfa::change_level(&env.portal, &session, &answers).await.expect("begun");
    assert_eq!(change, LevelChange::NumberToConfirm);
    let code = last_code(env, simulator).await;
    let confirmed = mfa::confirm_sms_number(&env.portal, &session, &code_form("sms", &code)).await;
    let confirmed = confirmed.expect("confirmed");
    assert!(confirmed.recovery_codes_due, "the first factor comes with recovery codes");
    env.session_of(confirmed.token).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sms_level_starts_after_confirmation_and_applies_to_every_sign_in() {
    let simulator = Simulator::start().await;
    on_each_database_with(with_gateway(&simulator), async |env| {
        clear_messages(&simulator).await;
        let session = session_at_sms_level(&env, &simulator).await;
        let account = session.usager().expect("signed in").account;
        assert_eq!(mfa::level(&env.portal, account).await.expect("read"), SecurityLevel::Sms);
        let mails = mailed_code_count(&env);
        let pending = env.pending_sign_in("alix").await;
        let step = sign_in::second_step(&env.portal, &pending, "mel").await.expect("a step");
        assert_eq!(
            (step.factor, step.other_factors),
            (SecondFactor::Sms, vec![]),
            "mail is not accepted at this level"
        );
        assert!(step.destination.ends_with("78") && !step.destination.contains("34"));
        let code = last_code(&env, &simulator).await;
        env.submit_second_factor(&pending, &code_form("sms", &code)).await.expect("signed in");
        env.deliver().await;
        assert_eq!(mailed_code_count(&env), mails);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unconfirmed_number_leaves_the_level_unchanged() {
    let simulator = Simulator::start().await;
    on_each_database_with(with_gateway(&simulator), async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let answers = Answers::from_iter([("niveau", "sms"), ("numero_sms", "06 12 34 56 78")]);
        mfa::change_level(&env.portal, &session, &answers).await.expect("begun");
        let wrong = mfa::confirm_sms_number(&env.portal, &session, &code_form("sms", "000000")).await;
        assert_eq!(problem(wrong), Problem::WrongCode);
        assert_eq!(mfa::level(&env.portal, account).await.expect("read"), SecurityLevel::Password);
        env.deliver().await;
        assert_eq!(mfa::sms_number(&env.portal, account).await.expect("read"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn number_of_the_registration_is_used_at_once_with_mail_as_fallback_until_confirmed() {
    let simulator = Simulator::start().await;
    on_each_database_with(with_gateway(&simulator), async |env| {
        clear_messages(&simulator).await;
        let mut answers = accounts::registration_form("alix", "alix@exemple.fr");
        answers.set("niveau", "sms");
        answers.set("numero_sms", "06 12 34 56 78");
        registration::register(&env.portal, &env.visitor().await.1, &env.client(), &answers)
            .await
            .expect("registered");
        env.deliver().await;
        let link = env.mailbox.last_to("alix@exemple.fr").link("http://");
        let mut answers = accounts::credentials("alix", accounts::PASSWORD);
        answers.set("jeton", link.split("jeton=").nth(1).expect("a token"));
        backend::accounts::registration::activate(&env.portal, &answers).await.expect("activated");

        let pending = env.pending_sign_in("alix").await;
        let step = sign_in::second_step(&env.portal, &pending, "").await.expect("a step");
        assert_eq!((step.factor, step.other_factors), (SecondFactor::Sms, vec![SecondFactor::Mail]));
        let code = last_code(&env, &simulator).await;
        let by_mail = env.submit_second_factor(&pending, &code_form("mel", &code)).await;
        assert_eq!(problem(by_mail), Problem::WrongCode, "a code is bound to its channel");
        env.submit_second_factor(&pending, &code_form("sms", &code)).await.expect("signed in");
        let pending = env.pending_sign_in("alix").await;
        let step = sign_in::second_step(&env.portal, &pending, "mel").await.expect("a step");
        assert_eq!((step.factor, step.other_factors), (SecondFactor::Sms, vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_survive_an_outage_and_expired_codes_are_not_sent() {
    let simulator = Simulator::start().await;
    on_each_database_with(with_gateway(&simulator), async |env| {
        clear_messages(&simulator).await;
        session_at_sms_level(&env, &simulator).await;
        clear_messages(&simulator).await;
        set_down(&simulator, true).await;
        let pending = env.pending_sign_in("alix").await;
        for _ in 0..3 {
            deliver(&env).await;
            env.advance(Duration::from_secs(60));
        }
        assert!(received(&simulator).await.is_empty());
        set_down(&simulator, false).await;
        let code = last_code(&env, &simulator).await;
        deliver(&env).await;
        assert_eq!(received(&simulator).await.len(), 1, "delivered once");
        env.submit_second_factor(&pending, &code_form("sms", &code)).await.expect("signed in");

        set_down(&simulator, true).await;
        env.pending_sign_in("alix").await;
        deliver(&env).await;
        env.advance(Duration::from_secs(10 * 60));
        set_down(&simulator, false).await;
        deliver(&env).await;
        assert_eq!(received(&simulator).await.len(), 1, "an expired code is not sent");
        let bodies: Vec<String> = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar("SELECT body FROM sms_outbox").fetch_all(c).await
        })
        .expect("read");
        assert!(bodies.iter().all(String::is_empty), "texts are erased");
    })
    .await;
}
