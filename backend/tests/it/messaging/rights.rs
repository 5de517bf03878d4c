//! Visibility of questions by right and by company.

use backend::{
    companies,
    id::{ConversationId, DraftId},
    messaging::{self, Access, Filter, Prefill, notifications},
};
use domain::{
    limited_count::LimitedCount,
    rights::{Droit, Teleservice},
};
use platform::Error;

use super::fixtures::{OTHER_SIRET, RECETTE, SIRET, is_not_found, pdf, siren_of, text};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_share_non_confidential_questions() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let (chloe_account, chloe) = env.declarant("chloe").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let open = env.send_question(&alix).await;
        let secret = env.send_confidential_question(&alix).await;
        for question in [open, secret] {
            messaging::take_in_charge(portal, &agent, question).await.expect("taken in charge");
        }

        let visible = messaging::list(portal, &chloe, &Filter::default()).await.expect("a list");
        assert_eq!(visible.questions.iter().map(|one| one.conversation.id).collect::<Vec<_>>(), [open]);
        assert!(visible.questions[0].is_unread());
        let search = Filter { search: "secret".to_owned(), ..Filter::default() };
        assert!(messaging::list(portal, &chloe, &search).await.expect("a list").questions.is_empty());
        assert_eq!(messaging::list(portal, &alix, &search).await.expect("a list").questions.len(), 1);
        let rights =
            companies::habilitations(portal, chloe_account, Some(&siren_of(SIRET))).await.expect("rights");
        let unread = messaging::unread_count(portal, chloe_account, &siren_of(SIRET), &rights).await;
        assert_eq!(unread.expect("counted"), LimitedCount::Exact(1));

        messaging::reply(portal, &chloe, open, DraftId::generate(), &text("J’ajoute ceci."))
            .await
            .expect("a colleague");
        let file =
            messaging::question(portal, &alix, secret).await.expect("read").messages[0].attachments[0].id;
        assert!(is_not_found(messaging::question(portal, &chloe, secret).await));
        assert!(is_not_found(messaging::open_attachment(portal, &chloe, file).await));
        assert!(is_not_found(
            messaging::reply(portal, &chloe, secret, DraftId::generate(), &text("x")).await
        ));
        assert!(is_not_found(messaging::close(portal, &chloe, secret).await));
        assert!(is_not_found(messaging::begin_reply(portal, &chloe, secret).await));
        assert!(is_not_found(messaging::start(portal, &chloe, "echeancier", &Prefill::default()).await));

        let access = Access::of(portal, &chloe).await.expect("access");
        let tree = messaging::tree(portal, &access);
        assert!(tree.iter().flat_map(|(_, motifs)| motifs).all(|(motif, _)| !motif.confidential));
        let access = Access::of(portal, &alix).await.expect("access");
        let tree = messaging::tree(portal, &access);
        assert_eq!(
            tree.iter().flat_map(|(_, motifs)| motifs).filter(|(motif, _)| motif.confidential).count(),
            2
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_right_hides_confidential_questions_immediately() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (account, alix) = env.accountant("alix").await;
        env.grant(account, SIRET, Teleservice::DeltaG, Droit::Lire).await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let secret = env.send_confidential_question(&alix).await;
        let pending = messaging::start(portal, &alix, "rejet-telereglement", &Prefill::default())
            .await
            .expect("a draft");
        assert_eq!(notifications::list(portal, &alix).await.expect("listed").len(), 1);

        env.withdraw_telepayer(account).await;
        assert!(is_not_found(messaging::question(portal, &alix, secret).await));
        assert!(is_not_found(messaging::draft(portal, &alix, pending).await));
        assert!(is_not_found(messaging::begin_upload(portal, &alix, pending, "").await));
        assert!(messaging::drafts(portal, &alix).await.expect("drafts").is_empty());
        assert!(notifications::list(portal, &alix).await.expect("listed").is_empty());
        assert_eq!(
            notifications::unread_count(portal, &alix).await.expect("counted"),
            LimitedCount::Exact(0)
        );
        env.deliver().await;
        let mails = env.mailbox.count_to("alix@exemple.fr");
        messaging::take_in_charge(portal, &agent, secret).await.expect("taken in charge");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), mails, "no mail about a hidden question");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn question_of_another_company_is_not_found() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let basile = env.outsider("basile").await;
        let draft = env.ready_draft(&alix).await;
        let file = env.upload(&alix, draft, "", "avis.pdf", &pdf()).await.expect("a file");
        // A draft is visible to its author only.
        assert!(is_not_found(messaging::draft(portal, &basile, draft).await));
        assert!(is_not_found(messaging::save(portal, &basile, draft, &text("x"), None).await));
        assert!(is_not_found(messaging::delete_draft(portal, &basile, draft).await));
        assert!(is_not_found(messaging::send(portal, &basile, draft).await));
        assert!(is_not_found(messaging::remove_attachment(portal, &basile, draft, file.id).await));
        assert!(is_not_found(messaging::open_attachment(portal, &basile, file.id).await));
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        assert!(is_not_found(messaging::question(portal, &basile, question).await));
        assert!(is_not_found(messaging::open_attachment(portal, &basile, file.id).await));
        assert!(is_not_found(messaging::send(portal, &basile, draft).await));
        assert!(
            messaging::list(portal, &basile, &Filter::default()).await.expect("a list").questions.is_empty()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_of_one_company_cannot_be_sent_for_another() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (account, alix) = env.accountant("alix").await;
        env.grant(account, OTHER_SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
        let draft = env.ready_draft(&alix).await;
        let other_company = env.choose_siren(&alix, &siren_of(OTHER_SIRET)).await;
        assert!(is_not_found(messaging::draft(portal, &other_company, draft).await));
        assert!(is_not_found(messaging::save(portal, &other_company, draft, &text("x"), None).await));
        assert!(is_not_found(messaging::send(portal, &other_company, draft).await));
        assert!(messaging::drafts(portal, &other_company).await.expect("drafts").is_empty());
        let first_company = env.choose_siren(&other_company, &siren_of(SIRET)).await;
        messaging::send(portal, &first_company, draft).await.expect("sent from the right company");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messaging_without_customs_rights_is_refused_and_reveals_nothing() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let file = env.upload(&alix, draft, "", "avis.pdf", &pdf()).await.expect("a file");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let (account, dorian) = env.signed_in_account("dorian").await;
        let dorian = env.choose_siren(&dorian, &siren_of(SIRET)).await;
        let refused = |error: Error| match error {
            Error::Refused(denial) => denial.to_string(),
            other => panic!("{other:?}"),
        };
        let why = refused(messaging::list(portal, &dorian, &Filter::default()).await.expect_err("refused"));
        assert!(why.contains("habilitation"), "{why}");
        // The same response whether the question exists or not.
        let existing = refused(messaging::question(portal, &dorian, question).await.expect_err("refused"));
        let missing = refused(
            messaging::question(portal, &dorian, ConversationId::generate()).await.expect_err("refused"),
        );
        assert_eq!(existing, missing);
        assert!(is_not_found(messaging::open_attachment(portal, &dorian, file.id).await));
        let none = messaging::unread_count(portal, account, &siren_of(SIRET), &[]).await.expect("counted");
        assert_eq!(none, LimitedCount::ZERO);
    })
    .await;
}
