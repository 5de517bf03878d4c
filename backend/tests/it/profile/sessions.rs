use std::time::Duration;

use backend::{history::Event, profile, session};
use uuid::Uuid;

use crate::{database::on_each_database, history::events};

#[tokio::test(flavor = "multi_thread")]
async fn open_sessions_are_listed_and_closed_one_by_one_or_together() {
    on_each_database(async |house| {
        house.account("alix").await;
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(house.sign_in("alix").await);
            house.advance(Duration::from_secs(60));
        }
        let (_, session) = house.sign_in("alix").await;
        let listed = profile::open_sessions(&house.portal, &session).await.expect("listed");
        assert_eq!(listed.len(), 4);
        assert!(listed[0].is_this_one && listed[0].id == session.id);
        assert_eq!(listed[0].place, "réseau 192.0.2.x, Firefox sous Linux");
        assert!(listed[1..].iter().all(|one| !one.is_this_one));

        let (first, closed) = &others[0];
        profile::close_session(&house.portal, &session, closed.id).await.expect("closed");
        profile::close_session(&house.portal, &session, closed.id).await.expect("sent twice");
        assert!(session::find(&house.portal, first).await.expect("looked up").is_none());
        assert_eq!(profile::open_sessions(&house.portal, &session).await.expect("listed").len(), 3);
        assert_eq!(profile::close_others(&house.portal, &session).await.expect("closed"), 2);
        assert_eq!(profile::close_others(&house.portal, &session).await.expect("sent twice"), 0);
        assert!(session::is_open(&house.portal, session.id).await.expect("looked up"));
        let seen = events(&house, &session).await;
        let closings: Vec<_> =
            seen.iter().filter(|event| matches!(event, Event::SessionsClosed { .. })).collect();
        assert_eq!(closings.len(), 2, "{seen:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_closes_or_forgets_for_another() {
    on_each_database(async |house| {
        let (_, victim) = house.signed_in("basile").await;
        house.trusted_device("basile").await;
        let device = profile::trusted_devices(&house.portal, &victim).await.expect("listed")[0].id;
        let (_, session) = house.signed_in("alix").await;
        profile::close_session(&house.portal, &session, victim.id).await.expect("as for one that is gone");
        profile::close_session(&house.portal, &session, session.id)
            .await
            .expect("signing out is another form");
        profile::forget_device(&house.portal, &session, device).await.expect("as for one that is gone");
        profile::close_others(&house.portal, &session).await.expect("none");
        assert!(session::is_open(&house.portal, victim.id).await.expect("looked up"));
        assert!(session::is_open(&house.portal, session.id).await.expect("looked up"));
        assert_eq!(house.count("trusted_device").await, 1);
        assert_eq!(profile::open_sessions(&house.portal, &session).await.expect("listed").len(), 1);
        assert_eq!(events(&house, &session).await, [Event::NewDevice], "nothing was done");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_sessions_are_not_listed() {
    on_each_database(async |house| {
        house.account("alix").await;
        house.sign_in("alix").await;
        house.advance(Duration::from_secs(15 * 60));
        let (_, session) = house.sign_in("alix").await;
        assert_eq!(profile::open_sessions(&house.portal, &session).await.expect("listed").len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_device_is_asked_a_code_again() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        house.trusted_device("alix").await;
        let devices = profile::trusted_devices(&house.portal, &session).await.expect("listed");
        assert_eq!(devices.len(), 1);
        assert_eq!(devices[0].label, "Firefox sous Linux");
        profile::forget_device(&house.portal, &session, devices[0].id).await.expect("forgotten");
        profile::forget_device(&house.portal, &session, Uuid::nil()).await.expect("nothing to forget");
        assert!(profile::trusted_devices(&house.portal, &session).await.expect("listed").is_empty());
        let label = "Firefox sous Linux".to_owned();
        assert_eq!(events(&house, &session).await[0], Event::DeviceForgotten { label });
    })
    .await;
}
