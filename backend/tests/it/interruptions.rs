//! Interruptions of the co-owners: observed by each process, written once, ended and purged.

use std::time::Duration;

use backend::{
    Portal,
    interruptions::{self, Interruption, ServiceState},
};
use domain::co_owner::CoOwner;

use crate::{companies::with_simulator, simulator::Simulator};

const CUSTOMS: CoOwner = CoOwner::Dgddi;

/// Another process on the same database: it observes its own calls.
fn other_process(portal: &Portal, simulator: &Simulator) -> Portal {
    let mut other = portal.clone();
    other.co_owners = simulator.co_owners();
    other
}

async fn call(portal: &Portal) {
    portal.co_owners.probe(&portal.clock, CUSTOMS).await;
    interruptions::record(portal).await.expect("recorded");
}

async fn state(portal: &Portal) -> ServiceState {
    let states = interruptions::states(portal).await.expect("read");
    states.into_iter().find(|(co_owner, _)| *co_owner == CUSTOMS).expect("customs").1
}

async fn history(portal: &Portal) -> Vec<Interruption> {
    interruptions::history(portal).await.expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interruption_lasts_from_the_first_call_without_an_answer_to_the_next_answer() {
    with_simulator(async |env, simulator| {
        let portal = &env.portal;
        assert_eq!(state(portal).await, ServiceState::NotCalled);
        call(portal).await;
        assert_eq!(state(portal).await, ServiceState::Answers { at: env.clock.now() });
        env.advance(Duration::from_secs(60));
        let began_at = env.clock.now();
        simulator.set_down(CUSTOMS, true).await;
        call(portal).await;
        assert_eq!(state(portal).await, ServiceState::SilentSince(began_at));
        assert_eq!(history(portal).await, [], "less than a minute");
        env.advance(Duration::from_secs(300));
        call(portal).await;
        let open = Interruption { co_owner: CUSTOMS, began_at, ended_at: None };
        assert_eq!(history(portal).await, [open], "one, which lasts");
        simulator.set_down(CUSTOMS, false).await;
        assert_eq!(interruptions::probe(portal).await.expect("probed"), 1, "nobody else calls it");
        let ended = Interruption { ended_at: Some(env.clock.now()), ..open };
        assert_eq!(history(portal).await, [ended]);
        assert_eq!(state(portal).await, ServiceState::Answers { at: env.clock.now() });
        assert_eq!(interruptions::probe(portal).await.expect("probed"), 0, "only those that do not answer");

        env.advance(Duration::from_secs(31 * 24 * 3600));
        assert_eq!(history(portal).await, [], "older than the history");
        assert_eq!(interruptions::purge(portal).await.expect("purged"), 0);
        env.advance(Duration::from_secs(60 * 24 * 3600));
        assert_eq!(interruptions::purge(portal).await.expect("purged"), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_processes_write_one_interruption() {
    with_simulator(async |env, simulator| {
        let (one, other) = (&env.portal, &other_process(&env.portal, &simulator));
        simulator.set_down(CUSTOMS, true).await;
        call(one).await;
        env.advance(Duration::from_secs(90));
        call(other).await;
        assert_eq!(env.count("co_owner_interruption").await, 1);
        assert_eq!(state(other).await, state(one).await, "the beginning that was written first");
        env.advance(Duration::from_secs(90));
        simulator.set_down(CUSTOMS, false).await;
        call(one).await;
        interruptions::record(other).await.expect("recorded");
        assert_eq!(
            env.count("co_owner_interruption").await,
            1,
            "not begun again by a process without a new call"
        );
        assert_eq!(history(one).await[0].ended_at, Some(env.clock.now()));
        let at_once = futures::future::join_all([one, other].map(interruptions::record)).await;
        assert!(at_once.iter().all(Result::is_ok));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_counted_for_the_worker_that_writes_them() {
    with_simulator(async |env, simulator| {
        let co_owners = &env.portal.co_owners;
        let probe = async || co_owners.probe(&env.clock, CUSTOMS).await;
        probe().await;
        assert_eq!(co_owners.changes(), 0, "it has always answered");
        simulator.set_down(CUSTOMS, true).await;
        probe().await;
        probe().await;
        assert_eq!(co_owners.changes(), 1);
        simulator.set_down(CUSTOMS, false).await;
        probe().await;
        assert_eq!(co_owners.changes(), 2);
    })
    .await;
}
