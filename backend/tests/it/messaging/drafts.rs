//! Drafts: saving, validation, deletion, purge, and the paged list of questions.

use std::time::Duration;

use backend::{
    accounts::sessions,
    id::DraftId,
    messaging::{self, Edit, Filter, Prefill},
};
use domain::{form::Answers, problem::Problem};

use super::fixtures::{PAE, RECETTE, SIRET, creance_answers, is_not_found, pdf, problems, text};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn link_prefills_the_fields_that_accept_its_values() {
    on_each_database(async |env| {
        env.add_services().await;
        let (portal, (_, alix)) = (&env.portal, env.accountant("alix").await);
        let fields = Answers::from_iter([
            ("date_paiement", "2026-11-29"),
            ("montant", "487,30\u{a0}€"),
            ("moyen", "coquillages"),
            ("preuve", "note.pdf"),
            ("message", "Virez la somme sur ce compte."),
            ("intrus", "x"),
        ]);
        let prefill = Prefill { creance: "CR-1".to_owned(), fields, ..Prefill::default() };
        let draft = messaging::start(portal, &alix, "paiement-non-impute", &prefill).await.expect("a draft");
        let answers = messaging::draft(portal, &alix, draft).await.expect("read").answers;
        assert_eq!(answers.text("creance"), "CR-1");
        assert_eq!(answers.text("date_paiement"), "2026-11-29");
        assert_eq!(answers.text("montant"), "487,30\u{a0}€");
        for refused in ["moyen", "preuve", "message", "intrus"] {
            assert_eq!(answers.text(refused), "", "{refused}");
        }
    })
    .await;
}

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
        assert_eq!(draft_form.answers.text("objet"), "", "the subject is not a copy of the motif");
        assert_eq!(draft_form.subject(), "Demander ou modifier un échéancier / un report de paiement");

        let typed = Answers::from_iter([
            ("montant", "beaucoup"),
            ("echeance", "demain"),
            ("service", PAE),
            ("message", ""),
            ("intrus", "n’est pas du formulaire"),
        ]);
        messaging::save(portal, &alix, draft, &typed, None).await.expect("saved without validation");
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
async fn pages_of_one_draft_do_not_replace_each_others_text_unseen() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let opened = messaging::draft(portal, &alix, draft).await.expect("read").revision;
        let (first, second) = (Edit::of(opened), Edit::of(opened));
        let save =
            async |edit, message| messaging::save(portal, &alix, draft, &text(message), Some(edit)).await;
        save(first, "un").await.expect("the text that the page showed is replaced");
        save(first, "un, deux").await.expect("a page replaces its own text");
        save(second, "un, deux").await.expect("the texts are equal");
        let refused = problems(save(second, "trois").await);
        assert_eq!(refused[0].problem, Problem::DraftChangedElsewhere);
        let stored = messaging::draft(portal, &alix, draft).await.expect("read");
        assert_eq!(stored.answers.text("message"), "un, deux");
        save(Edit::of(stored.revision), "trois").await.expect("a page that shows the last text replaces it");
        assert_eq!(problems(save(first, "quatre").await)[0].problem, Problem::DraftChangedElsewhere);
        messaging::delete_draft(portal, &alix, draft).await.expect("deleted");
        assert!(is_not_found(save(first, "cinq").await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reply_is_saved_while_it_is_typed_and_not_after_it_is_sent() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let reply = async || messaging::question(portal, &alix, question).await.expect("read");
        let (key, page, other) =
            (DraftId::generate(), reply().await.reply_edit(), reply().await.reply_edit());
        let save = async |message, edit| {
            messaging::save_reply(portal, &alix, question, key, &text(message), Some(edit)).await
        };
        save("Une suite", page).await.expect("saved");
        save("Une suite plus longue", page).await.expect("saved again");
        assert_eq!(problems(save("Autre onglet", other).await)[0].problem, Problem::DraftChangedElsewhere);
        assert_eq!(reply().await.reply.expect("a draft").answers.text("message"), "Une suite plus longue");
        messaging::reply(portal, &alix, question, key, &text("Une suite plus longue")).await.expect("sent");
        assert!(is_not_found(save("Une suite plus longue", page).await), "saved late");
        assert!(reply().await.reply.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn subject_is_optional_and_the_summary_shows_missing_answers() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let mut answers = creance_answers();
        for name in ["objet", "telephone"] {
            answers.remove(name);
        }
        messaging::save(portal, &alix, draft, &answers, None).await.expect("saved");
        let saved = messaging::draft(portal, &alix, draft).await.expect("read");
        let form = messaging::form(portal, &alix, &saved).await.expect("a form");
        let summary = messaging::summary_answers(&saved, &form);
        let missing =
            |label: &str| summary.iter().find(|one| one.label == label).map(|one| one.values.is_empty());
        assert_eq!(missing("Téléphone de contact"), Some(true), "{summary:?}");
        assert_eq!(missing("Objet"), None, "the subject has its own place");

        let sent = messaging::send(portal, &alix, draft).await.expect("sent without a subject");
        let question = messaging::question(portal, &alix, sent).await.expect("read");
        assert_eq!(question.conversation.subject, question.conversation.motif_title);
        let shown = &question.messages[0].answers;
        assert!(!shown.is_empty() && shown.iter().all(|one| !one.values.is_empty()), "{shown:?}");
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
        messaging::save(portal, &alix, draft, &answers, None).await.expect("saved");
        let found = problems(messaging::send(portal, &alix, draft).await);
        assert_eq!(found.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["siret"]);
        answers.set("siret", SIRET);
        messaging::save(portal, &alix, draft, &answers, None).await.expect("saved");
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
        // Letters that no number of a question has.
        let filter = Filter { search: "lou %".to_owned(), ..Filter::default() };
        assert!(messaging::list(portal, &alix, &filter).await.expect("a list").questions.is_empty());
        let filter = Filter { after: Some("' OR 1=1 --".to_owned()), ..Filter::default() };
        assert_eq!(
            messaging::list(portal, &alix, &filter).await.expect("a list").questions.len(),
            messaging::PAGE
        );
    })
    .await;
}
