//! Answers written on a page that does not show the last message.

use backend::{
    accounts::sessions::Session,
    id::{ConversationId, DraftId, MessageId},
    messaging::{self, LAST_SHOWN},
};
use domain::{form::Answers, problem::Problem};
use platform::Error;

use super::fixtures::{RECETTE, problems, text};
use crate::database::{TestEnv, on_each_database};

async fn last_message(env: &TestEnv, session: &Session, question: ConversationId) -> MessageId {
    let read = messaging::question(&env.portal, session, question).await.expect("read");
    read.messages.last().expect("a message").id
}

fn answer(message: &str, shown: MessageId) -> Answers {
    Answers::from_iter([("message", message), (LAST_SHOWN, &shown.to_string())])
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_waits_until_the_page_has_shown_the_last_message() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        messaging::take_in_charge(portal, &camille, question).await.expect("taken in charge");
        let shown = last_message(&env, &camille, question).await;
        messaging::reply(portal, &alix, question, DraftId::generate(), &text("Un oubli."))
            .await
            .expect("sent");

        let key = DraftId::generate();
        let outdated = messaging::reply(portal, &camille, question, key, &answer("Voici.", shown)).await;
        let problem = problems(outdated).remove(0).problem;
        assert!(matches!(&problem, Problem::NewerMessage { author } if !author.is_empty()), "{problem:?}");
        let read = messaging::question(portal, &camille, question).await.expect("read");
        assert_eq!(read.messages.len(), 2, "not sent");
        assert_eq!(read.reply.expect("a draft").answers.text("message"), "Voici.");
        let seen = messaging::handling(portal, &dominique, &read.conversation).await.expect("the drafts");
        let writing: Vec<&str> = seen.writing.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(writing, ["camille"], "a colleague learns who writes");
        let own = messaging::handling(portal, &camille, &read.conversation).await.expect("the drafts");
        assert!(own.writing.is_empty(), "not of oneself");

        let shown = last_message(&env, &camille, question).await;
        for _ in 0..2 {
            messaging::reply(portal, &camille, question, key, &answer("Voici.", shown)).await.expect("sent");
        }
        // The page of a colleague shows neither this answer nor, later, that the question is back.
        let outdated =
            messaging::reply(portal, &dominique, question, DraftId::generate(), &answer("Aussi.", shown))
                .await;
        let taken = Problem::NewerMessage { author: "camille".to_owned() };
        assert_eq!(problems(outdated)[0].problem, taken);
        messaging::reply(portal, &alix, question, DraftId::generate(), &text("Et ceci ?"))
            .await
            .expect("sent");
        let outdated =
            messaging::reply(portal, &dominique, question, DraftId::generate(), &answer("Encore.", shown))
                .await;
        assert!(matches!(problems(outdated)[0].problem, Problem::NewerMessage { .. }));
        let read = messaging::question(portal, &dominique, question).await.expect("read");
        assert_eq!(read.messages.len(), 4);
        assert_eq!(read.reply.expect("a draft").answers.text("message"), "Encore.");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_to_the_same_page_one_is_sent() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let agents =
            [env.named_agent("camille", &[RECETTE]).await, env.named_agent("dominique", &[RECETTE]).await];
        messaging::take_in_charge(&env.portal, &agents[0], question).await.expect("taken in charge");
        let shown = last_message(&env, &agents[0], question).await;
        let answers = agents.map(|agent| {
            let portal = env.portal.clone();
            tokio::spawn(async move {
                messaging::reply(&portal, &agent, question, DraftId::generate(), &answer("Voici.", shown))
                    .await
            })
        });
        let outcomes = futures::future::join_all(answers).await;
        let mut sent = 0;
        for outcome in outcomes {
            match outcome.expect("no panic") {
                Ok(()) => sent += 1,
                Err(Error::Invalid(found)) => {
                    assert!(matches!(found[0].problem, Problem::NewerMessage { .. }), "{found:?}");
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(sent, 1);
    })
    .await;
}
