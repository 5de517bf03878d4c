//! Who sees what: the company's users, those without *télépayer*, other companies, changed companies.

use backend::{
    Error, companies,
    messaging::{self, Access, Filter, Prefill},
    notifications,
};
use domain::rights::{Droit, Teleservice};
use uuid::Uuid;

use super::people::{OTHER_SIRET, RECETTE, SIRET, is_not_found, pdf, siren_of, text};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_share_what_is_not_confidential() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let (chloe_account, chloe) = house.declarant("chloe").await;
        let agent = house.agent("camille", RECETTE).await;
        let open = house.asked(&alix).await;
        let secret = house.asked_confidential(&alix).await;
        for question in [open, secret] {
            messaging::take_in_charge(portal, &agent, question).await.expect("taken");
        }

        let seen = messaging::list(portal, &chloe, &Filter::default()).await.expect("a list");
        assert_eq!(seen.questions.iter().map(|one| one.conversation.id).collect::<Vec<_>>(), [open]);
        assert!(seen.questions[0].is_unread());
        let search = Filter { search: "secret".to_owned(), ..Filter::default() };
        assert!(messaging::list(portal, &chloe, &search).await.expect("a list").questions.is_empty());
        assert_eq!(messaging::list(portal, &alix, &search).await.expect("a list").questions.len(), 1);
        let rights =
            companies::habilitations(portal, chloe_account, Some(&siren_of(SIRET))).await.expect("rights");
        let unread = messaging::unread_count(portal, chloe_account, &siren_of(SIRET), &rights).await;
        assert_eq!(unread.expect("counted"), 1);

        messaging::reply(portal, &chloe, open, Uuid::now_v7(), &text("J’ajoute ceci."))
            .await
            .expect("a colleague");
        let file =
            messaging::question(portal, &alix, secret).await.expect("read").messages[0].attachments[0].id;
        assert!(is_not_found(messaging::question(portal, &chloe, secret).await));
        assert!(is_not_found(messaging::open_attachment(portal, &chloe, file).await));
        assert!(is_not_found(messaging::reply(portal, &chloe, secret, Uuid::now_v7(), &text("x")).await));
        assert!(is_not_found(messaging::close(portal, &chloe, secret).await));
        assert!(is_not_found(messaging::draft_for_answer(portal, &chloe, secret).await));
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
async fn a_withdrawn_right_hides_at_once() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (account, alix) = house.accountant("alix").await;
        house.give(account, SIRET, Teleservice::DeltaG, Droit::Lire).await;
        let agent = house.agent("camille", RECETTE).await;
        let secret = house.asked_confidential(&alix).await;
        let pending = messaging::start(portal, &alix, "rejet-telereglement", &Prefill::default())
            .await
            .expect("a draft");
        assert_eq!(notifications::list(portal, &alix).await.expect("told").len(), 1);

        house.withdraw_telepayer(account).await;
        assert!(is_not_found(messaging::question(portal, &alix, secret).await));
        assert!(is_not_found(messaging::draft(portal, &alix, pending).await));
        assert!(is_not_found(messaging::begin_upload(portal, &alix, pending, "").await));
        assert!(messaging::drafts(portal, &alix).await.expect("drafts").is_empty());
        assert!(notifications::list(portal, &alix).await.expect("told").is_empty());
        assert_eq!(notifications::unread_count(portal, &alix).await.expect("counted"), 0);
        house.deliver().await;
        let mails = house.mailbox.count_to("alix@exemple.fr");
        messaging::take_in_charge(portal, &agent, secret).await.expect("taken");
        house.deliver().await;
        assert_eq!(
            house.mailbox.count_to("alix@exemple.fr"),
            mails,
            "no mail about what does not exist any more"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_company_does_not_see_that_it_exists() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let basile = house.stranger("basile").await;
        let draft = house.ready_draft(&alix).await;
        let file = house.upload(&alix, draft, "", "avis.pdf", &pdf()).await.expect("a file");
        // A draft is its author's alone.
        assert!(is_not_found(messaging::draft(portal, &basile, draft).await));
        assert!(is_not_found(messaging::save(portal, &basile, draft, &text("x")).await));
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
async fn a_draft_of_one_company_is_not_sent_for_another() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (account, alix) = house.accountant("alix").await;
        house.give(account, OTHER_SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
        let draft = house.ready_draft(&alix).await;
        let elsewhere = house.on_siren(&alix, &siren_of(OTHER_SIRET)).await;
        assert!(is_not_found(messaging::draft(portal, &elsewhere, draft).await));
        assert!(is_not_found(messaging::save(portal, &elsewhere, draft, &text("x")).await));
        assert!(is_not_found(messaging::send(portal, &elsewhere, draft).await));
        assert!(messaging::drafts(portal, &elsewhere).await.expect("drafts").is_empty());
        let back = house.on_siren(&elsewhere, &siren_of(SIRET)).await;
        messaging::send(portal, &back, draft).await.expect("nothing was lost");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_customs_rights_there_is_no_messaging_and_no_hint() {
    on_each_database(async |house| {
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let draft = house.ready_draft(&alix).await;
        let file = house.upload(&alix, draft, "", "avis.pdf", &pdf()).await.expect("a file");
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let (account, dorian) = house.signed_in("dorian").await;
        let dorian = house.on_siren(&dorian, &siren_of(SIRET)).await;
        let refused = |error: Error| match error {
            Error::Refused(denial) => denial.to_string(),
            other => panic!("{other:?}"),
        };
        let why = refused(messaging::list(portal, &dorian, &Filter::default()).await.expect_err("refused"));
        assert!(why.contains("habilitation"), "{why}");
        // The same answer whether the question exists or not.
        let existing = refused(messaging::question(portal, &dorian, question).await.expect_err("refused"));
        let missing =
            refused(messaging::question(portal, &dorian, Uuid::now_v7()).await.expect_err("refused"));
        assert_eq!(existing, missing);
        assert!(is_not_found(messaging::open_attachment(portal, &dorian, file.id).await));
        let none = messaging::unread_count(portal, account, &siren_of(SIRET), &[]).await.expect("counted");
        assert_eq!(none, 0);
    })
    .await;
}
