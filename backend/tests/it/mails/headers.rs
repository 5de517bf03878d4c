use backend::messaging;

use crate::{
    database::{TestEnv, on_each_database, on_each_database_with},
    mailbox::Received,
};

fn header<'a>(mail: &'a Received, name: &str) -> Option<&'a str> {
    let found = mail.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

async fn code_mail(env: &TestEnv) -> Received {
    env.account("alix").await;
    env.submit_password("alix").await;
    env.deliver().await;
    env.mailbox.last_to("alix@exemple.fr")
}

#[tokio::test(flavor = "multi_thread")]
async fn message_id_and_hello_name_are_those_of_the_sender() {
    on_each_database_with(
        |config| config.mail.from = "Portail <portail@douane.example>".to_owned(),
        async |env| {
            let mail = code_mail(&env).await;
            assert!(mail.message_id.ends_with("@douane.example"), "{}", mail.message_id);
            let names = env.mailbox.hello_names();
            assert!(!names.is_empty() && names.iter().all(|name| name == "douane.example"), "{names:?}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hello_name_is_configurable() {
    on_each_database_with(
        |config| config.mail.hello_name = Some("relais.douane.example".to_owned()),
        async |env| {
            code_mail(&env).await;
            assert_eq!(env.mailbox.hello_names()[0], "relais.douane.example");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_mail_tells_its_time_and_that_only_the_last_code_works() {
    on_each_database(async |env| {
        let mail = code_mail(&env).await;
        let asked_at = format!("Demandé le {}", env.clock.now().french_minute());
        for body in [&mail.text, &mail.html] {
            let body = body.replace("&nbsp;", "\u{a0}");
            assert!(body.contains(&asked_at) && body.contains("seul le dernier est valable"), "{body}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_mails_that_may_be_switched_off_offer_to_unsubscribe() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        messaging::send(&env.portal, &alix, draft).await.expect("sent");
        env.deliver().await;
        let choices = format!("<{}>", env.portal.link("/profil/courriel"));
        let mut lists = 0;
        for mail in env.mailbox.mails() {
            let expected = mail.subject.contains("est transmise").then_some(choices.as_str());
            assert_eq!(header(&mail, "List-Unsubscribe"), expected, "{}", mail.subject);
            assert_eq!(header(&mail, "List-Unsubscribe-Post"), None, "the page asks for a sign-in");
            lists += usize::from(expected.is_some());
        }
        assert!(lists == 1 && env.mailbox.mails().len() > 1);
    })
    .await;
}
