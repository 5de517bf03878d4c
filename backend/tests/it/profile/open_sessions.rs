use std::time::Duration;

use backend::{
    accounts::{history::Event, profile, sessions},
    id::TrustedDeviceId,
};

use crate::{accounts::history::events, database::on_each_database};

#[tokio::test(flavor = "multi_thread")]
async fn open_sessions_are_listed_and_closed_one_by_one_or_together() {
    on_each_database(async |env| {
        env.account("alix").await;
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(env.sign_in("alix").await);
            env.advance(Duration::from_secs(60));
        }
        let (_, session) = env.sign_in("alix").await;
        let listed = profile::open_sessions(&env.portal, &session).await.expect("listed");
        assert_eq!(listed.len(), 4);
        assert!(listed[0].is_current && listed[0].id == session.id);
        assert_eq!(listed[0].place, "réseau 192.0.2.x, Firefox sous Linux");
        assert!(listed[1..].iter().all(|one| !one.is_current));

        let (first, closed) = &others[0];
        profile::close_session(&env.portal, &session, closed.id).await.expect("closed");
        profile::close_session(&env.portal, &session, closed.id).await.expect("closed twice");
        assert!(sessions::find(&env.portal, first).await.expect("looked up").is_none());
        assert_eq!(profile::open_sessions(&env.portal, &session).await.expect("listed").len(), 3);
        assert_eq!(profile::close_others(&env.portal, &session).await.expect("closed"), 2);
        assert_eq!(profile::close_others(&env.portal, &session).await.expect("closed twice"), 0);
        assert!(sessions::is_still_active(&env.portal, session.id).await.expect("looked up"));
        let recorded = events(&env, &session).await;
        let closings: Vec<_> =
            recorded.iter().filter(|event| matches!(event, Event::SessionsClosed { .. })).collect();
        assert_eq!(closings.len(), 2, "{recorded:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_and_devices_of_another_account_are_out_of_reach() {
    on_each_database(async |env| {
        let (_, victim) = env.signed_in_account("basile").await;
        env.trusted_device("basile").await;
        let device = profile::trusted_devices(&env.portal, &victim).await.expect("listed")[0].id;
        let (_, session) = env.signed_in_account("alix").await;
        profile::close_session(&env.portal, &session, victim.id)
            .await
            .expect("no effect, as for an unknown one");
        profile::close_session(&env.portal, &session, session.id)
            .await
            .expect("no effect on the current session");
        profile::forget_device(&env.portal, &session, device)
            .await
            .expect("no effect, as for an unknown one");
        profile::close_others(&env.portal, &session).await.expect("none");
        assert!(sessions::is_still_active(&env.portal, victim.id).await.expect("looked up"));
        assert!(sessions::is_still_active(&env.portal, session.id).await.expect("looked up"));
        assert_eq!(env.count("trusted_device").await, 1);
        assert_eq!(profile::open_sessions(&env.portal, &session).await.expect("listed").len(), 1);
        assert_eq!(events(&env, &session).await, [Event::NewDevice], "nothing is recorded");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_sessions_are_not_listed() {
    on_each_database(async |env| {
        env.account("alix").await;
        env.sign_in("alix").await;
        env.advance(Duration::from_secs(15 * 60));
        let (_, session) = env.sign_in("alix").await;
        assert_eq!(profile::open_sessions(&env.portal, &session).await.expect("listed").len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forgetting_a_device_removes_it_and_is_recorded() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        env.trusted_device("alix").await;
        let devices = profile::trusted_devices(&env.portal, &session).await.expect("listed");
        assert_eq!(devices.len(), 1);
        assert_eq!(devices[0].label, "Firefox sous Linux");
        profile::forget_device(&env.portal, &session, devices[0].id).await.expect("forgotten");
        profile::forget_device(&env.portal, &session, TrustedDeviceId::NIL).await.expect("nothing to forget");
        assert!(profile::trusted_devices(&env.portal, &session).await.expect("listed").is_empty());
        let label = "Firefox sous Linux".to_owned();
        assert_eq!(events(&env, &session).await[0], Event::DeviceForgotten { label });
    })
    .await;
}
