//! Receipts of payments, recorded in the transparency log.

use backend::{payments, proofs};
use domain::card_payment::CardPaymentState;
use platform::{
    Error,
    transparency::{self, Fingerprint, Proof, Verdict},
};

use super::{ALCOHOL, CARD, CODE, REFUSED_CARD, begin, find, last_payment, open, pay, state, with_simulator};

const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

#[tokio::test(flavor = "multi_thread")]
async fn receipt_of_a_payment_is_recorded_and_proven() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.visitor().await;
        let address = begin(&env, &session, ALCOHOL).await;
        let id = last_payment(&env).await;
        assert_eq!(payments::payment_receipt_file(portal, Some(&session), id).await.expect("seen"), None);
        pay(&simulator, &address, CARD, CODE).await;
        let paid = open(&env, &session, id).await;

        let json =
            payments::payment_receipt_file(portal, Some(&session), id).await.expect("seen").expect("paid");
        let receipt: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(receipt["creance"], ALCOHOL.0);
        assert_eq!(receipt["montant_centimes"], paid.amount.cents());
        assert_eq!(receipt["reference_paiement"], paid.payment_reference.expect("a reference"));
        let fingerprint = Fingerprint::of_json(json.as_bytes()).expect("an entry");
        let found = transparency::find(portal, &fingerprint).await.expect("found");
        assert!(matches!(found, Verdict::Recorded(_)), "{found:?}");
        let altered = Fingerprint::of_json(json.replace("48730", "48731").as_bytes()).expect("an entry");
        assert_eq!(transparency::find(portal, &altered).await.expect("found"), Verdict::Altered);

        assert_eq!(payments::payment_receipt_proof(portal, Some(&session), id).await.expect("seen"), None);
        env.run_jobs().await;
        let shown = payments::shown_payment(portal, Some(&session), id).await.expect("seen");
        assert!(shown.record.is_some_and(|record| record.proven_since.is_some()));
        let proof = payments::payment_receipt_proof(portal, Some(&session), id).await.expect("seen");
        let proof = Proof::parse(&proof.expect("a proof")).expect("well formed");
        assert!(proof.verify(json.as_bytes(), &portal.log_keys.verifying()).is_ok());
        let pdf =
            payments::payment_receipt_pdf(portal, Some(&session), id).await.expect("seen").expect("paid");
        assert_eq!(Fingerprint::of_file(&pdf), Some(fingerprint));

        // Another browser, until it knows the notice.
        let (_, other) = env.visitor().await;
        for visitor in [Some(&other), None] {
            let outcome = payments::payment_receipt_file(portal, visitor, id).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
        find(&env, &other, ALCOHOL).await.expect("a notice");
        let again = payments::payment_receipt_file(portal, Some(&other), id).await.expect("seen");
        assert_eq!(again.as_deref(), Some(json.as_str()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_receipt_per_payment_and_none_without_payment() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.visitor().await;
        let address = begin(&env, &session, ALCOHOL).await;
        let refused = last_payment(&env).await;
        pay(&simulator, &address, REFUSED_CARD, CODE).await;
        assert_eq!(state(&env, &session, refused).await, CardPaymentState::Refused);
        assert_eq!(payments::payment_receipt_pdf(portal, Some(&session), refused).await.expect("seen"), None);

        let address = begin(&env, &session, ALCOHOL).await;
        let paid = last_payment(&env).await;
        pay(&simulator, &address, CARD, CODE).await;
        env.advance(std::time::Duration::from_secs(61));
        // The page, opened twice, and the job learn of the payment at the same time.
        let (one, other, job) = tokio::join!(
            payments::shown_payment(portal, Some(&session), paid),
            payments::shown_payment(portal, Some(&session), paid),
            payments::check_running(portal),
        );
        one.expect("seen");
        other.expect("seen");
        job.expect("a run");
        assert_eq!(state(&env, &session, paid).await, CardPaymentState::Paid);
        assert_eq!(env.count("payment_receipt").await, 1);
        assert_eq!(env.count("log_entry").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipt_is_deleted_after_seven_years_and_the_log_says_so() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        let (_, session) = env.visitor().await;
        let address = begin(&env, &session, ALCOHOL).await;
        pay(&simulator, &address, REFUSED_CARD, CODE).await;
        assert_eq!(state(&env, &session, last_payment(&env).await).await, CardPaymentState::Refused);
        let address = begin(&env, &session, ALCOHOL).await;
        let paid = last_payment(&env).await;
        pay(&simulator, &address, CARD, CODE).await;
        let payment = open(&env, &session, paid).await;
        let receipt =
            payments::payment_receipt_file(portal, Some(&session), paid).await.expect("seen").expect("paid");

        env.advance(7 * 365 * DAY);
        env.run_jobs().await;
        assert_eq!(env.count("card_payment").await, 2, "seven years have a leap day");
        env.advance(3 * DAY);
        env.run_jobs().await;
        assert_eq!(env.count("card_payment").await, 0);
        assert_eq!(env.count("payment_receipt").await, 0);
        assert_eq!(env.count("log_entry").await, 2, "one receipt, one elimination");

        let elimination = proofs::elimination_of(portal, 0).await.expect("asked").expect("eliminated");
        assert_eq!((elimination.entry, elimination.eliminated_at), (1, env.clock.now()));
        let recorded = proofs::elimination_file(portal, 1).await.expect("the record");
        let document: serde_json::Value = serde_json::from_str(&recorded).expect("JSON");
        assert_eq!(document["objet"], "paiement");
        assert_eq!(document["numero"], payment.payment_reference.expect("a reference"));
        assert_eq!(document["inscriptions"], serde_json::json!([0]));
        for personal in [&payment.debtor, &payment.siret, &payment.reference] {
            assert!(!recorded.contains(personal.as_str()), "{personal} in {recorded}");
        }
        // A receipt downloaded before still verifies.
        let fingerprint = Fingerprint::of_json(receipt.as_bytes()).expect("an entry");
        let found = transparency::find(portal, &fingerprint).await.expect("found");
        assert!(matches!(found, Verdict::Recorded(_)), "{found:?}");
        assert_eq!(transparency::audit(portal).await.expect("consistent"), 2);
    })
    .await;
}
