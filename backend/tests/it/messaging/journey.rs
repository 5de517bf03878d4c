//! From a question to its closing, and what everyone sees on the way.

use std::time::Duration;

use backend::{
    agents::{self, Part},
    companies, messaging, notifications,
};
use domain::{
    message::{Party, Status},
    problem::Problem,
};
use uuid::Uuid;

use super::people::{RECETTE, SIRET, is_not_found, pdf, png, problems, siren_of, text};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn a_question_goes_all_the_way() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (account, alix) = house.accountant("alix").await;
        let agent = house.agent("camille", RECETTE).await;

        let draft = house.ready_draft(&alix).await;
        let sent_file = house.upload(&alix, draft, "", "Avis reçu.pdf", &pdf()).await.expect("a file");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let receipt = messaging::question(portal, &alix, question).await.expect("the receipt");
        assert_eq!(receipt.conversation.status(), Status::Transmis);
        assert_eq!(receipt.conversation.service, RECETTE);
        assert_eq!(receipt.conversation.asked_at, house.clock.now());
        assert_eq!(receipt.messages[0].body, "Bonjour,\nd’où vient cette créance ?");
        assert_eq!(receipt.messages[0].attachments[0].sha256, sent_file.sha256);
        let labels: Vec<&str> = receipt.messages[0].answers.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, ["Créance concernée", "Téléphone de contact"]);
        assert_eq!(receipt.conversation.service_name, "Recette régionale fictive");

        house.deliver().await;
        let mail = house.mailbox.last_saying("alix@exemple.fr", &receipt.conversation.number);
        assert!(!mail.text.contains("créance"), "a mail says nothing of the content: {}", mail.text);

        // The agent's side.
        let inbox = agents::inbox(portal, &agent, Part::ToTake, None).await.expect("an inbox");
        assert_eq!(inbox.questions.iter().map(|one| one.id).collect::<Vec<_>>(), [question]);
        assert_eq!(
            agents::counts(portal, agent.agent().expect("an agent").agent).await.expect("counts").to_take,
            1
        );
        let opened = messaging::open_attachment(portal, &agent, sent_file.id).await.expect("the file opens");
        assert_eq!(opened.content.size, pdf().len() as u64);
        house.advance(Duration::from_secs(3600));
        let early = messaging::reply(portal, &agent, question, Uuid::now_v7(), &text("Voici.")).await;
        assert_eq!(problems(early)[0].problem, Problem::StepNotAllowed);
        messaging::take_in_charge(portal, &agent, question).await.expect("taken");
        messaging::take_in_charge(portal, &agent, question).await.expect("taken twice is taken once");
        house.advance(Duration::from_secs(26 * 3600));
        // The session ended in the night.
        let agent = house.agent_session("camille").await;
        let answer = messaging::draft_for_answer(portal, &agent, question).await.expect("an answer begins");
        house.upload(&agent, answer, "", "relevé.png", &png()).await.expect("the answer's file");
        messaging::reply(portal, &agent, question, Uuid::now_v7(), &text("Voici le relevé."))
            .await
            .expect("answered");

        // The operator is told by mail and in the portal.
        house.deliver().await;
        assert!(house.mailbox.last_to("alix@exemple.fr").text.contains("a répondu à votre question"));
        assert_eq!(notifications::unread_count(portal, &alix).await.expect("counted"), 3);
        let rights = companies::habilitations(portal, account, Some(&siren_of(SIRET))).await.expect("rights");
        assert_eq!(
            messaging::unread_count(portal, account, &siren_of(SIRET), &rights).await.expect("counted"),
            1
        );
        let read = messaging::question(portal, &alix, question).await.expect("read");
        messaging::mark_read(portal, &alix, &read.conversation).await.expect("marked");
        assert_eq!(
            messaging::unread_count(portal, account, &siren_of(SIRET), &rights).await.expect("counted"),
            0
        );
        assert_eq!(notifications::unread_count(portal, &alix).await.expect("counted"), 0);
        assert_eq!(read.messages[1].by, Party::Agent);
        assert_eq!(read.messages[1].attachments[0].name, "relevé.png");
        assert_eq!(read.conversation.answered_in(), Some(1));
        messaging::open_attachment(portal, &alix, read.messages[1].attachments[0].id).await.expect("opens");

        // Follow-up, then the end.
        messaging::reply(portal, &alix, question, Uuid::now_v7(), &text("Il manque une page."))
            .await
            .expect("sent");
        assert_eq!(status(&house, &alix, question).await, Status::Transmis);
        messaging::close(portal, &alix, question).await.expect("closed");
        let late = messaging::reply(portal, &alix, question, Uuid::now_v7(), &text("Encore un mot.")).await;
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
    house: &crate::database::House,
    session: &backend::session::Session,
    question: Uuid,
) -> Status {
    messaging::question(&house.portal, session, question).await.expect("read").conversation.status()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_clicks_send_once() {
    on_each_database(async |house| {
        house.services().await;
        let (_, alix) = house.accountant("alix").await;
        let draft = house.ready_draft(&alix).await;
        let clicks = (0..50).map(|_| {
            let (portal, session) = (house.portal.clone(), alix.clone());
            tokio::spawn(async move { messaging::send(&portal, &session, draft).await })
        });
        let mut receipts = Vec::new();
        for click in futures::future::join_all(clicks).await {
            receipts.push(click.expect("no panic").expect("a receipt"));
        }
        receipts.dedup();
        assert_eq!(receipts.len(), 1, "all get the same receipt");
        for (table, rows) in [("conversation", 1), ("message", 1), ("notification", 1), ("draft", 0)] {
            assert_eq!(house.count(table).await, rows, "{table}");
        }
        house.deliver().await;
        // At sign-in one code and one word about the new device, then one acknowledgement.
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_sent_twice_is_one_message() {
    on_each_database(async |house| {
        house.services().await;
        let (_, alix) = house.accountant("alix").await;
        let question = house.asked(&alix).await;
        let key = Uuid::now_v7();
        let clicks = (0..10).map(|_| {
            let (portal, session) = (house.portal.clone(), alix.clone());
            tokio::spawn(async move {
                messaging::reply(&portal, &session, question, key, &text("Un oubli.")).await
            })
        });
        for click in futures::future::join_all(clicks).await {
            click.expect("no panic").expect("sent once, told to all");
        }
        let (_, chloe) = house.declarant("chloe").await;
        let forged = messaging::reply(&house.portal, &chloe, question, key, &text("Une clé volée.")).await;
        assert!(is_not_found(forged), "nothing is said to be sent that is not");
        let read = messaging::question(&house.portal, &alix, question).await.expect("read");
        assert_eq!(read.messages.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_agents_act_one_after_the_other() {
    on_each_database(async |house| {
        house.services().await;
        let (_, alix) = house.accountant("alix").await;
        let (camille, dominique) =
            (house.agent("camille", RECETTE).await, house.agent("dominique", RECETTE).await);
        let question = house.asked(&alix).await;
        let both = [camille, dominique].map(|agent| {
            let portal = house.portal.clone();
            tokio::spawn(async move { messaging::take_in_charge(&portal, &agent, question).await })
        });
        let outcomes = futures::future::join_all(both).await;
        let done = outcomes.iter().filter(|one| one.as_ref().is_ok_and(Result::is_ok)).count();
        assert!(done >= 1, "one of them takes it");
        let read = messaging::question(&house.portal, &alix, question).await.expect("read");
        assert_eq!(read.steps.len(), 2, "taken once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_of_another_service_sees_nothing() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let stranger = house.agent("eloi", super::people::OTHER_RECETTE).await;
        let draft = house.ready_draft(&alix).await;
        let file = house.upload(&alix, draft, "", "avis.pdf", &pdf()).await.expect("a file");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        assert!(is_not_found(messaging::question(portal, &stranger, question).await));
        assert!(is_not_found(messaging::take_in_charge(portal, &stranger, question).await));
        assert!(is_not_found(messaging::draft_for_answer(portal, &stranger, question).await));
        assert!(is_not_found(messaging::open_attachment(portal, &stranger, file.id).await));
        assert!(is_not_found(
            messaging::reply(portal, &stranger, question, Uuid::now_v7(), &text("x")).await
        ));
        assert!(
            agents::inbox(portal, &stranger, Part::ToTake, None)
                .await
                .expect("an inbox")
                .questions
                .is_empty()
        );
        // Nor does an agent use the operators' side.
        assert!(messaging::list(portal, &stranger, &Default::default()).await.is_err());
    })
    .await;
}
