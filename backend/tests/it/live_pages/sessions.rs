//! The session of a watched page, and the end of watches.

use std::time::Duration;

use backend::{
    accounts::sessions,
    live_pages::{Event, PageState, Watch},
};
use domain::rights::{Droit, Teleservice};
use platform::live;

use super::{ADDRESS, EVENT_TIMEOUT, Process, next, page};
use crate::{
    database::{on_each_database, on_each_database_with},
    messaging::fixtures::{OTHER_SIRET, SIRET, siren_of},
};

#[tokio::test(flavor = "multi_thread")]
async fn company_change_and_session_end_are_pushed_and_watching_does_not_extend_the_session() {
    on_each_database_with(
        |config| config.live.heartbeat_seconds = 1,
        async |env| {
            let process = Process::of(env.portal.clone(), env.engine).await;
            let (account, session) = env.declarant("alix").await;
            env.grant(account, OTHER_SIRET, Teleservice::DeltaG, Droit::Lire).await;
            let mut open = page(&process.portal, &session).await;
            let other = siren_of(OTHER_SIRET);
            sessions::choose_siren(&env.portal, &session, &other).await.expect("chosen");
            assert_eq!(next(&mut open).await, Event::Company { siren: Some(other) });
            assert!(matches!(next(&mut open).await, Event::Unread { .. }));
            sessions::close(&env.portal, session.id).await.expect("closed");
            assert_eq!(next(&mut open).await, Event::Ended);
            assert_eq!(open.next().await, None, "no event follows");
            drop(open);
            assert!(
                Watch::open(&process.portal, &env.visitor().await.1, ADDRESS, PageState::default())
                    .is_ok_and(|none| none.is_none())
            );

            // The session expires even while it is watched.
            let (token, session) = env.sign_in("alix").await;
            let session = env.choose_siren(&session, &siren_of(SIRET)).await;
            let mut open = page(&process.portal, &session).await;
            env.advance(Duration::from_secs(14 * 60));
            assert_eq!(
                tokio::time::timeout(EVENT_TIMEOUT, open.next()).await.expect("a heartbeat"),
                Some(Event::Heartbeat)
            );
            assert!(
                sessions::find_without_use(&env.portal, &token).await.expect("looked up").is_none(),
                "rotated"
            );
            env.advance(Duration::from_secs(61));
            assert_eq!(next(&mut open).await, Event::Ended);
            drop(open);
            assert_eq!(process.portal.live.subscribers(), 0);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn find_without_use_does_not_extend_the_session() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (token, _) = env.sign_in("alix").await;
        env.advance(Duration::from_secs(10 * 60));
        let found = sessions::find_without_use(&env.portal, &token).await.expect("looked up").expect("open");
        assert_eq!(found.idle_end.since(env.clock.now()), Duration::from_secs(5 * 60));
        env.advance(Duration::from_secs(5 * 60));
        assert!(sessions::find_without_use(&env.portal, &token).await.expect("looked up").is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_process_closes_its_watches() {
    on_each_database(async |env| {
        let process = Process::of(env.portal.clone(), env.engine).await;
        let (_, session) = env.declarant("alix").await;
        let mut open = page(&process.portal, &session).await;
        process.stop.cancel();
        assert_eq!(tokio::time::timeout(EVENT_TIMEOUT, open.next()).await.expect("in time"), None);
        let refused = Watch::open(&process.portal, &session, ADDRESS, PageState::default());
        assert!(matches!(refused, Err(live::SubscribeError::ProcessLimit)));
    })
    .await;
}
