use backend::{history::Event, messaging, notifications, profile};
use domain::{form::Answers, message::Status, problem::Problem};
use uuid::Uuid;

use super::problem;
use crate::{
    database::on_each_database,
    history::events,
    messaging::people::{RECETTE, text},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_situation_is_checked_kept_and_noted() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let mut typed = profile::situation(&house.portal, &session).await.expect("read").answers();
        assert_eq!(typed.text("prenom"), "Alix");
        typed.set("telephone", "12");
        let outcome = profile::set_situation(&house.portal, &session, &typed).await;
        assert_eq!(problem(outcome), ("telephone".to_owned(), Problem::NotAPhone));

        typed.set("prenom", "Alixe");
        typed.set("telephone", "01 23 45 67 89");
        typed.set("adresse", "1 quai Fictif\n59000 Lille");
        typed.set("numero_entreprise", "732 829 320 00074");
        let stored = profile::set_situation(&house.portal, &session, &typed).await.expect("stored");
        let read = profile::situation(&house.portal, &session).await.expect("read");
        assert_eq!(stored, read);
        assert_eq!(read.phone.as_deref(), Some("+33123456789"));
        assert_eq!(read.company_number.as_deref(), Some("73282932000074"));
        assert!(read.company_number_verified);
        typed.set("numero_entreprise", "12345678912345");
        let stored = profile::set_situation(&house.portal, &session, &typed).await.expect("never blocks");
        assert!(!stored.company_number_verified);
        assert_eq!(events(&house, &session).await[..2], [Event::SituationChanged, Event::SituationChanged]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_are_wanted_until_unticked() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let steps = [Status::Transmis, Status::PrisEnCharge, Status::Repondu, Status::Clos];
        let before = profile::choices(&house.portal, &session).await.expect("read");
        assert!(steps.into_iter().all(|step| before.wants(step)) && !before.newsletter);
        let typed = Answers::from_iter([("mel_reponse", "oui"), ("liste_diffusion", "oui")]);
        profile::set_choices(&house.portal, &session, &typed).await.expect("stored");
        let after = profile::choices(&house.portal, &session).await.expect("read");
        assert_eq!(steps.map(|step| after.wants(step)), [false, false, true, false]);
        assert!(after.newsletter);
        assert_eq!(after.answers(), typed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unwanted_step_is_told_in_the_portal_alone() {
    on_each_database(async |house| {
        house.services().await;
        let (_, alix) = house.accountant("alix").await;
        let agent = house.agent("camille", RECETTE).await;
        let only_replies = Answers::from_iter([("mel_reponse", "oui")]);
        profile::set_choices(&house.portal, &alix, &only_replies).await.expect("stored");
        let draft = house.ready_draft(&alix).await;
        let question = messaging::send(&house.portal, &alix, draft).await.expect("sent");
        messaging::take_in_charge(&house.portal, &agent, question).await.expect("taken");
        messaging::reply(&house.portal, &agent, question, Uuid::now_v7(), &text("Voici."))
            .await
            .expect("answered");
        house.deliver().await;
        let mails = house.mailbox.mails();
        let about: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("question")).collect();
        assert_eq!(about.len(), 1, "{about:?}");
        assert!(about[0].text.contains("a répondu à votre question"));
        assert_eq!(notifications::unread_count(&house.portal, &alix).await.expect("counted"), 3);
    })
    .await;
}
