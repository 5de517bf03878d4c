//! Merge of a question into another one, and its undoing.

use backend::{
    accounts::sessions::Session,
    id::{ConversationId, DraftId},
    messaging::{self, Question, notifications},
};
use domain::{
    form::Answers,
    problem::Problem,
    question::{ServiceAct, Status},
};

use super::fixtures::{OTHER_RECETTE, RECETTE, creance_answers, is_not_found, problems, text};
use crate::database::{TestEnv, on_each_database};

impl TestEnv {
    /// Sends a question to another service.
    async fn send_elsewhere(&self, operator: &Session) -> ConversationId {
        let draft = self.ready_draft(operator).await;
        let mut answers = creance_answers();
        answers.set("service", OTHER_RECETTE);
        messaging::save(&self.portal, operator, draft, &answers, None).await.expect("saved");
        messaging::send(&self.portal, operator, draft).await.expect("sent")
    }

    async fn merge(
        &self,
        agent: &Session,
        question: ConversationId,
        target: ConversationId,
    ) -> Result<(), platform::Error> {
        let answers = Answers::from_iter([("cible", target.to_string())]);
        messaging::merge(&self.portal, agent, question, &answers).await
    }

    async fn seen_by(&self, reader: &Session, id: ConversationId) -> Question {
        messaging::question(&self.portal, reader, id).await.expect("read")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_question_leads_to_the_other_and_can_be_separated() {
    on_each_database(async |env| {
        env.add_services().await;
        env.commit(RECETTE, Some(5)).await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let [target, duplicate] = [env.send_question(&alix).await, env.send_question(&alix).await];
        let camille = env.named_agent("camille", &[RECETTE]).await;
        messaging::take_in_charge(portal, &camille, duplicate).await.expect("taken in charge");
        let before = env.seen_by(&camille, duplicate).await;
        let receipt = messaging::receipt_file(portal, &alix, duplicate).await.expect("the receipt");
        env.deliver().await;
        let mails = env.mailbox.count_to("alix@exemple.fr");

        for _ in 0..2 {
            env.merge(&camille, duplicate, target).await.expect("merged");
        }
        let merged = env.seen_by(&alix, duplicate).await;
        assert_eq!(
            (merged.conversation.status(), merged.conversation.merged_into),
            (Status::Clos, Some(target))
        );
        assert_eq!(
            merged.conversation.answer_due_at,
            merged.delay.current.due.map(platform::db::Moment::from_timestamp)
        );
        let number = env.seen_by(&alix, target).await.conversation.number;
        let last = merged.steps.last().expect("a step");
        assert_eq!((last.merged_with.as_deref(), last.by_name.as_str()), (Some(number.as_str()), "camille"));
        assert_eq!(messaging::receipt_file(portal, &alix, duplicate).await.expect("the receipt"), receipt);
        let links = messaging::links(portal, &alix, &merged.conversation).await.expect("links");
        assert_eq!(links.target.map(|one| one.id), Some(target));
        let of_target = env.seen_by(&alix, target).await.conversation;
        let links = messaging::links(portal, &alix, &of_target).await.expect("links");
        assert_eq!(links.merged.iter().map(|one| one.id).collect::<Vec<_>>(), [duplicate]);
        let refused = messaging::reply(portal, &alix, duplicate, DraftId::generate(), &text("Encore.")).await;
        assert_eq!(problems(refused)[0].problem, Problem::StepNotAllowed);
        messaging::reply(portal, &alix, target, DraftId::generate(), &text("Ici.")).await.expect("written");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), mails + 1, "one mail");
        let mail = env.mailbox.last_to("alix@exemple.fr").text;
        assert!(mail.contains(&format!("de la question {number}, où l’échange continue")), "{mail}");
        assert_eq!(notifications::list(portal, &alix).await.expect("listed")[0].step(), ServiceAct::Merged);

        for _ in 0..2 {
            messaging::separate(portal, &camille, duplicate).await.expect("separated");
        }
        let after = env.seen_by(&camille, duplicate).await;
        assert_eq!(after.conversation.status(), Status::PrisEnCharge);
        assert_eq!(after.conversation.assignee, before.conversation.assignee);
        assert_eq!(after.conversation.answer_due_at, before.conversation.answer_due_at);
        assert_eq!((after.conversation.closed_at, after.conversation.merged_into), (None, None));
        assert_eq!(after.steps.len(), before.steps.len() + 2, "both acts stay");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), mails + 2, "one mail");
        assert_eq!(
            notifications::list(portal, &alix).await.expect("listed")[0].step(),
            ServiceAct::Separated
        );
        messaging::reply(portal, &camille, duplicate, DraftId::generate(), &text("Voici."))
            .await
            .expect("sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_merged_only_where_its_readers_and_the_agent_may_go() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.accountant("basile").await;
        let question = env.send_question(&alix).await;
        let [of_colleague, confidential] =
            [env.send_question(&basile).await, env.send_confidential_question(&alix).await];
        let [closed, elsewhere] = [env.send_question(&alix).await, env.send_elsewhere(&alix).await];
        messaging::close(portal, &alix, closed).await.expect("closed");
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let both = env.named_agent("dominique", &[RECETTE, OTHER_RECETTE]).await;
        for target in [question, of_colleague, confidential, closed, elsewhere] {
            let refused = problems(env.merge(&camille, question, target).await);
            assert_eq!(refused[0].field, "cible", "{target}");
        }
        assert_eq!(problems(env.merge(&camille, closed, question).await)[0].problem, Problem::StepNotAllowed);
        assert!(is_not_found(env.merge(&camille, elsewhere, question).await));
        assert!(env.merge(&alix, question, elsewhere).await.is_err(), "an operator");

        env.merge(&both, question, elsewhere).await.expect("merged");
        let seen = env.seen_by(&camille, question).await.conversation;
        let links = messaging::links(portal, &camille, &seen).await.expect("links");
        assert!(links.target_number.is_some() && links.target.is_none(), "of a service of others");
        let other = env.send_question(&alix).await;
        let chain = problems(env.merge(&both, elsewhere, other).await);
        assert_eq!(chain[0].field, "cible", "others go on in it");
        messaging::separate(portal, &camille, question).await.expect("by an agent of its service");
        assert_eq!(env.seen_by(&camille, question).await.conversation.status(), Status::Transmis);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_merges_at_once_one_is_done() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let [one, other] = [env.send_question(&alix).await, env.send_question(&alix).await];
        let camille = env.named_agent("camille", &[RECETTE]).await;
        // Half of them the other way round.
        let merges = (0..50).map(|turn| {
            let pair = if turn % 2 == 0 { (one, other) } else { (other, one) };
            env.merge(&camille, pair.0, pair.1)
        });
        let done = futures::future::join_all(merges).await;
        assert!(done.iter().any(Result::is_ok));
        let [one, other] = [env.seen_by(&alix, one).await, env.seen_by(&alix, other).await];
        let merged = [&one, &other].map(|seen| seen.conversation.merged_into.is_some());
        assert!(merged[0] != merged[1], "one of them goes on in the other: {merged:?}");
        assert_eq!(one.steps.len() + other.steps.len(), 3, "one step");
        let duplicate = if merged[0] { one.conversation.id } else { other.conversation.id };
        let separations = (0..50).map(|_| messaging::separate(&env.portal, &camille, duplicate));
        assert!(futures::future::join_all(separations).await.iter().all(Result::is_ok));
        assert_eq!(env.seen_by(&alix, duplicate).await.steps.len(), 3, "one step more");
    })
    .await;
}
