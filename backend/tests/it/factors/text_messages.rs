use std::time::Duration;

use backend::{
    config::{Config, SmsConfig},
    factors::{self, LevelChange},
    registration,
    secret::Secret,
    session::Session,
    sign_in, sms,
};
use domain::{account::SecurityLevel, factor::Way, form::Answers, problem::Problem};
use serde_json::{Value, json};

use super::people::{code_by, codes_mailed, problem};
use crate::{
    accounts,
    database::{House, on_each_database_with},
    simulator::Simulator,
};

const NUMBER: &str = "+33612345678";

fn gateway(simulator: &Simulator) -> impl Fn(&mut Config) {
    let url = simulator.address("/sms/envois");
    move |config| {
        config.sms = Some(SmsConfig {
            url: url.clone(),
            token: Secret::new("jeton-de-demonstration"),
            timeout_seconds: 10,
        });
    }
}

async fn deliver(house: &House) {
    while sms::deliver_due(&house.portal).await.expect("the outbox is read") > 0 {}
}

async fn received(simulator: &Simulator) -> Vec<Value> {
    let address = simulator.address("/sms/api/messages");
    let answer = simulator.client.get(address).send().await.expect("an answer");
    let text = answer.text().await.expect("a text");
    serde_json::from_str(&text).expect("messages")
}

async fn forget_all(simulator: &Simulator) {
    simulator.client.delete(simulator.address("/sms/api/messages")).send().await.expect("an answer");
}

async fn set_down(simulator: &Simulator, down: bool) {
    let request = simulator.client.post(simulator.address("/sms/api/panne"));
    let body = json!({ "en_panne": down }).to_string();
    let answer =
        request.header("content-type", "application/json").body(body).send().await.expect("an answer");
    assert!(answer.status().is_success());
}

/// The code of the last message to the number.
async fn last_code(house: &House, simulator: &Simulator) -> String {
    deliver(house).await;
    let messages = received(simulator).await;
    let last = messages.last().expect("a message");
    assert_eq!(last["destinataire"], NUMBER);
    let text = last["texte"].as_str().expect("a text");
    text.split("votre code est ").nth(1).expect("a code").chars().take(6).collect()
}

/// A person at the level « jeton SMS », whose number is confirmed.
async fn at_level(house: &House, simulator: &Simulator) -> Session {
    let (_, session) = house.signed_in("alix").await;
    let answers = Answers::from_iter([("niveau", "sms"), ("numero_sms", "06 12 34 56 78")]);
    let change = factors::change_level(&house.portal, &session, &answers).await.expect("begun");
    assert_eq!(change, LevelChange::NumberToConfirm);
    let code = last_code(house, simulator).await;
    let confirmed = factors::confirm_number(&house.portal, &session, &code_by("sms", &code)).await;
    let confirmed = confirmed.expect("confirmed");
    assert!(confirmed.draws_codes, "the first factor comes with recovery codes");
    house.token_session(confirmed.token).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_confirmed_before_the_level_changes_and_every_sign_in_asks_it() {
    let simulator = Simulator::start().await;
    on_each_database_with(gateway(&simulator), async |house| {
        forget_all(&simulator).await;
        let session = at_level(&house, &simulator).await;
        let account = session.usager().expect("signed in").account;
        assert_eq!(factors::level(&house.portal, account).await.expect("read"), SecurityLevel::Sms);
        let mails = codes_mailed(&house);
        let waiting = house.waiting("alix").await;
        let asked = sign_in::asked(&house.portal, &waiting, "mel").await.expect("asked");
        assert_eq!((asked.way, asked.others), (Way::Sms, vec![]), "mail does not open this level");
        assert!(asked.destination.ends_with("78") && !asked.destination.contains("34"));
        let code = last_code(&house, &simulator).await;
        house.second_step(&waiting, &code_by("sms", &code)).await.expect("signed in");
        house.deliver().await;
        assert_eq!(codes_mailed(&house), mails);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_does_not_answer_leaves_the_level_as_it_was() {
    let simulator = Simulator::start().await;
    on_each_database_with(gateway(&simulator), async |house| {
        let (account, session) = house.signed_in("alix").await;
        let answers = Answers::from_iter([("niveau", "sms"), ("numero_sms", "06 12 34 56 78")]);
        factors::change_level(&house.portal, &session, &answers).await.expect("begun");
        let wrong = factors::confirm_number(&house.portal, &session, &code_by("sms", "000000")).await;
        assert_eq!(problem(wrong), Problem::WrongCode);
        assert_eq!(factors::level(&house.portal, account).await.expect("read"), SecurityLevel::Password);
        house.deliver().await;
        assert_eq!(factors::number(&house.portal, account).await.expect("read"), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_given_at_registration_is_asked_at_once_and_mail_helps_until_it_answers() {
    let simulator = Simulator::start().await;
    on_each_database_with(gateway(&simulator), async |house| {
        forget_all(&simulator).await;
        let mut answers = accounts::registration("alix", "alix@exemple.fr");
        answers.set("niveau", "sms");
        answers.set("numero_sms", "06 12 34 56 78");
        registration::register(&house.portal, &house.visitor().await.1, &house.client(), &answers)
            .await
            .expect("registered");
        house.deliver().await;
        let link = house.mailbox.last_to("alix@exemple.fr").link("http://");
        let mut answers = accounts::credentials("alix", accounts::PASSWORD);
        answers.set("jeton", link.split("jeton=").nth(1).expect("a token"));
        backend::activation::activate(&house.portal, &answers).await.expect("activated");

        let waiting = house.waiting("alix").await;
        let asked = sign_in::asked(&house.portal, &waiting, "").await.expect("asked");
        assert_eq!((asked.way, asked.others), (Way::Sms, vec![Way::Mail]));
        let code = last_code(&house, &simulator).await;
        let crossed = house.second_step(&waiting, &code_by("mel", &code)).await;
        assert_eq!(problem(crossed), Problem::WrongCode, "a code serves the way it was sent by");
        house.second_step(&waiting, &code_by("sms", &code)).await.expect("signed in");
        let waiting = house.waiting("alix").await;
        let asked = sign_in::asked(&house.portal, &waiting, "mel").await.expect("asked");
        assert_eq!((asked.way, asked.others), (Way::Sms, vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_survive_an_outage_once_and_late_codes_are_not_sent() {
    let simulator = Simulator::start().await;
    on_each_database_with(gateway(&simulator), async |house| {
        forget_all(&simulator).await;
        at_level(&house, &simulator).await;
        forget_all(&simulator).await;
        set_down(&simulator, true).await;
        let waiting = house.waiting("alix").await;
        for _ in 0..3 {
            deliver(&house).await;
            house.advance(Duration::from_secs(60));
        }
        assert!(received(&simulator).await.is_empty());
        set_down(&simulator, false).await;
        let code = last_code(&house, &simulator).await;
        deliver(&house).await;
        assert_eq!(received(&simulator).await.len(), 1, "delivered once");
        house.second_step(&waiting, &code_by("sms", &code)).await.expect("signed in");

        set_down(&simulator, true).await;
        house.waiting("alix").await;
        deliver(&house).await;
        house.advance(Duration::from_secs(10 * 60));
        set_down(&simulator, false).await;
        deliver(&house).await;
        assert_eq!(received(&simulator).await.len(), 1, "a code that is no longer valid is not sent");
        let bodies: Vec<String> = backend::on!(house.portal.db, |c| {
            sqlx::query_scalar("SELECT body FROM sms_outbox").fetch_all(c).await
        })
        .expect("read");
        assert!(bodies.iter().all(String::is_empty), "texts are erased");
    })
    .await;
}
