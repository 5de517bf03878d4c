//! States pushed by the co-owner.

use std::time::Duration;

use backend::{
    companies::{PushRefusal, figures::receive_figures_change},
    dashboard,
    payments::{self, receive_payment},
};
use domain::{card_payment::CardPaymentState, co_owner::CoOwner};
use hmac::{Hmac, KeyInit, Mac};
use platform::{co_owners::SignedBody, id::CardPaymentId};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{ALCOHOL, DISTILLERY, begin, last_payment, with_simulator};
use crate::{companies::session_at, database::TestEnv, simulator::push_secret};

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
async fn push(env: &TestEnv, from: CoOwner, signer: CoOwner, event: &Value) -> Result<(), PushRefusal> {
    send_signed(env, signer, event, async |signed| receive_payment(&env.portal, from, &signed).await).await
}

/// Signs an event with the secret of `signer`, and passes it on.
async fn send_signed(
    env: &TestEnv,
    signer: CoOwner,
    event: &Value,
    receive: impl AsyncFn(SignedBody<'_>) -> Result<(), PushRefusal>,
) -> Result<(), PushRefusal> {
    let (body, timestamp) = (event.to_string(), (env.clock.now().micros() / 1_000_000).to_string());
    let mut mac = Hmac::<Sha256>::new_from_slice(push_secret(signer).as_bytes()).expect("any length");
    mac.update(format!("{timestamp}.{body}").as_bytes());
    let signature = format!("v1={}", hex::encode(mac.finalize().into_bytes()));
    let signed = SignedBody { timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
    receive(signed).await
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
        assert!(matches!(forged, Err(PushRefusal::Unsigned)), "{forged:?}");
        let elsewhere = push(&env, CoOwner::Dgfip, CoOwner::Dgfip, &paid).await;
        assert!(matches!(elsewhere, Err(PushRefusal::Unknown)), "{elsewhere:?}");
        let unknown = push(&env, dgddi, dgddi, &event(CardPaymentId::generate(), "paye")).await;
        assert!(matches!(unknown, Err(PushRefusal::Unknown)), "{unknown:?}");
        let mut other_amount = paid.clone();
        other_amount["paiement"]["montant_centimes"] = json!(1);
        let wrong = push(&env, dgddi, dgddi, &other_amount).await;
        assert!(matches!(wrong, Err(PushRefusal::Error(_))), "{wrong:?}");
        let unreadable = push(&env, dgddi, dgddi, &json!({ "paiement": 1 })).await;
        assert!(matches!(unreadable, Err(PushRefusal::Unreadable(_))), "{unreadable:?}");
        assert_eq!(state().await, CardPaymentState::Running);

        for event in [&paid, &paid, &event(id, "refuse")] {
            push(&env, dgddi, dgddi, event).await.expect("accepted");
            assert_eq!(state().await, CardPaymentState::Paid);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_change_of_figures_makes_them_be_read_again() {
    with_simulator(async |mut env, simulator| {
        let mut settings = simulator.settings();
        settings.figures_freshness_seconds = 3600;
        env.portal.co_owners = crate::simulator::co_owners(&settings);
        let change = json!({ "evenement": "7d1a6f0e-6a0f-4d0c-9a83-1f6d3c5a2b10", "siren": DISTILLERY });
        let push = async |signer: CoOwner, event: &Value| {
            let receive = async |signed: SignedBody<'_>| {
                receive_figures_change(&env.portal, CoOwner::Dgddi, &signed).await
            };
            send_signed(&env, signer, event, receive).await
        };
        let unknown = push(CoOwner::Dgddi, &change).await;
        assert!(matches!(unknown, Err(PushRefusal::Unknown)), "no figures yet: {unknown:?}");

        let session = session_at(&env, &simulator, "alix.demo", &[CoOwner::Dgddi], DISTILLERY).await;
        let received_at = async || {
            let mandats = dashboard::mandats(&env.portal, &session).await.expect("mandats");
            let share = mandats.shares.iter().find(|one| one.co_owner == CoOwner::Dgddi).expect("customs");
            (share.block.shown().expect("shown").received_at, mandats.figures_mark)
        };
        let first = received_at().await;
        env.advance(Duration::from_secs(60));
        assert_eq!(received_at().await, first, "cached");
        let forged = push(CoOwner::Dgfip, &change).await;
        assert!(matches!(forged, Err(PushRefusal::Unsigned)), "{forged:?}");
        let unreadable = push(CoOwner::Dgddi, &json!({ "siren": DISTILLERY })).await;
        assert!(matches!(unreadable, Err(PushRefusal::Unreadable(_))), "{unreadable:?}");
        assert_eq!(received_at().await, first);
        push(CoOwner::Dgddi, &change).await.expect("accepted");
        let (again, mark) = received_at().await;
        assert!(again > first.0 && mark > first.1, "read again");
    })
    .await;
}
