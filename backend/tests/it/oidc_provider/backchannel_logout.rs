//! Back-channel logout: every end of a session notifies its RP sessions.

use std::time::Duration;

use backend::{
    Portal,
    accounts::{
        profile,
        sessions::{self, Session},
        sign_in,
    },
    config::{Config, TeleservicesConfig},
    oidc_provider::{LogoutQueue, TokenError, user_info},
    personal_data,
};
use domain::{form::Answers, rights::Teleservice};
use platform::{Error, on, outbox};

use super::with_teleservices;
use crate::{
    accounts::{PASSWORD, credentials},
    database::TestEnv,
    simulator::Simulator,
};

async fn notify_ended(portal: &Portal) -> Result<usize, Error> {
    outbox::deliver_due(&LogoutQueue::new(portal)).await
}

/// Removes the logout addresses: the notifications are only counted.
fn without_logout_uris(config: &mut Config) {
    let changed = Teleservice::with_single_sign_on().filter_map(|teleservice| {
        let mut settings = config.teleservices.of(teleservice)?.clone();
        settings.backchannel_logout_uri = None;
        Some((teleservice, settings))
    });
    config.teleservices = changed.collect::<TeleservicesConfig>();
}

async fn notified_count(env: &TestEnv) -> i64 {
    on!(env.portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM rp_session WHERE notified_at IS NOT NULL").fetch_one(c).await
    })
    .expect("counted")
}

type Ending = for<'a> fn(&'a TestEnv, &'a Session, &'a Session) -> futures::future::BoxFuture<'a, ()>;

/// Arguments: the session of the RP session, and another session of the same account.
const ENDINGS: [(&str, Ending); 7] = [
    ("sign-out", |env, session, _| {
        Box::pin(async move { sessions::close(&env.portal, session.id).await.expect("closed") })
    }),
    ("closed elsewhere", |env, session, other| {
        Box::pin(async move { profile::close_session(&env.portal, other, session.id).await.expect("closed") })
    }),
    ("all others closed", |env, _, other| {
        Box::pin(async move { assert!(profile::close_others(&env.portal, other).await.expect("closed") > 0) })
    }),
    ("idle", |env, _, _| Box::pin(async move { env.advance(Duration::from_secs(15 * 60)) })),
    ("expired", |env, session, _| {
        Box::pin(async move {
            platform::execute!(
                env.portal.db,
                sqlx::query("UPDATE session SET expires_at = $1 WHERE id = $2")
                    .bind(env.clock.now())
                    .bind(session.id)
            )
            .expect("expired");
        })
    }),
    ("another account signs in", |env, session, _| {
        Box::pin(async move {
            env.account("autre").await;
            let typed = credentials("autre", PASSWORD);
            sign_in::sign_in(&env.portal, session, &env.client(), &typed).await.expect("right password");
        })
    }),
    ("account deleted", |env, session, _| {
        Box::pin(async move {
            let typed = Answers::from_iter([("identifiant", "alix"), ("confirmation", "oui")]);
            personal_data::delete_account(&env.portal, session, &typed).await.expect("deleted");
        })
    }),
];

async fn check_notified_once(env: TestEnv, simulator: &Simulator, name: &str, end: Ending) {
    let (_, session) = env.operator(simulator, "alix").await;
    let code = env.authorization_code(simulator, &session).await;
    let tokens = env.exchange(simulator, &code).await.expect("tokens");
    let unused = env.authorization_code(simulator, &session).await;
    env.advance(Duration::from_secs(10));
    let (_, other) = env.sign_in("alix").await;
    assert_eq!(notify_ended(&env.portal).await.expect("notified"), 0, "{name}: still active");
    end(&env, &session, &other).await;
    assert!(user_info(&env.portal, &tokens.access_token).await.is_err(), "{name}: the token is refused");
    let refused = env.exchange(simulator, &unused).await;
    assert!(matches!(refused, Err(TokenError::InvalidGrant(_))), "{name}: {refused:?}");
    let (first, second) = futures::join!(notify_ended(&env.portal), notify_ended(&env.portal));
    assert_eq!(first.expect("notified") + second.expect("notified"), 1, "{name}");
    assert_eq!(
        (notified_count(&env).await, notify_ended(&env.portal).await.expect("notified")),
        (1, 0),
        "{name}"
    );
    env.advance(Duration::from_secs(25 * 3600));
    env.run_jobs().await;
    assert_eq!(env.count("rp_session").await, 0, "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_end_of_a_session_sends_one_logout_notification() {
    for (name, end) in ENDINGS {
        with_teleservices(without_logout_uris, async |env, simulator| {
            check_notified_once(env, simulator, name, end).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_notifications_are_retried_and_dead_after_a_day() {
    with_teleservices(
        |_| {},
        async |env, simulator| {
            let (_, session) = env.operator(simulator, "alix").await;
            env.authorization_code(simulator, &session).await;
            simulator.set_down(domain::co_owner::CoOwner::Dgddi, true).await;
            sessions::close(&env.portal, session.id).await.expect("closed");
            let mut attempts = 0;
            for _ in 0..200 {
                attempts += notify_ended(&env.portal).await.expect("attempted");
                env.advance(Duration::from_secs(600));
            }
            assert!((8..60).contains(&attempts), "{attempts} attempts in 33 hours, with growing delays");
            let dead: i64 = on!(env.portal.db, |c| {
                sqlx::query_scalar("SELECT COUNT(*) FROM rp_session WHERE dead_at IS NOT NULL")
                    .fetch_one(c)
                    .await
            })
            .expect("counted");
            assert_eq!((dead, notified_count(&env).await), (1, 0));
            simulator.set_down(domain::co_owner::CoOwner::Dgddi, false).await;
        },
    )
    .await;
}
