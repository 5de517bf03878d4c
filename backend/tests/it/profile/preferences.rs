use backend::{
    accounts::{history::Event, profile},
    id::DraftId,
    messaging::{self, notifications},
};
use domain::{form::Answers, limited_count::LimitedCount, problem::Problem, question::Status};

use super::problem;
use crate::{
    accounts::history::events,
    database::on_each_database,
    messaging::fixtures::{RECETTE, text},
};

#[tokio::test(flavor = "multi_thread")]
async fn situation_is_validated_stored_and_recorded() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let mut typed = profile::situation(&env.portal, &session).await.expect("read").answers();
        assert_eq!(typed.text("prenom"), "Alix");
        typed.set("telephone", "12");
        let outcome = profile::set_situation(&env.portal, &session, &typed).await;
        assert_eq!(problem(outcome), ("telephone".to_owned(), Problem::NotAPhone));

        typed.set("prenom", "Alixe");
        typed.set("telephone", "01 23 45 67 89");
        typed.set("adresse", "1 quai Fictif\n59000 Lille");
        typed.set("numero_entreprise", "732 829 320 00074");
        let stored = profile::set_situation(&env.portal, &session, &typed).await.expect("stored");
        let read = profile::situation(&env.portal, &session).await.expect("read");
        assert_eq!(stored, read);
        assert_eq!(read.phone.as_deref(), Some("+33123456789"));
        assert_eq!(read.company_number.as_deref(), Some("73282932000074"));
        assert!(read.company_number_verified);
        typed.set("numero_entreprise", "12345678912345");
        let stored = profile::set_situation(&env.portal, &session, &typed)
            .await
            .expect("an invalid number is stored as unverified");
        assert!(!stored.company_number_verified);
        assert_eq!(events(&env, &session).await[..2], [Event::SituationChanged, Event::SituationChanged]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_are_enabled_until_unticked() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let steps = [Status::Transmis, Status::PrisEnCharge, Status::Repondu, Status::Clos];
        let before = profile::choices(&env.portal, &session).await.expect("read");
        assert!(steps.into_iter().all(|step| before.wants(step)) && !before.newsletter);
        let typed = Answers::from_iter([("mel_reponse", "oui"), ("liste_diffusion", "oui")]);
        profile::set_choices(&env.portal, &session, &typed).await.expect("stored");
        let after = profile::choices(&env.portal, &session).await.expect("read");
        assert_eq!(steps.map(|step| after.wants(step)), [false, false, true, false]);
        assert!(after.newsletter);
        assert_eq!(after.answers(), typed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn step_without_mail_is_notified_in_the_portal_only() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let only_replies = Answers::from_iter([("mel_reponse", "oui")]);
        profile::set_choices(&env.portal, &alix, &only_replies).await.expect("stored");
        let draft = env.ready_draft(&alix).await;
        let question = messaging::send(&env.portal, &alix, draft).await.expect("sent");
        messaging::take_in_charge(&env.portal, &agent, question).await.expect("taken in charge");
        messaging::reply(&env.portal, &agent, question, DraftId::generate(), &text("Voici."))
            .await
            .expect("answered");
        env.deliver().await;
        let mails = env.mailbox.mails();
        let about_question: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("Question")).collect();
        assert_eq!(about_question.len(), 1, "{about_question:?}");
        assert!(about_question[0].text.contains("a répondu à votre question"));
        assert_eq!(
            notifications::unread_count(&env.portal, &alix).await.expect("counted"),
            LimitedCount::Exact(3)
        );
    })
    .await;
}
