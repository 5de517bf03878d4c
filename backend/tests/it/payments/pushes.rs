//! States pushed by the co-owner.

use backend::payments::{self, PaymentRefusal, receive_payment};
use domain::{card_payment::CardPaymentState, co_owner::CoOwner};
use hmac::{Hmac, KeyInit, Mac};
use platform::{co_owners::SignedBody, id::CardPaymentId};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{ALCOHOL, begin, last_payment, with_simulator};
use crate::{database::TestEnv, simulator::push_secret};

fn event(id: CardPaymentId, state: &str) -> Value {
    json!({
        "evenement": "7d1a6f0e-6a0f-4d0c-9a83-1f6d3c5a2b10",
        "paiement": {
            "paiement": id, "reference": ALCOHOL.0, "montant_centimes": 48_730, "etat": state,
            "expire_le": "2026-11-29T12:15:00Z", "termine_le": "2026-11-29T12:01:00Z",
            "reference_paiement": if state == "paye" { json!("CB-1") } else { Value::Null },
        },
    })
}

/// Pushes an event of `from`, signed with the secret of `signer`.
async fn push(env: &TestEnv, from: CoOwner, signer: CoOwner, event: &Value) -> Result<(), PaymentRefusal> {
    let (body, timestamp) = (event.to_string(), (env.clock.now().micros() / 1_000_000).to_string());
    let mut mac = Hmac::<Sha256>::new_from_slice(push_secret(signer).as_bytes()).expect("any length");
    mac.update(format!("{timestamp}.{body}").as_bytes());
    let signature = format!("v1={}", hex::encode(mac.finalize().into_bytes()));
    let signed = SignedBody { timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
    receive_payment(&env.portal, from, &signed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_signed_state_of_the_same_payment_is_believed_and_final_states_stay() {
    with_simulator(async |env, _simulator| {
        let (_, session) = env.visitor().await;
        begin(&env, &session, ALCOHOL).await;
        let id = last_payment(&env).await;
        // Without a query: the co-owner would say that the payment is running.
        let state = async || {
            payments::shown_payment(&env.portal, Some(&session), id).await.expect("the page").payment.state
        };
        let paid = event(id, "paye");
        let dgddi = CoOwner::Dgddi;
        let forged = push(&env, dgddi, CoOwner::Dgfip, &paid).await;
        assert!(matches!(forged, Err(PaymentRefusal::Unsigned)), "{forged:?}");
        let elsewhere = push(&env, CoOwner::Dgfip, CoOwner::Dgfip, &paid).await;
        assert!(matches!(elsewhere, Err(PaymentRefusal::UnknownPayment)), "{elsewhere:?}");
        let unknown = push(&env, dgddi, dgddi, &event(CardPaymentId::generate(), "paye")).await;
        assert!(matches!(unknown, Err(PaymentRefusal::UnknownPayment)), "{unknown:?}");
        let mut other_amount = paid.clone();
        other_amount["paiement"]["montant_centimes"] = json!(1);
        let wrong = push(&env, dgddi, dgddi, &other_amount).await;
        assert!(matches!(wrong, Err(PaymentRefusal::Error(_))), "{wrong:?}");
        let unreadable = push(&env, dgddi, dgddi, &json!({ "paiement": 1 })).await;
        assert!(matches!(unreadable, Err(PaymentRefusal::Unreadable(_))), "{unreadable:?}");
        assert_eq!(state().await, CardPaymentState::Running);

        for event in [&paid, &paid, &event(id, "refuse")] {
            push(&env, dgddi, dgddi, event).await.expect("accepted");
            assert_eq!(state().await, CardPaymentState::Paid);
        }
    })
    .await;
}
