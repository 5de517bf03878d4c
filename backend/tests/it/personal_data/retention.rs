use std::time::Duration;

use backend::{id::DraftId, messaging, proofs};
use futures::TryStreamExt;
use platform::{
    Error,
    transparency::{self, Fingerprint, Proof, Verdict},
};

use crate::{
    database::on_each_database,
    messaging::fixtures::{RECETTE, text},
};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_deleted_seven_years_after_the_last_exchange() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, session) = env.accountant("alix").await;
        let old = env.send_confidential_question(&session).await;
        env.advance(30 * DAY);
        let agent = env.signed_in_agent("agent", RECETTE).await;
        messaging::take_in_charge(&env.portal, &agent, old).await.expect("taken in charge");
        messaging::reply(&env.portal, &agent, old, DraftId::generate(), &text("Voici"))
            .await
            .expect("answered");
        assert!(env.count("notification").await > 0);

        // Seven years after the question, 30 days before seven years after the reply.
        env.advance((7 * 365 + 1) * DAY - DAY);
        env.run_jobs().await;
        assert_eq!(env.count("conversation").await, 1, "counted from the reply");
        let files: Vec<_> = env.portal.files.list().try_collect().await.expect("listed");
        assert_eq!(files.len(), 1);

        env.advance(31 * DAY);
        env.run_jobs().await;
        for table in [
            "conversation",
            "message",
            "conversation_step",
            "attachment",
            "notification",
            "conversation_unread",
            "draft",
            "search_scoped",
        ] {
            assert_eq!(env.count(table).await, 0, "{table}");
        }
        let files: Vec<_> = env.portal.files.list().try_collect().await.expect("listed");
        assert!(files.is_empty(), "{files:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn elimination_is_recorded_in_the_log_without_personal_content() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let reply = text("Suite-personnelle");
        messaging::reply(portal, &alix, question, DraftId::generate(), &reply).await.expect("followed up");
        let receipt = messaging::receipt_file(portal, &alix, question).await.expect("a receipt");
        let sent = messaging::receipt(portal, &alix, question).await.expect("a receipt");
        assert_eq!(proofs::elimination_of(portal, 0).await.expect("asked"), None);

        env.advance((7 * 365 + 3) * DAY);
        env.run_jobs().await;
        assert_eq!(env.count("conversation").await, 0);
        assert_eq!(env.count("log_entry").await, 3, "two messages, one elimination");
        for entry in [0, 1] {
            let elimination =
                proofs::elimination_of(portal, entry).await.expect("asked").expect("eliminated");
            assert_eq!((elimination.entry, elimination.eliminated_at), (2, env.clock.now()));
        }
        let recorded = proofs::elimination_file(portal, 2).await.expect("the record");
        let document: serde_json::Value = serde_json::from_str(&recorded).expect("JSON");
        assert_eq!(document["inscriptions"], serde_json::json!([0, 1]));
        assert_eq!(document["objet"], "question");
        assert_eq!(document["numero"], sent.receipt.number.as_str());
        assert_eq!(document["elimine_le"], env.clock.now().rfc3339().as_str());
        assert!(document["regle"].as_str().is_some_and(|rule| rule.contains("7\u{a0}ans")), "{recorded}");
        for personal in ["Suite-personnelle", &sent.receipt.sender.name, &sent.receipt.subject] {
            assert!(!recorded.contains(personal), "{personal} in {recorded}");
        }
        // A receipt downloaded before still verifies, and so does the elimination.
        transparency::sign_checkpoint(portal).await.expect("signed");
        let fingerprint = Fingerprint::of_json(receipt.as_bytes()).expect("a receipt");
        let verdict = transparency::find(portal, &fingerprint).await.expect("found");
        assert!(matches!(verdict, Verdict::Recorded(_)), "{verdict:?}");
        let proof = proofs::elimination_proof(portal, 2).await.expect("asked").expect("a proof");
        let proof = Proof::parse(&proof).expect("well formed");
        assert!(proof.verify(recorded.as_bytes(), &portal.log_keys.verifying()).is_ok());
        assert_eq!(transparency::audit(portal).await.expect("consistent"), 3);
        let missing = proofs::elimination_file(portal, 0).await;
        assert!(matches!(missing, Err(Error::NotFound)), "{missing:?}");
    })
    .await;
}
