//! The automatic assistant.

use backend::{accounts::sessions::Session, assistant};
use domain::form::Answers;
use platform::Error;

use super::recall::unanswerable;
use crate::database::{TestEnv, on_each_database};

async fn ask(env: &TestEnv, session: &Session, question: &str) -> Result<(), Error> {
    let mut answers = Answers::default();
    answers.set("question", question);
    assistant::ask(&env.portal, session, &env.client(), &answers).await
}

#[tokio::test]
async fn answers_are_texts_of_the_portal_with_their_date() {
    on_each_database(async |env| {
        let (_, session) = env.visitor().await;
        ask(&env, &session, "jai oublier mon mot de passe").await.expect("asked");
        ask(&env, &session, "ciel").await.expect("asked");
        let turns = assistant::conversation(&env.portal, session.id).await.expect("a conversation");
        assert_eq!(turns.len(), 2);
        let source = turns[0].answer.sources.first().expect("an answer");
        assert_eq!(source.path, "/faq/mot-de-passe-oublie");
        assert!(source.updated_on.is_some() && source.text.contains("lien"));
        let natures: Vec<_> = turns[1].answer.sources.iter().map(|source| source.nature).collect();
        assert!(natures.contains(&"Téléservice"), "{natures:?}");
        assistant::clear(&env.portal, session.id).await.expect("cleared");
        assert!(assistant::conversation(&env.portal, session.id).await.expect("a conversation").is_empty());
    })
    .await;
}

#[tokio::test]
async fn unknown_subjects_have_no_answer() {
    on_each_database(async |env| {
        let (_, session) = env.visitor().await;
        let questions = unanswerable();
        for question in &questions {
            ask(&env, &session, question).await.expect("asked");
        }
        let turns = assistant::conversation(&env.portal, session.id).await.expect("a conversation");
        let invented: Vec<_> = turns.iter().filter(|turn| turn.answer.is_known()).collect();
        eprintln!("assistant: {} questions without an answer, {} answered", questions.len(), invented.len());
        assert!(invented.is_empty(), "{invented:#?}");
    })
    .await;
}

#[tokio::test]
async fn conversations_are_bounded_and_rate_limited() {
    on_each_database(async |env| {
        let (_, session) = env.visitor().await;
        for number in 0..120 {
            ask(&env, &session, &format!("question {number}")).await.expect("asked");
        }
        assert!(matches!(ask(&env, &session, "encore").await, Err(Error::Invalid(_))), "too many");
        let turns = assistant::conversation(&env.portal, session.id).await.expect("a conversation");
        assert_eq!(turns.len(), 12);
        assert_eq!(turns.last().expect("the last").question, "question 119");
        assert!(matches!(ask(&env, &session, &"x".repeat(301)).await, Err(Error::Invalid(_))), "too long");
        assert!(matches!(ask(&env, &session, " ").await, Err(Error::Invalid(_))), "empty");
    })
    .await;
}
