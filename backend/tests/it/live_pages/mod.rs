//! Live pages: events of committed changes, from any process of the portal.

mod agents;
mod events;
mod refresh;
mod sessions;

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use backend::{
    Portal,
    accounts::sessions::Session,
    live_pages::{Event, PageState, Watch},
    portal::Signal,
};
use platform::{
    Platform,
    db::Tx,
    execute_tx,
    live::{self, LISTENER_NAME},
    on,
};
use tokio_util::sync::CancellationToken;

use crate::database::TestEnv;

/// Client of the open pages.
const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

/// Maximum wait for an expected event.
const EVENT_TIMEOUT: Duration = Duration::from_secs(30);

/// Time after which no further event is expected.
const QUIET_PERIOD: Duration = Duration::from_millis(400);

/// A process of the portal that follows the signals of the others until dropped.
struct Process {
    portal: Portal,
    stop: CancellationToken,
}

impl Process {
    /// Starts another process on the same database.
    async fn second(env: &TestEnv) -> Process {
        let portal = Portal::open((*env.portal.config).clone(), env.clock.clone()).await.expect("opens");
        // SQLite allows one process only.
        let portal = if env.engine == "SQLite" { env.portal.clone() } else { portal };
        Process::of(portal, env.engine).await
    }

    async fn of(portal: Portal, engine: &str) -> Process {
        let stop = CancellationToken::new();
        tokio::spawn(live::follow(Platform::clone(&portal), stop.clone()));
        if engine == "PostgreSQL" {
            wait_for_listeners(&portal, 1).await;
        }
        Process { portal, stop }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop.cancel();
        // The database is dropped after the test.
        let portal = self.portal.clone();
        tokio::spawn(async move { portal.close().await });
    }
}

/// Waits until at least `expected` connections listen to this database.
async fn wait_for_listeners(portal: &Portal, expected: i64) {
    let listening = async {
        while listeners(portal).await < expected {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(EVENT_TIMEOUT, listening).await.expect("listening in time");
}

async fn listeners(portal: &Portal) -> i64 {
    on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM pg_stat_activity
             WHERE application_name = $1 AND datname = current_database() AND query LIKE 'LISTEN%'",
        )
        .bind(LISTENER_NAME)
        .fetch_one(c)
        .await
    })
    .expect("counted")
}

/// Watches a page rendered just now.
async fn page(portal: &Portal, session: &Session) -> Watch {
    let (siren, rights_mark) = (session.siren.clone(), session.rights_mark);
    let shown = PageState { siren, rights_mark, figures_mark: None };
    let mut watch = Watch::open(portal, session, ADDRESS, shown).expect("a place").expect("signed in");
    if session.siren.is_some() {
        let first = next(&mut watch).await;
        assert!(matches!(first, Event::Unread { activity: false, .. }), "{first:?}");
    }
    watch
}

async fn next(watch: &mut Watch) -> Event {
    loop {
        let event = tokio::time::timeout(EVENT_TIMEOUT, watch.next()).await.expect("an event in time");
        match event.expect("an open watch") {
            Event::Heartbeat => {}
            event => return event,
        }
    }
}

/// Returns the mark of the next rights change; skips other events (company chosen, counts).
async fn next_rights_mark(watch: &mut Watch) -> i64 {
    loop {
        if let Event::Rights { mark } = next(watch).await {
            return mark;
        }
    }
}

async fn is_quiet(watch: &mut Watch) -> bool {
    tokio::time::timeout(QUIET_PERIOD, watch.next()).await.is_err()
}

async fn commit(portal: &Portal, signal: Signal) {
    begin_with_signal(portal, signal).await.commit().await.expect("committed");
}

/// Begins a transaction with a signal; a rights change also increments its mark.
async fn begin_with_signal(portal: &Portal, signal: Signal) -> Tx {
    let mut tx = portal.db.begin().await.expect("a transaction");
    if let Signal::Rights(account) = signal {
        execute_tx!(
            tx,
            sqlx::query("UPDATE account SET rights_mark = rights_mark + 1 WHERE id = $1").bind(account)
        )
        .expect("counted");
    }
    tx.notify(signal);
    tx
}
