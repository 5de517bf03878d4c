//! Conversations from sending to closing, as seen by the operator and the agents.

use std::time::Duration;

use backend::{
    companies,
    customs::{self, InboxFilter, InboxView},
    id::{ConversationId, DraftId},
    messaging::{self, notifications},
};
use domain::{
    limited_count::LimitedCount,
    problem::Problem,
    question::{Party, Status},
};

use super::fixtures::{RECETTE, SIRET, is_not_found, pdf, png, problems, siren_of, text};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn question_goes_from_sending_to_closing() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (account, alix) = env.accountant("alix").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;

        let draft = env.ready_draft(&alix).await;
        let sent_file = env.upload(&alix, draft, "", "Avis reçu.pdf", &pdf()).await.expect("a file");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let receipt = messaging::question(portal, &alix, question).await.expect("the receipt");
        assert_eq!(receipt.conversation.status(), Status::Transmis);
        assert_eq!(receipt.conversation.service, RECETTE);
        assert_eq!(receipt.conversation.asked_at, env.clock.now());
        assert_eq!(receipt.messages[0].body, "Bonjour,\nd’où vient cette créance ?");
        assert_eq!(receipt.messages[0].attachments[0].sha256, sent_file.sha256);
        let labels: Vec<&str> = receipt.messages[0].answers.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, ["Créance concernée", "Téléphone de contact"]);
        assert_eq!(receipt.conversation.service_name, "Recette régionale fictive");

        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", &receipt.conversation.number);
        assert!(!mail.text.contains("créance"), "a mail does not contain the question: {}", mail.text);

        // The agent.
        let inbox = customs::inbox(portal, &agent, &InboxFilter::default(), None).await.expect("an inbox");
        assert_eq!(inbox.questions.iter().map(|one| one.id).collect::<Vec<_>>(), [question]);
        assert_eq!(
            customs::counts(portal, &agent).await.expect("counts").of(InboxView::ToAssign),
            LimitedCount::Exact(1)
        );
        let opened = messaging::open_attachment(portal, &agent, sent_file.id).await.expect("the file opens");
        assert_eq!(opened.content.size, pdf().len() as u64);
        env.advance(Duration::from_secs(3600));
        let early = messaging::reply(portal, &agent, question, DraftId::generate(), &text("Voici.")).await;
        assert_eq!(problems(early)[0].problem, Problem::StepNotAllowed);
        messaging::take_in_charge(portal, &agent, question).await.expect("taken in charge");
        messaging::take_in_charge(portal, &agent, question).await.expect("taken in charge twice");
        env.advance(Duration::from_secs(26 * 3600));
        // The session expired during the night.
        let agent = env.agent_session("camille").await;
        let reply = messaging::begin_reply(portal, &agent, question).await.expect("a reply draft");
        env.upload(&agent, reply, "", "relevé.png", &png()).await.expect("a file of the reply");
        messaging::reply(portal, &agent, question, DraftId::generate(), &text("Voici le relevé."))
            .await
            .expect("answered");

        // The operator is notified by mail and in the portal.
        env.deliver().await;
        assert!(env.mailbox.last_to("alix@exemple.fr").text.contains("a répondu à votre question"));
        assert_eq!(
            notifications::unread_count(portal, &alix).await.expect("counted"),
            LimitedCount::Exact(3)
        );
        let rights = companies::habilitations(portal, account, Some(&siren_of(SIRET))).await.expect("rights");
        assert_eq!(
            messaging::unread_count(portal, account, &siren_of(SIRET), &rights).await.expect("counted"),
            LimitedCount::Exact(1)
        );
        let read = messaging::question(portal, &alix, question).await.expect("read");
        messaging::mark_read(portal, &alix, &read.conversation).await.expect("marked");
        assert_eq!(
            messaging::unread_count(portal, account, &siren_of(SIRET), &rights).await.expect("counted"),
            LimitedCount::Exact(0)
        );
        assert_eq!(
            notifications::unread_count(portal, &alix).await.expect("counted"),
            LimitedCount::Exact(0)
        );
        assert_eq!(read.messages[1].by, Party::Agent);
        assert_eq!(read.messages[1].attachments[0].name, "relevé.png");
        assert_eq!(read.delay.current.answered_in.map(|one| one.working_days), Some(1));
        messaging::open_attachment(portal, &alix, read.messages[1].attachments[0].id).await.expect("opens");

        // Follow-up, then closing.
        messaging::reply(portal, &alix, question, DraftId::generate(), &text("Il manque une page."))
            .await
            .expect("sent");
        assert_eq!(status(&env, &alix, question).await, Status::Transmis);
        messaging::close(portal, &alix, question).await.expect("closed");
        let late =
            messaging::reply(portal, &alix, question, DraftId::generate(), &text("Encore un mot.")).await;
        assert_eq!(problems(late)[0].problem, Problem::StepNotAllowed);
        let closed = messaging::question(portal, &agent, question).await.expect("read by the agent");
        let steps: Vec<Status> = closed.steps.iter().map(|step| step.status()).collect();
        assert_eq!(
            steps,
            [Status::Transmis, Status::PrisEnCharge, Status::Repondu, Status::Transmis, Status::Clos]
        );
        assert!(closed.steps.windows(2).all(|pair| pair[0].at <= pair[1].at));
    })
    .await;
}

async fn status(
    env: &crate::database::TestEnv,
    session: &backend::accounts::sessions::Session,
    question: ConversationId,
) -> Status {
    messaging::question(&env.portal, session, question).await.expect("read").conversation.status()
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_sends_of_a_draft_send_once() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let clicks = (0..50).map(|_| {
            let (portal, session) = (env.portal.clone(), alix.clone());
            tokio::spawn(async move { messaging::send(&portal, &session, draft).await })
        });
        let mut receipts = Vec::new();
        for click in futures::future::join_all(clicks).await {
            receipts.push(click.expect("no panic").expect("a receipt"));
        }
        receipts.dedup();
        assert_eq!(receipts.len(), 1, "every call gets the same receipt");
        for (table, rows) in [("conversation", 1), ("message", 1), ("notification", 1), ("draft", 0)] {
            assert_eq!(env.count(table).await, rows, "{table}");
        }
        env.deliver().await;
        // Two mails of the sign-in (code, new device), then one acknowledgement.
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_with_the_same_key_are_one_message() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let key = DraftId::generate();
        let clicks = (0..10).map(|_| {
            let (portal, session) = (env.portal.clone(), alix.clone());
            tokio::spawn(async move {
                messaging::reply(&portal, &session, question, key, &text("Un oubli.")).await
            })
        });
        for click in futures::future::join_all(clicks).await {
            click.expect("no panic").expect("the same result for each call");
        }
        let (_, chloe) = env.declarant("chloe").await;
        let forged = messaging::reply(&env.portal, &chloe, question, key, &text("Une clé volée.")).await;
        assert!(is_not_found(forged), "refused without access to the question");
        let read = messaging::question(&env.portal, &alix, question).await.expect("read");
        assert_eq!(read.messages.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn question_is_taken_in_charge_once_by_concurrent_agents() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let (camille, dominique) =
            (env.signed_in_agent("camille", RECETTE).await, env.signed_in_agent("dominique", RECETTE).await);
        let question = env.send_question(&alix).await;
        let both = [camille, dominique].map(|agent| {
            let portal = env.portal.clone();
            tokio::spawn(async move { messaging::take_in_charge(&portal, &agent, question).await })
        });
        let outcomes = futures::future::join_all(both).await;
        let done = outcomes.iter().filter(|one| one.as_ref().is_ok_and(Result::is_ok)).count();
        assert!(done >= 1, "at least one takes it in charge");
        let read = messaging::question(&env.portal, &alix, question).await.expect("read");
        assert_eq!(read.steps.len(), 2, "taken in charge once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agent_of_another_service_sees_nothing() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let other_agent = env.signed_in_agent("eloi", super::fixtures::OTHER_RECETTE).await;
        let draft = env.ready_draft(&alix).await;
        let file = env.upload(&alix, draft, "", "avis.pdf", &pdf()).await.expect("a file");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        assert!(is_not_found(messaging::question(portal, &other_agent, question).await));
        assert!(is_not_found(messaging::take_in_charge(portal, &other_agent, question).await));
        assert!(is_not_found(messaging::begin_reply(portal, &other_agent, question).await));
        assert!(is_not_found(messaging::open_attachment(portal, &other_agent, file.id).await));
        assert!(is_not_found(
            messaging::reply(portal, &other_agent, question, DraftId::generate(), &text("x")).await
        ));
        assert!(
            customs::inbox(portal, &other_agent, &InboxFilter::default(), None)
                .await
                .expect("an inbox")
                .questions
                .is_empty()
        );
        // Agents cannot use the list of operators.
        assert!(messaging::list(portal, &other_agent, &Default::default()).await.is_err());
    })
    .await;
}
