//! Changes without a signal.

use backend::{live_pages::Event, portal::Signal};
use domain::co_owner::CoOwner;
use platform::{live::LISTENER_NAME, on};

use super::{Process, commit, next, next_rights_mark, page, wait_for_listeners};
use crate::{
    database::{on_each_database, on_each_database_with},
    simulator::Simulator,
};

/// Changes committed while no connection listens are found after the reconnection.
#[tokio::test(flavor = "multi_thread")]
async fn listener_reconnects_without_missing_changes() {
    on_each_database(async |env| {
        if env.engine == "SQLite" {
            return;
        }
        let process = Process::of(env.portal.clone(), env.engine).await;
        let (account, session) = env.declarant("alix").await;
        let mut open = page(&process.portal, &session).await;
        let cut: i64 = on!(env.portal.db, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE application_name = $1 AND datname = current_database()",
            )
            .bind(LISTENER_NAME)
            .fetch_one(c)
            .await
        })
        .expect("cut");
        assert_eq!(cut, 1);
        // Increments the mark without a signal, as if the signal was lost.
        platform::execute!(
            env.portal.db,
            sqlx::query("UPDATE account SET rights_mark = rights_mark + 1 WHERE id = $1").bind(account)
        )
        .expect("changed");
        assert_eq!(next(&mut open).await, Event::Rights { mark: session.rights_mark + 1 });
        wait_for_listeners(&env.portal, 1).await;
        commit(&env.portal, Signal::Rights(account)).await;
        assert_eq!(next_rights_mark(&mut open).await, session.rights_mark + 2);
    })
    .await;
}

/// Rights of a co-owner that does not push are refreshed while a page is open.
#[tokio::test(flavor = "multi_thread")]
async fn open_page_refreshes_the_rights_of_a_co_owner_that_does_not_push() {
    on_each_database_with(
        |config| config.live.heartbeat_seconds = 1,
        async |mut env| {
            let simulator = Simulator::start().await;
            let mut settings = simulator.settings();
            for co_owner in [&mut settings.dgddi, &mut settings.dgfip, &mut settings.urssaf] {
                co_owner.as_mut().expect("configured").push_secret = None;
            }
            env.portal.co_owners = crate::simulator::co_owners(&settings);
            let process = Process::of(env.portal.clone(), env.engine).await;
            let (_, session) = env.signed_in_account("basile").await;
            simulator.link(&env.portal, &session, CoOwner::Dgddi, "basile.demo").await;
            let mut open = page(&process.portal, &session).await;
            let mark = next_rights_mark(&mut open).await;
            simulator.withdraw("basile.demo", "DELTA-G", "declarer", "00010101400017").await;
            assert_eq!(next_rights_mark(&mut open).await, mark + 1);
        },
    )
    .await;
}
