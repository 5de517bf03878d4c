//! Ends of payments: paid, refused, abandoned, lost, begun twice.

use std::time::Duration;

use backend::payments;
use domain::{
    card_payment::{CardPaymentState, CardRefusal},
    co_owner::CoOwner,
    problem::Problem,
};
use platform::Error;
use serde_json::json;

use super::{
    ALCOHOL, CARD, CODE, REFUSED_CARD, begin, find, last_payment, open, page_of, pay, post, state,
    with_simulator,
};
use crate::profile::refusal;

#[tokio::test(flavor = "multi_thread")]
async fn visitor_pays_and_gets_a_receipt() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.visitor().await;
        let notice = find(&env, &session, ALCOHOL).await.expect("a notice");
        let address = payments::begin_for_notice(&env.portal, &session, notice).await.expect("handed over");
        let id = last_payment(&env).await;
        // A return before the payment, forged or not, changes nothing.
        assert_eq!(state(&env, &session, id).await, CardPaymentState::Running);
        assert_eq!(pay(&simulator, &address, CARD, CODE).await, page_of(id));
        let paid = open(&env, &session, id).await;
        assert_eq!((paid.state, paid.amount.cents()), (CardPaymentState::Paid, 48_730));
        assert!(paid.payment_reference.is_some_and(|reference| reference.starts_with("CB-")));
        assert!(paid.ended_at.is_some());

        let shown = payments::notice(&env.portal, Some(&session), notice).await.expect("the notice");
        assert_eq!(shown.creance.refusal(), Some(CardRefusal::Paid));
        let again = payments::begin_for_notice(&env.portal, &session, notice).await;
        assert_eq!(refusal(again), Problem::CreanceChanged);
        // Another browser sees the receipt once it knows the notice.
        let (_, other) = env.visitor().await;
        for visitor in [Some(&other), None] {
            let outcome = payments::shown_payment(&env.portal, visitor, id).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
        find(&env, &other, ALCOHOL).await.expect("a notice");
        assert_eq!(state(&env, &other, id).await, CardPaymentState::Paid);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_or_abandoned_payment_can_begin_again() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.visitor().await;
        for (card, code) in [(REFUSED_CARD, CODE), (CARD, "000000")] {
            let address = begin(&env, &session, ALCOHOL).await;
            let id = last_payment(&env).await;
            pay(&simulator, &address, card, code).await;
            assert_eq!(state(&env, &session, id).await, CardPaymentState::Refused, "{card} {code}");
        }
        let address = begin(&env, &session, ALCOHOL).await;
        let id = last_payment(&env).await;
        post(&simulator, &format!("{address}/abandon"), "").await;
        assert_eq!(state(&env, &session, id).await, CardPaymentState::Cancelled);
        // The portal does not know yet that this one has ended.
        let address = begin(&env, &session, ALCOHOL).await;
        pay(&simulator, &address, REFUSED_CARD, CODE).await;
        env.advance(Duration::from_secs(3));
        assert_ne!(begin(&env, &session, ALCOHOL).await, address);
        assert_eq!(env.count("card_payment").await, 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_finds_the_end_of_payments_whose_payer_never_returns() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.visitor().await;
        let address = begin(&env, &session, ALCOHOL).await;
        let first = last_payment(&env).await;
        post(&simulator, &format!("{address}/abandon"), "").await;
        env.advance(Duration::from_secs(61));
        assert_eq!(payments::check_running(&env.portal).await.expect("a run"), 1);
        assert_eq!(state(&env, &session, first).await, CardPaymentState::Cancelled);

        let address = begin(&env, &session, ALCOHOL).await;
        let second = last_payment(&env).await;
        pay(&simulator, &address, CARD, CODE).await;
        simulator.set_down(CoOwner::Dgddi, true).await;
        env.advance(Duration::from_secs(61));
        assert_eq!(payments::check_running(&env.portal).await.expect("a run"), 0, "no answer");
        simulator.set_down(CoOwner::Dgddi, false).await;
        assert_eq!(payments::check_running(&env.portal).await.expect("a run"), 0, "queried a moment ago");
        env.advance(Duration::from_secs(61));
        env.run_jobs().await;
        assert_eq!(state(&env, &session, second).await, CardPaymentState::Paid);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payment_that_the_co_owner_never_received_expires() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.visitor().await;
        begin(&env, &session, ALCOHOL).await;
        let id = last_payment(&env).await;
        // Forgets all payments.
        simulator.administer(reqwest::Method::POST, "reinitialiser", json!({})).await;
        assert_eq!(state(&env, &session, id).await, CardPaymentState::Running, "perhaps still under way");
        env.advance(Duration::from_secs(16 * 60));
        payments::check_running(&env.portal).await.expect("a run");
        let (_, session) = env.visitor().await;
        find(&env, &session, ALCOHOL).await.expect("a notice");
        assert_eq!(state(&env, &session, id).await, CardPaymentState::Expired);
        begin(&env, &session, ALCOHOL).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_end_at_one_payment_and_two_browsers_do_not_pay_twice() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.visitor().await;
        let (first, second) = (
            find(&env, &session, ALCOHOL).await.expect("a notice"),
            find(&env, &session, ALCOHOL).await.expect("a notice"),
        );
        let (one, other) = tokio::join!(
            payments::begin_for_notice(&env.portal, &session, first),
            payments::begin_for_notice(&env.portal, &session, second),
        );
        assert_eq!(one.expect("handed over"), other.expect("handed over"));
        assert_eq!(env.count("card_payment").await, 1);
        let id = last_payment(&env).await;

        let (_, stranger) = env.visitor().await;
        let notice = find(&env, &stranger, ALCOHOL).await.expect("a notice");
        let outcome = payments::begin_for_notice(&env.portal, &stranger, notice).await;
        assert!(matches!(refusal(outcome), Problem::PaymentRunning { .. }));
        let followed =
            payments::shown_payment(&env.portal, Some(&stranger), id).await.expect("knows the notice");
        assert_eq!(followed.resume, None, "only the payer may enter the card");
        let shown = payments::notice(&env.portal, Some(&stranger), notice).await.expect("the notice");
        assert!(shown.last_payment.is_some() && !shown.is_own_payment);

        // Paid elsewhere meanwhile: the co-owner refuses.
        let address = payments::begin_for_notice(&env.portal, &session, first).await.expect("resumed");
        pay(&simulator, &address, CARD, CODE).await;
        env.advance(Duration::from_secs(3));
        let outcome = payments::begin_for_notice(&env.portal, &stranger, notice).await;
        assert_eq!(refusal(outcome), Problem::CreanceChanged);
        assert_eq!(env.count("card_payment").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn co_owner_that_is_down_leaves_no_half_payment() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.visitor().await;
        let notice = find(&env, &session, ALCOHOL).await.expect("a notice");
        simulator.set_down(CoOwner::Dgddi, true).await;
        let outcome = payments::begin_for_notice(&env.portal, &session, notice).await;
        assert!(matches!(outcome, Err(Error::CoOwnerDown { .. })), "{outcome:?}");
        simulator.set_down(CoOwner::Dgddi, false).await;
        let address = payments::begin_for_notice(&env.portal, &session, notice).await.expect("handed over");
        assert_eq!(env.count("card_payment").await, 1);
        pay(&simulator, &address, CARD, CODE).await;
        let id = last_payment(&env).await;
        assert_eq!(state(&env, &session, id).await, CardPaymentState::Paid);
    })
    .await;
}
