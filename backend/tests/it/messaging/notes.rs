//! Internal notes: for the agents of the service only.

use backend::{
    accounts::sessions::Session,
    id::{ConversationId, DraftId, RowId},
    messaging,
};
use domain::form::Answers;

use super::{
    exchanges,
    fixtures::{OTHER_RECETTE, RECETTE, is_not_found, problems, text},
};
use crate::{
    database::{TestEnv, on_each_database},
    personal_data::export,
};

const CANARY: &str = "CANARI-NOTE";

fn note(mention: Option<&Session>) -> Answers {
    let mention = mention.map(|agent| agent.agent().expect("an agent").id.to_string()).unwrap_or_default();
    Answers::from_iter([("note", CANARY), ("mention", mention.as_str())])
}

async fn notes(env: &TestEnv, agent: &Session, question: ConversationId) -> Vec<messaging::Note> {
    let read = messaging::question(&env.portal, agent, question).await.expect("read").conversation;
    messaging::notes(&env.portal, agent, &read).await.expect("listed")
}

#[tokio::test(flavor = "multi_thread")]
async fn note_is_nowhere_but_with_the_agents() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        messaging::take_in_charge(portal, &camille, question).await.expect("taken in charge");
        let key = RowId::generate();
        for _ in 0..2 {
            messaging::add_note(portal, &camille, question, key, &note(Some(&dominique)))
                .await
                .expect("added");
        }
        messaging::reply(portal, &camille, question, DraftId::generate(), &text("Voici."))
            .await
            .expect("sent");
        let read = notes(&env, &dominique, question).await;
        assert_eq!(read.len(), 1, "once");
        assert_eq!((read[0].content.as_str(), read[0].mentioned_name.as_str()), (CANARY, "dominique"));

        env.deliver().await;
        let mentions =
            env.mailbox.mails().into_iter().filter(|mail| mail.subject.contains("une note vous mentionne"));
        let to: Vec<String> = mentions.map(|mail| mail.to).collect();
        assert_eq!(to, ["dominique@douane.exemple.fr"], "one mail");
        let mail = env.mailbox.last_to("dominique@douane.exemple.fr");
        assert!(mail.text.contains(&format!("/agent/question/{question}")), "{}", mail.text);

        let seen = messaging::question(portal, &alix, question).await.expect("read");
        let mut texts = vec![("page", format!("{seen:?}"))];
        let receipt = messaging::receipt_file(portal, &alix, question).await.expect("the receipt");
        texts.push(("receipt", receipt));
        let pdf = messaging::receipt_pdf(portal, &alix, question).await.expect("the PDF");
        texts.push(("PDF", String::from_utf8_lossy(&pdf).into_owned()));
        for message in &seen.messages {
            texts.push(("proof", messaging::message_file(portal, &alix, message.id).await.expect("a file")));
        }
        texts.extend(env.mailbox.mails().into_iter().map(|mail| ("mail", mail.subject + &mail.text)));
        let archive = exchanges::built(&env, &alix, &exchanges::everything()).await;
        let mut files = exchanges::entries(&env, &alix, archive).await;
        let copy = export::built_export(&env, &alix).await;
        files.extend(export::entries(&env, &alix, copy).await);
        assert!(files.len() > 5, "{:?}", files.keys());
        texts.extend(files.values().map(|bytes| ("archive", String::from_utf8_lossy(bytes).into_owned())));
        for (place, text) in texts {
            assert!(!text.contains(CANARY), "{place}: {text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn note_is_refused_without_the_right_or_to_a_stranger() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[OTHER_RECETTE]).await;
        let add = async |session: &Session, answers: &Answers| {
            messaging::add_note(portal, session, question, RowId::generate(), answers).await
        };
        assert!(is_not_found(add(&eloi, &note(None)).await), "of another service");
        assert!(is_not_found(add(&alix, &note(None)).await), "an operator");
        assert_eq!(problems(add(&camille, &note(Some(&eloi))).await)[0].field, "mention");
        assert_eq!(problems(add(&camille, &Answers::default()).await)[0].field, "note");
        let seen = messaging::question(portal, &alix, question).await.expect("read").conversation;
        assert!(is_not_found(messaging::notes(portal, &alix, &seen).await), "an operator reads none");
        assert!(notes(&env, &camille, question).await.is_empty());
    })
    .await;
}
