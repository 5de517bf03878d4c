//! Acknowledgements of receipt: their mentions (CRPA R112-11-1), and their entry in the transparency log.

use backend::{
    id::DraftId,
    messaging::{self, Evidence, SentReceipt},
    personal_data,
};
use domain::form::Answers;
use platform::transparency::{self, Fingerprint, Proof, ProofError, Verdict};

use super::fixtures::{is_not_found, pdf};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn receipt_names_the_service_and_says_nothing_of_silence_unless_it_is_a_demande() {
    on_each_database(async |env| {
        env.add_services().await;
        let (portal, (_, alix)) = (&env.portal, env.accountant("alix").await);
        let question = env.send_question(&alix).await;
        let SentReceipt { question: sent, receipt, .. } =
            messaging::receipt(portal, &alix, question).await.expect("a receipt");
        assert_eq!(receipt.received_at, env.clock.now().rfc3339());
        assert_eq!(receipt.service.name, "Recette régionale fictive");
        assert_eq!(receipt.service.address, "1 quai fictif, 44000 Nantes");
        assert_eq!(receipt.service.email, "service@douane.exemple.fr");
        assert_eq!(receipt.service.phone.as_str(), "+33240000000");
        assert_eq!(receipt.sender.name, sent.messages[0].author_name);
        assert_eq!(receipt.message, "Bonjour,\nd’où vient cette créance ?");
        assert!(receipt.silence.is_empty(), "a question is no demande: {:?}", receipt.silence);
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", &receipt.number);
        for said in [&receipt.service.address, &receipt.service.email, &receipt.service.phone.shown()] {
            assert!(mail.text.contains(said.as_str()), "{said}: {}", mail.text);
        }
        assert!(!mail.text.contains("réputée"), "{}", mail.text);

        let demande = env.send_confidential_question(&alix).await;
        let sent = messaging::receipt(portal, &alix, demande).await.expect("a receipt");
        let silence = sent.receipt.silence.join(" ");
        assert!(silence.contains("réputée rejetée le 1er\u{a0}août 2026"), "{silence}");
        assert!(silence.contains("recours gracieux"), "{silence}");
        assert_eq!(sent.receipt.files[0].sha256, sent.question.messages[0].attachments[0].sha256.as_str());
        assert_eq!(sent.receipt.files[0].size, i64::try_from(pdf().len()).expect("a size"));
        env.deliver().await;
        let mail = env.mailbox.last_containing("alix@exemple.fr", &sent.receipt.number);
        for mention in &sent.receipt.silence {
            assert!(mail.text.contains(mention.as_str()), "{mention}: {}", mail.text);
        }
        assert!(!mail.text.contains("Report secret") && !mail.text.contains("échéancier"), "{}", mail.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipt_is_proven_once_a_checkpoint_covers_it() {
    on_each_database(async |env| {
        env.add_services().await;
        let (portal, (_, alix)) = (&env.portal, env.accountant("alix").await);
        for _ in 0..3 {
            env.send_question(&alix).await;
        }
        let question = env.send_question(&alix).await;
        let evidence =
            async || match messaging::receipt(portal, &alix, question).await.expect("sent").evidence {
                Evidence::Recorded(record) => record,
                Evidence::Erased => panic!("the sender is not erased"),
            };
        let before = evidence().await;
        assert_eq!((before.number, before.appended_at, before.proven_since), (3, env.clock.now(), None));
        assert_eq!(messaging::receipt_proof(portal, &alix, question).await.expect("asked"), None);

        env.run_jobs().await;
        assert_eq!(evidence().await.proven_since, Some(env.clock.now()));
        let json = messaging::receipt_file(portal, &alix, question).await.expect("the file");
        let proof = messaging::receipt_proof(portal, &alix, question).await.expect("asked").expect("a proof");
        let proof = Proof::parse(&proof).expect("well formed");
        let keys = portal.log_keys.verifying();
        assert_eq!(proof.verify(json.as_bytes(), &keys).expect("verified").checkpoint.size, 4);
        for (from, to) in [
            ("d’où", "d’ou"),
            ("Recette régionale", "Recette Régionale"),
            ("recu_le\":\"2026", "recu_le\":\"2025"),
        ] {
            let altered = json.replacen(from, to, 1);
            assert_ne!(altered, json, "{from}");
            assert_eq!(proof.verify(altered.as_bytes(), &keys), Err(ProofError::NotIncluded));
            let fingerprint = Fingerprint::of_json(altered.as_bytes()).expect("JSON with a salt");
            assert_eq!(transparency::find(portal, &fingerprint).await.expect("found"), Verdict::Altered);
        }
        let fingerprint = Fingerprint::of_json(json.as_bytes()).expect("a receipt");
        assert_eq!(
            transparency::find(portal, &fingerprint).await.expect("found"),
            Verdict::Recorded(evidence().await)
        );
        let unknown = Fingerprint { leaf: [1; 32], salt: [2; 32] };
        assert_eq!(transparency::find(portal, &unknown).await.expect("found"), Verdict::Unknown);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipt_is_hidden_with_its_question_and_erased_with_its_sender() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let (_, chloe) = env.accountant("chloe").await;
        let question = env.send_confidential_question(&alix).await;
        env.run_jobs().await;
        assert!(is_not_found(messaging::receipt(portal, &basile, question).await));
        assert!(is_not_found(messaging::receipt_file(portal, &basile, question).await));
        assert!(is_not_found(messaging::receipt_proof(portal, &basile, question).await));
        let json = messaging::receipt_file(portal, &chloe, question).await.expect("a colleague's file");

        let confirmation = Answers::from_iter([("identifiant", "alix")]);
        personal_data::delete_account(portal, &alix, &confirmation).await.expect("deleted");
        let left = messaging::receipt(portal, &chloe, question).await.expect("the receipt stays");
        assert_eq!(left.evidence, Evidence::Erased);
        assert_eq!(left.receipt.sender.name, messaging::DELETED_AUTHOR);
        assert!(is_not_found(messaging::receipt_file(portal, &chloe, question).await));
        // What the colleague had downloaded still verifies.
        let proof =
            messaging::receipt_proof(portal, &chloe, question).await.expect("asked").expect("a proof");
        let proof = Proof::parse(&proof).expect("well formed");
        assert!(proof.verify(json.as_bytes(), &portal.log_keys.verifying()).is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replies_are_recorded_too_and_erased_with_their_author() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let (_, chloe) = env.accountant("chloe").await;
        let question = env.send_confidential_question(&alix).await;
        let text = Answers::from_iter([("message", "Voici la suite.")]);
        let key = DraftId::generate();
        for _ in 0..2 {
            messaging::reply(portal, &alix, question, key, &text).await.expect("a follow-up");
        }
        assert_eq!(env.count("log_entry").await, 2, "one for the question, one for the reply sent twice");
        let (_, messages) =
            messaging::message_evidence(portal, &chloe, question).await.expect("a colleague's");
        let [_, reply] = &messages[..] else { panic!("{messages:?}") };
        assert_eq!(reply.message.body, "Voici la suite.");
        let id = reply.message.id;
        let json = messaging::message_file(portal, &chloe, id).await.expect("the file");
        assert!(json.contains("Voici la suite.") && json.contains(r#""nature":"suite""#), "{json}");
        assert_eq!(messaging::message_proof(portal, &chloe, id).await.expect("asked"), (question, None));
        env.run_jobs().await;
        let (_, proof) = messaging::message_proof(portal, &chloe, id).await.expect("asked");
        let proof = Proof::parse(&proof.expect("a proof")).expect("well formed");
        assert!(proof.verify(json.as_bytes(), &portal.log_keys.verifying()).is_ok());
        assert!(is_not_found(messaging::message_file(portal, &basile, id).await));
        assert!(is_not_found(messaging::message_evidence(portal, &basile, question).await));

        let confirmation = Answers::from_iter([("identifiant", "alix")]);
        personal_data::delete_account(portal, &alix, &confirmation).await.expect("deleted");
        let (_, left) = messaging::message_evidence(portal, &chloe, question).await.expect("left");
        assert!(left.iter().all(|one| one.evidence == Evidence::Erased), "{left:?}");
        assert!(is_not_found(messaging::message_file(portal, &chloe, id).await));
        assert!(proof.verify(json.as_bytes(), &portal.log_keys.verifying()).is_ok());
    })
    .await;
}
