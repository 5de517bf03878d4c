//! Notices in the portal of what concerns an agent.

use std::time::Duration;

use backend::{
    accounts::sessions::Session,
    id::{DraftId, RowId},
    messaging::{self, agent_notices},
    staff,
};
use domain::{form::Answers, limited_count::LimitedCount};

use super::fixtures::{OTHER_RECETTE, RECETTE, text};
use crate::database::{TestEnv, on_each_database};

impl TestEnv {
    async fn notices_of(&self, agent: &Session) -> Vec<String> {
        let notices = agent_notices::list(&self.portal, agent).await.expect("listed");
        notices.iter().map(agent_notices::AgentNotice::sentence).collect()
    }

    async fn unread_of(&self, agent: &Session) -> LimitedCount {
        let id = agent.agent().expect("an agent").id;
        agent_notices::unread_count(&self.portal, id).await.expect("counted")
    }
}

fn id_of(agent: &Session) -> String {
    agent.agent().expect("an agent").id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_is_notified_of_what_concerns_them_and_of_nothing_else() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[OTHER_RECETTE]).await;
        // Notices do not depend on the mails that the agent chose.
        messaging::choose_mails(portal, &dominique, &Answers::from_iter([("recapitulatif", "9")]))
            .await
            .expect("chosen");
        let key = RowId::generate();
        let note = Answers::from_iter([("note", "À revoir."), ("mention", id_of(&dominique).as_str())]);
        for _ in 0..2 {
            messaging::add_note(portal, &camille, question, key, &note).await.expect("noted");
        }
        let assignment = Answers::from_iter([("agent", id_of(&dominique).as_str()), ("attributaire", "")]);
        for _ in 0..2 {
            messaging::assign(portal, &camille, question, &assignment).await.expect("assigned");
        }
        messaging::reply(portal, &alix, question, DraftId::generate(), &text("Encore.")).await.expect("sent");
        let expected = [
            "L’opérateur a écrit dans cette question, qui vous est attribuée.",
            "camille vous a attribué cette question.",
            "camille vous mentionne dans une note interne.",
        ];
        assert_eq!(env.notices_of(&dominique).await, expected);
        assert_eq!(env.unread_of(&dominique).await, LimitedCount::Exact(3));
        for other in [&camille, &eloi] {
            assert!(env.notices_of(other).await.is_empty());
        }
        assert!(agent_notices::list(portal, &alix).await.is_err(), "an operator");
        agent_notices::mark_question_read(portal, &camille, question).await.expect("nothing of theirs");
        assert_eq!(env.unread_of(&dominique).await, LimitedCount::Exact(3));
        agent_notices::mark_question_read(portal, &dominique, question).await.expect("marked");
        assert_eq!(env.unread_of(&dominique).await, LimitedCount::ZERO);
        messaging::add_note(portal, &camille, question, RowId::generate(), &note).await.expect("noted");
        assert_eq!(env.unread_of(&dominique).await, LimitedCount::Exact(1));

        staff::set_services(portal, "dominique", &[OTHER_RECETTE.to_owned()]).await.expect("moved");
        assert!(env.notices_of(&dominique).await.is_empty(), "of a service that they left");
        assert_eq!(env.unread_of(&dominique).await, LimitedCount::ZERO);
        staff::set_services(portal, "dominique", &[RECETTE.to_owned()]).await.expect("back");
        agent_notices::mark_all_read(portal, &dominique).await.expect("marked");
        assert_eq!(env.unread_of(&dominique).await, LimitedCount::ZERO);
        assert_eq!(env.notices_of(&dominique).await.len(), 4);
        env.advance(Duration::from_secs(366 * 24 * 3600));
        assert_eq!(agent_notices::purge(portal).await.expect("purged"), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_of_delays_are_notices_too() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(1)).await;
        let (_, alix) = env.accountant("alix").await;
        env.add_agent("camille", RECETTE, true).await;
        env.send_question(&alix).await;
        for _ in 0..4 {
            env.advance(Duration::from_secs(24 * 3600));
            messaging::warn_of_delays(&env.portal).await.expect("warned");
        }
        let camille = env.agent_session("camille").await;
        let notices = env.notices_of(&camille).await;
        assert!(notices.contains(&"Le délai promis est dépassé.".to_owned()), "{notices:?}");
    })
    .await;
}
