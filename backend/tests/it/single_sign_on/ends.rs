//! Whatever ends a session, its visits are due.

use std::time::Duration;

use backend::{
    config::Config,
    on, personal_data, profile, session,
    session::Session,
    sign_in,
    single_sign_on::{TeleservicesConfig, TokenRefusal, tell_ended, user_info},
};
use domain::{form::Answers, rights::Teleservice};

use super::with_teleservices;
use crate::{
    accounts::{PASSWORD, credentials},
    database::House,
    simulator::Simulator,
};

/// Nobody is called: what is due is what counts here.
fn without_calls(config: &mut Config) {
    let silent = Teleservice::single_sign_on().filter_map(|teleservice| {
        let mut settings = config.teleservices.of(teleservice)?.clone();
        settings.backchannel_logout_uri = None;
        Some((teleservice, settings))
    });
    config.teleservices = silent.collect::<TeleservicesConfig>();
}

async fn told(house: &House) -> i64 {
    on!(house.portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM teleservice_visit WHERE told_at IS NOT NULL")
            .fetch_one(c)
            .await
    })
    .expect("counted")
}

type Ending = for<'a> fn(&'a House, &'a Session, &'a Session) -> futures::future::BoxFuture<'a, ()>;

/// `session`: that of the visit; `other`: another one of the same person.
const ENDINGS: [(&str, Ending); 7] = [
    ("sign-out", |house, session, _| {
        Box::pin(async move { session::close(&house.portal, session.id).await.expect("closed") })
    }),
    ("closed elsewhere", |house, session, other| {
        Box::pin(
            async move { profile::close_session(&house.portal, other, session.id).await.expect("closed") },
        )
    }),
    ("all others closed", |house, _, other| {
        Box::pin(
            async move { assert!(profile::close_others(&house.portal, other).await.expect("closed") > 0) },
        )
    }),
    ("idle", |house, _, _| Box::pin(async move { house.advance(Duration::from_secs(15 * 60)) })),
    ("expired", |house, session, _| {
        Box::pin(async move {
            backend::change!(house.portal.db, |c| {
                sqlx::query("UPDATE session SET expires_at = $1 WHERE id = $2")
                    .bind(house.clock.now())
                    .bind(session.id)
                    .execute(c)
                    .await
                    .map(|_| ())
            })
            .expect("expired");
        })
    }),
    ("somebody else signs in", |house, session, _| {
        Box::pin(async move {
            house.account("autre").await;
            let typed = credentials("autre", PASSWORD);
            sign_in::sign_in(&house.portal, session, &house.client(), &typed).await.expect("right password");
        })
    }),
    ("account deleted", |house, session, _| {
        Box::pin(async move {
            let typed = Answers::from_iter([("identifiant", "alix"), ("confirmation", "oui")]);
            personal_data::delete_account(&house.portal, session, &typed).await.expect("deleted");
        })
    }),
];

async fn is_told_once(house: House, simulator: &Simulator, name: &str, end: Ending) {
    let (_, session) = house.operator(simulator, "alix").await;
    let code = house.a_code(simulator, &session).await;
    let tokens = house.exchange(simulator, &code).await.expect("tokens");
    let unused = house.a_code(simulator, &session).await;
    house.advance(Duration::from_secs(10));
    let (_, other) = house.sign_in("alix").await;
    assert_eq!(tell_ended(&house.portal).await.expect("looked"), 0, "{name}: it is open");
    end(&house, &session, &other).await;
    assert!(user_info(&house.portal, &tokens.access_token).await.is_err(), "{name}: the token is dead");
    let refused = house.exchange(simulator, &unused).await;
    assert!(matches!(refused, Err(TokenRefusal::Grant(_))), "{name}: {refused:?}");
    let (one, two) = futures::join!(tell_ended(&house.portal), tell_ended(&house.portal));
    assert_eq!(one.expect("told") + two.expect("told"), 1, "{name}");
    assert_eq!((told(&house).await, tell_ended(&house.portal).await.expect("looked")), (1, 0), "{name}");
    house.advance(Duration::from_secs(25 * 3600));
    house.run_jobs().await;
    assert_eq!(house.count("teleservice_visit").await, 0, "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_end_of_a_session_is_told_once() {
    for (name, end) in ENDINGS {
        with_teleservices(without_calls, async |house, simulator| {
            is_told_once(house, simulator, name, end).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teleservice_that_does_not_answer_is_told_again_and_given_up_after_a_day() {
    with_teleservices(
        |_| {},
        async |house, simulator| {
            let (_, session) = house.operator(simulator, "alix").await;
            house.a_code(simulator, &session).await;
            simulator.set_down(domain::co_owner::CoOwner::Dgddi, true).await;
            session::close(&house.portal, session.id).await.expect("closed");
            let mut tries = 0;
            for _ in 0..200 {
                tries += tell_ended(&house.portal).await.expect("tried");
                house.advance(Duration::from_secs(600));
            }
            assert!((8..60).contains(&tries), "{tries} tries in 33 hours, ever more rarely");
            let dead: i64 = on!(house.portal.db, |c| {
                sqlx::query_scalar("SELECT COUNT(*) FROM teleservice_visit WHERE dead_at IS NOT NULL")
                    .fetch_one(c)
                    .await
            })
            .expect("counted");
            assert_eq!((dead, told(&house).await), (1, 0));
            simulator.set_down(domain::co_owner::CoOwner::Dgddi, false).await;
        },
    )
    .await;
}
