//! Colleagues who follow a question.

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    id::{ConversationId, DraftId},
    messaging::{self, Followers, notifications},
};

use super::fixtures::{RECETTE, is_not_found, text};
use crate::database::{TestEnv, on_each_database};

async fn followers(env: &TestEnv, session: &Session, question: ConversationId) -> Followers {
    let read = messaging::question(&env.portal, session, question).await.expect("read");
    messaging::followers(&env.portal, session, &read.conversation).await.expect("listed")
}

/// Number of notifications of questions in the portal.
async fn notified(env: &TestEnv, session: &Session) -> usize {
    notifications::list(&env.portal, session).await.expect("listed").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_who_follow_a_question_are_notified_of_its_steps() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let (_, chloe) = env.declarant("chloe").await;
        let basile = env.outsider("basile").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let question = env.send_question(&alix).await;
        let by_default = followers(&env, &alix, question).await;
        assert_eq!((by_default.includes_reader, by_default.others.len()), (true, 0), "its author");

        for _ in 0..2 {
            messaging::follow(portal, &chloe, question).await.expect("followed");
        }
        let seen = followers(&env, &alix, question).await;
        assert_eq!(seen.others.len(), 1, "{seen:?}");
        assert!(is_not_found(messaging::follow(portal, &basile, question).await));
        assert!(is_not_found(messaging::unfollow(portal, &basile, question).await));

        env.deliver().await;
        let before = env.mailbox.count_to("chloe@exemple.fr");
        messaging::take_in_charge(portal, &agent, question).await.expect("taken in charge");
        env.deliver().await;
        assert_eq!(notified(&env, &chloe).await, 1);
        assert_eq!(env.mailbox.count_to("chloe@exemple.fr"), before + 1);
        let mail = env.mailbox.last_to("chloe@exemple.fr");
        assert!(mail.text.contains("a pris en charge la question que vous suivez"), "{}", mail.text);
        let own = env.mailbox.last_to("alix@exemple.fr");
        assert!(own.text.contains("a pris en charge votre question"), "{}", own.text);

        messaging::unfollow(portal, &chloe, question).await.expect("no longer followed");
        messaging::unfollow(portal, &alix, question).await.expect("not even its author");
        let last = env.mailbox.count_to("alix@exemple.fr");
        messaging::reply(portal, &agent, question, DraftId::generate(), &text("Voici."))
            .await
            .expect("answered");
        env.deliver().await;
        assert_eq!((notified(&env, &chloe).await, env.mailbox.count_to("alix@exemple.fr")), (1, last));

        // Writing in a question follows it.
        messaging::reply(portal, &chloe, question, DraftId::generate(), &text("Merci.")).await.expect("sent");
        assert!(followers(&env, &chloe, question).await.includes_reader);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn following_has_no_effect_without_the_right_to_read() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let (bea_account, bea) = env.accountant("bea").await;
        let (_, chloe) = env.declarant("chloe").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let secret = env.send_confidential_question(&alix).await;
        assert!(is_not_found(messaging::follow(portal, &chloe, secret).await));
        messaging::follow(portal, &bea, secret).await.expect("followed");
        assert_eq!(followers(&env, &alix, secret).await.others.len(), 1);

        env.withdraw_telepayer(bea_account).await;
        assert!(followers(&env, &alix, secret).await.others.is_empty());
        env.deliver().await;
        let before = env.mailbox.count_to("bea@exemple.fr");
        messaging::take_in_charge(portal, &agent, secret).await.expect("taken in charge");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("bea@exemple.fr"), before, "no mail about a hidden question");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_to_an_answer_restarts_the_delay() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        env.signed_in_agent("camille", RECETTE).await;
        let question = env.send_question(&alix).await;
        let read = async || messaging::question(portal, &alix, question).await.expect("read").conversation;
        let write = async |session: &Session, what: &str| {
            messaging::reply(portal, session, question, DraftId::generate(), &text(what))
                .await
                .expect("sent");
        };
        let first = read().await;
        env.advance(Duration::from_secs(3 * 24 * 3600));
        write(&alix, "Un complément.").await;
        let completed = read().await;
        assert_eq!(completed.waiting_since, first.waiting_since, "completing a question hides no delay");
        let agent = env.agent_session("camille").await;
        messaging::take_in_charge(portal, &agent, question).await.expect("taken in charge");
        write(&agent, "Voici.").await;
        assert!(read().await.answered_at.is_some());

        env.advance(Duration::from_secs(3600));
        write(&alix, "Ce n’est pas tout.").await;
        let returned = read().await;
        assert!(returned.was_returned() && returned.waiting_since > first.waiting_since);
        assert_eq!((returned.answered_at, returned.asked_at), (None, first.asked_at));
        let agent = env.agent_session("camille").await;
        messaging::take_in_charge(portal, &agent, question).await.expect("taken in charge again");
        write(&agent, "Voici tout.").await;
        assert!(read().await.answered_at > Some(returned.waiting_since - Duration::from_secs(1)));
    })
    .await;
}
