//! Drafts: saving, validation, deletion, purge, and the paged list of questions.

use std::time::Duration;

use backend::{
    accounts::sessions,
    messaging::{self, Filter, Prefill},
};
use domain::{form::Answers, problem::Problem};

use super::fixtures::{PAE, RECETTE, SIRET, creance_answers, is_not_found, pdf, problems};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn invalid_draft_is_saved_and_not_sent() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let prefill =
            Prefill { creance: "CR-1".to_owned(), recette: RECETTE.to_owned(), ..Prefill::default() };
        let draft = messaging::start(portal, &alix, "echeancier", &prefill).await.expect("a draft");
        let draft_form = messaging::draft(portal, &alix, draft).await.expect("read");
        assert_eq!(draft_form.answers.text("creance"), "CR-1");
        assert_eq!(draft_form.answers.text("service"), RECETTE);
        assert_eq!(
            draft_form.answers.text("objet"),
            "Demander ou modifier un échéancier / un report de paiement"
        );

        let typed = Answers::from_iter([
            ("montant", "beaucoup"),
            ("echeance", "demain"),
            ("service", PAE),
            ("message", ""),
            ("intrus", "n’est pas du formulaire"),
        ]);
        messaging::save(portal, &alix, draft, &typed).await.expect("saved without validation");
        let saved = messaging::draft(portal, &alix, draft).await.expect("read");
        assert_eq!(saved.answers.text("montant"), "beaucoup");
        assert_eq!(saved.answers.text("intrus"), "");
        let found = problems(messaging::send(portal, &alix, draft).await);
        let fields: Vec<&str> = found.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "creance",
                "montant",
                "echeance",
                "motif_economique",
                "service",
                "objet",
                "message",
                "piece_justificative"
            ]
        );
        assert!(
            found.iter().any(|one| one.problem == Problem::NoRecipient),
            "a PAE does not follow créances"
        );
        assert_eq!(env.count("conversation").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn siret_of_another_company_is_refused() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft =
            messaging::start(portal, &alix, "garantie-montant", &Prefill::default()).await.expect("a draft");
        let mut answers = creance_answers();
        for (name, value) in [
            ("siret", "99999998000017"),
            ("credit_trigo", "TRG-2026-004512"),
            ("nouveau_montant", "40 000"),
            ("service", PAE),
        ] {
            answers.set(name, value);
        }
        messaging::save(portal, &alix, draft, &answers).await.expect("saved");
        let found = problems(messaging::send(portal, &alix, draft).await);
        assert_eq!(found.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["siret"]);
        answers.set("siret", SIRET);
        messaging::save(portal, &alix, draft, &answers).await.expect("saved");
        messaging::send(portal, &alix, draft).await.expect("sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_survive_the_session_and_can_be_deleted() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let file = env.upload(&alix, draft, "", "avis.pdf", &pdf()).await.expect("a file");
        sessions::close(portal, alix.id).await.expect("signed out");
        let (_, again) = env.sign_in("alix").await;
        let again = env.choose_siren(&again, &super::fixtures::siren_of(SIRET)).await;
        let listed = messaging::drafts(portal, &again).await.expect("drafts");
        assert_eq!(listed.len(), 1);
        assert_eq!((listed[0].subject(), listed[0].files), ("Origine de la créance", 1));
        let saved = messaging::draft(portal, &again, draft).await.expect("read");
        assert_eq!(saved.attachments[0].id, file.id);
        messaging::delete_draft(portal, &again, draft).await.expect("deleted");
        assert!(is_not_found(messaging::draft(portal, &again, draft).await));
        assert!(is_not_found(messaging::open_attachment(portal, &again, file.id).await));
        assert_eq!(env.count("attachment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn untouched_drafts_are_purged_after_ninety_days() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let old = env.ready_draft(&alix).await;
        env.upload(&alix, old, "", "avis.pdf", &pdf()).await.expect("a file");
        env.advance(Duration::from_secs(89 * 24 * 3600));
        assert_eq!(messaging::purge_drafts(portal).await.expect("purged"), 0);
        env.advance(Duration::from_secs(2 * 24 * 3600));
        assert_eq!(messaging::purge_drafts(portal).await.expect("purged"), 1);
        assert_eq!((env.count("draft").await, env.count("attachment").await), (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn question_list_is_paged_and_searched() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let mut sent = Vec::new();
        for _ in 0..messaging::PAGE + 3 {
            sent.push(env.send_question(&alix).await);
            env.advance(Duration::from_secs(1));
        }
        let first = messaging::list(portal, &alix, &Filter::default()).await.expect("a page");
        assert_eq!(first.questions.len(), messaging::PAGE);
        let filter = Filter { after: first.next.clone(), ..Filter::default() };
        let second = messaging::list(portal, &alix, &filter).await.expect("the next one");
        assert_eq!((second.questions.len(), second.next), (3, None));
        let listed: Vec<_> =
            first.questions.iter().chain(&second.questions).map(|one| one.conversation.id).collect();
        sent.reverse();
        assert_eq!(listed, sent);
        let number = &first.questions[4].conversation.number;
        for words in [number.to_lowercase(), "ORIGINE creance".to_owned()] {
            let filter = Filter { search: words, ..Filter::default() };
            assert!(!messaging::list(portal, &alix, &filter).await.expect("found").questions.is_empty());
        }
        let filter = Filter { search: "%".to_owned(), ..Filter::default() };
        assert!(messaging::list(portal, &alix, &filter).await.expect("a list").questions.is_empty());
        let filter = Filter { after: Some("' OR 1=1 --".to_owned()), ..Filter::default() };
        assert_eq!(
            messaging::list(portal, &alix, &filter).await.expect("a list").questions.len(),
            messaging::PAGE
        );
    })
    .await;
}
