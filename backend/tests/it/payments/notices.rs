//! Créances found by their payment notice.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use backend::{accounts::sessions::Client, payments};
use domain::{
    card_payment::{CardKind, CardRefusal},
    problem::Problem,
};
use platform::Error;

use super::{ALCOHOL, TOO_LARGE, find, typed, with_simulator};
use crate::profile::refusal;

#[tokio::test(flavor = "multi_thread")]
async fn notice_shows_what_is_paid_before_leaving_to_its_session_only() {
    with_simulator(async |env, _simulator| {
        let (_, session) = env.visitor().await;
        let id = find(&env, &session, (" demo ci\u{a0}0027", "k7m2 9qxr ")).await.expect("forgiving");
        let notice = payments::notice(&env.portal, Some(&session), id).await.expect("a notice");
        let creance = &notice.creance;
        assert_eq!((creance.reference.as_str(), creance.remaining.cents()), (ALCOHOL.0, 48_730));
        assert_eq!((creance.kind, creance.refusal()), (Some(CardKind::Alcools), None));
        assert!(!creance.debtor.contains("Distillerie") && creance.debtor.starts_with('D'), "{creance:?}");
        assert!(notice.last_payment.is_none());

        let (_, other) = env.visitor().await;
        for visitor in [Some(&other), None] {
            let outcome = payments::notice(&env.portal, visitor, id).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
        let outcome = payments::begin_for_notice(&env.portal, &other, id).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        env.advance(Duration::from_secs(3600));
        let outcome = payments::notice(&env.portal, Some(&session), id).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        env.run_jobs().await;
        assert_eq!(env.count("payment_notice").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn amount_over_the_limit_is_refused_before_leaving() {
    with_simulator(async |env, _simulator| {
        let (_, session) = env.visitor().await;
        let id = find(&env, &session, TOO_LARGE).await.expect("a notice");
        let notice = payments::notice(&env.portal, Some(&session), id).await.expect("a notice");
        assert_eq!(notice.creance.refusal(), Some(CardRefusal::OverLimit(CardKind::Alcools)));
        let outcome = payments::begin_for_notice(&env.portal, &session, id).await;
        assert_eq!(refusal(outcome), Problem::CreanceChanged);
        assert_eq!(env.count("card_payment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_pairs_are_indistinguishable_and_throttled() {
    with_simulator(async |env, simulator| {
        let (_, session) = env.visitor().await;
        for wrong in [
            (ALCOHOL.0, "K7M2-9QXS"),
            ("DEMO-CI-9999", ALCOHOL.1),
            (ALCOHOL.0, TOO_LARGE.1),
            ("--", "--"),
            // A créance without a notice.
            ("DEMO-DG-0001", "DEMO-DG-0001"),
        ] {
            assert_eq!(refusal(find(&env, &session, wrong).await), Problem::WrongNotice, "{wrong:?}");
        }
        // Right pairs are not counted.
        for _ in 0..30 {
            find(&env, &session, ALCOHOL).await.expect("a notice");
        }
        for _ in 5..20 {
            assert_eq!(refusal(find(&env, &session, (ALCOHOL.0, "faux")).await), Problem::WrongNotice);
        }
        let throttled = refusal(find(&env, &session, ALCOHOL).await);
        assert!(matches!(throttled, Problem::TooManyAttempts { .. }), "{throttled:?}");
        // Another network is not locked out, until guesses from many are.
        let from =
            |last: u8| Client { address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, last)), ..env.client() };
        let find_from = async |last: u8, password: &str| {
            let answers = typed((ALCOHOL.0, password));
            payments::find_notice(&env.portal, &session, &from(last), &answers).await
        };
        find_from(1, ALCOHOL.1).await.expect("another network");
        for attempt in 0..33 {
            assert_eq!(refusal(find_from(2 + attempt / 10, "faux").await), Problem::WrongNotice, "{attempt}");
        }
        let throttled = refusal(find_from(9, ALCOHOL.1).await);
        assert!(matches!(throttled, Problem::TooManyAttempts { .. }), "{throttled:?}");
        env.advance(Duration::from_secs(3600));
        let (_, session) = env.visitor().await;
        find(&env, &session, ALCOHOL).await.expect("an hour later");
        simulator.set_down(domain::co_owner::CoOwner::Dgddi, true).await;
        let outcome = find(&env, &session, ALCOHOL).await;
        assert!(matches!(outcome, Err(Error::CoOwnerDown { .. })), "{outcome:?}");
    })
    .await;
}
