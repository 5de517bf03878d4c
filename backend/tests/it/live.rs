//! Open pages: told what was committed, by whichever process of the portal, and nothing else.

use std::time::Duration;

use backend::{
    Portal, companies,
    db::Tx,
    live::{self, Event, LISTENER_NAME, Shown, Signal, Watch},
    messaging, on, on_tx,
    session::{self, Session},
};
use domain::{
    co_owner::CoOwner,
    rights::{Droit, Teleservice},
};
use tokio_util::sync::CancellationToken;

use crate::{
    database::{House, on_each_database, on_each_database_with},
    messaging::people::{OTHER_SIRET, RECETTE, SIRET, siren_of},
    simulator::Simulator,
};

/// Far more than a signal takes on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Long enough for a signal that should not come.
const CALM: Duration = Duration::from_millis(400);

/// A process of the portal that hears the others, until dropped.
struct Process {
    portal: Portal,
    stop: CancellationToken,
}

impl Process {
    /// Another one on the same data.
    async fn beside(house: &House) -> Process {
        let portal = Portal::open((*house.portal.config).clone(), house.clock.clone()).await.expect("opens");
        // SQLite has one process: it is this one.
        let portal = if house.engine == "SQLite" { house.portal.clone() } else { portal };
        Process::of(portal, house.engine).await
    }

    async fn of(portal: Portal, engine: &str) -> Process {
        let stop = CancellationToken::new();
        tokio::spawn(live::follow(portal.clone(), stop.clone()));
        if engine == "PostgreSQL" {
            listening(&portal, 1).await;
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

/// Waits until so many connections listen to this database.
async fn listening(portal: &Portal, expected: i64) {
    let listening = async {
        while listeners(portal).await < expected {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, listening).await.expect("somebody listens");
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

/// A page that was just drawn.
async fn page(portal: &Portal, session: &Session) -> Watch {
    let shown = Shown { siren: session.siren.clone(), rights_mark: session.rights_mark };
    let mut watch = Watch::open(portal, session, shown).expect("a place").expect("somebody is signed in");
    if session.siren.is_some() {
        let first = next(&mut watch).await;
        assert!(matches!(first, Event::Unread { news: false, .. }), "{first:?}");
    }
    watch
}

async fn next(watch: &mut Watch) -> Event {
    loop {
        let event = tokio::time::timeout(PATIENCE, watch.next()).await.expect("told in time");
        match event.expect("it goes on") {
            Event::Alive => {}
            event => return event,
        }
    }
}

/// The next change of rights: its mark. What else happens (the only company is chosen, counts) is passed over.
async fn rights(watch: &mut Watch) -> i64 {
    loop {
        if let Event::Rights { mark } = next(watch).await {
            return mark;
        }
    }
}

async fn is_calm(watch: &mut Watch) -> bool {
    tokio::time::timeout(CALM, watch.next()).await.is_err()
}

async fn commit(portal: &Portal, signal: Signal) {
    begun(portal, signal).await.commit().await.expect("committed");
}

/// A transaction with something to tell, a change of rights with its count.
async fn begun(portal: &Portal, signal: Signal) -> Tx {
    let mut tx = portal.db.begin().await.expect("a transaction");
    if let Signal::Rights(account) = signal {
        on_tx!(tx, |c| {
            sqlx::query("UPDATE account SET rights_mark = rights_mark + 1 WHERE id = $1")
                .bind(account)
                .execute(c)
                .await
                .map(|_| ())
        })
        .expect("counted");
    }
    tx.tell(signal);
    tx
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_committed_is_told_in_every_process() {
    on_each_database(async |house| {
        let (here, there) =
            (Process::of(house.portal.clone(), house.engine).await, Process::beside(&house).await);
        if house.engine == "PostgreSQL" {
            listening(&house.portal, 2).await;
        }
        let (account, session) = house.declarant("alix").await;
        let (stranger, _) = house.signed_in("basile").await;
        let mut pages = [page(&here.portal, &session).await, page(&there.portal, &session).await];
        let tx = begun(&house.portal, Signal::Rights(account)).await;
        for page in &mut pages {
            assert!(is_calm(page).await, "nothing before the commit");
        }
        tx.rollback().await.expect("rolled back");
        drop(begun(&house.portal, Signal::Rights(account)).await);
        commit(&house.portal, Signal::Rights(stranger)).await;
        commit(&house.portal, Signal::Messages(account)).await;
        for page in &mut pages {
            assert_eq!(next(page).await, Event::Unread { count: 0, news: true }, "nothing else was told");
        }
        commit(&there.portal, Signal::Rights(account)).await;
        for page in &mut pages {
            assert_eq!(next(page).await, Event::Rights { mark: session.rights_mark + 1 });
            assert_eq!(next(page).await, Event::Unread { count: 0, news: false });
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_rights_is_told_whoever_found_it_and_a_page_drawn_before_it_learns_of_it() {
    on_each_database(async |mut house| {
        let simulator = Simulator::start().await;
        house.portal.partners = simulator.partners();
        let here = Process::of(house.portal.clone(), house.engine).await;
        let (account, session) = house.signed_in("basile").await;
        let mut open = page(&here.portal, &session).await;
        simulator.link(&house.portal, &session, CoOwner::Dgddi, "basile.demo").await;
        let linked = rights(&mut open).await;
        assert!(linked > session.rights_mark);
        simulator.withdraw("basile.demo", "TELEPAIEMENT-SEPA", "telepayer", "00010101400017").await;
        // Not pushed: the next request finds it.
        companies::habilitations(&house.portal, account, None).await.expect("asked again");
        let mark = rights(&mut open).await;
        assert_eq!(mark, linked + 1);
        companies::habilitations(&house.portal, account, None).await.expect("asked again");
        // Drawn before the change, opened after it.
        let shown = Shown { siren: None, rights_mark: linked };
        let mut late = Watch::open(&here.portal, &session, shown).expect("a place").expect("signed in");
        assert_eq!(rights(&mut late).await, mark);
        let shown = Shown { siren: None, rights_mark: mark };
        let mut current = Watch::open(&here.portal, &session, shown).expect("a place").expect("signed in");
        companies::unlink(&house.portal, &session, CoOwner::Dgddi).await.expect("unlinked");
        // Neither the same rights, told again, nor those that it shows already were news.
        assert_eq!(rights(&mut open).await, mark + 1);
        assert_eq!(rights(&mut current).await, mark + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_told_to_those_who_may_read_it() {
    on_each_database(async |house| {
        house.services().await;
        let here = Process::of(house.portal.clone(), house.engine).await;
        let (_, alix) = house.accountant("alix").await;
        let (_, basile) = house.declarant("basile").await;
        let agent = house.agent("camille", RECETTE).await;
        let plain = house.asked(&alix).await;
        let confidential = house.asked_confidential(&alix).await;
        let mut pages = [page(&here.portal, &alix).await, page(&here.portal, &basile).await];
        messaging::take_in_charge(&house.portal, &agent, confidential).await.expect("taken");
        assert_eq!(next(&mut pages[0]).await, Event::Unread { count: 1, news: true });
        messaging::take_in_charge(&house.portal, &agent, plain).await.expect("taken");
        assert_eq!(next(&mut pages[0]).await, Event::Unread { count: 2, news: true });
        // Not even the instant of what is confidential is seen.
        assert_eq!(next(&mut pages[1]).await, Event::Unread { count: 1, news: true });
        assert!(is_calm(&mut pages[1]).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_siren_and_the_end_are_told_and_watching_keeps_nobody_signed_in() {
    on_each_database_with(
        |config| config.live.heartbeat_seconds = 1,
        async |house| {
            let here = Process::of(house.portal.clone(), house.engine).await;
            let (account, session) = house.declarant("alix").await;
            house.give(account, OTHER_SIRET, Teleservice::DeltaG, Droit::Lire).await;
            let mut open = page(&here.portal, &session).await;
            let other = siren_of(OTHER_SIRET);
            session::choose_siren(&house.portal, &session, &other).await.expect("chosen");
            assert_eq!(next(&mut open).await, Event::Company { siren: Some(other) });
            assert!(matches!(next(&mut open).await, Event::Unread { .. }));
            session::close(&house.portal, session.id).await.expect("closed");
            assert_eq!(next(&mut open).await, Event::Over);
            assert_eq!(open.next().await, None, "nothing comes after it");
            drop(open);
            assert!(
                Watch::open(&here.portal, &house.visitor().await.1, Shown::default())
                    .is_ok_and(|none| none.is_none())
            );

            // Watched all along, the session ends all the same.
            let (token, session) = house.sign_in("alix").await;
            let session = house.on_siren(&session, &siren_of(SIRET)).await;
            let mut open = page(&here.portal, &session).await;
            house.advance(Duration::from_secs(14 * 60));
            assert_eq!(
                tokio::time::timeout(PATIENCE, open.next()).await.expect("a beat"),
                Some(Event::Alive)
            );
            assert!(session::look(&house.portal, &token).await.expect("looked up").is_none(), "rotated");
            house.advance(Duration::from_secs(61));
            assert_eq!(next(&mut open).await, Event::Over);
            drop(open);
            assert_eq!(here.portal.live.watchers(), 0);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_is_not_using() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (token, _) = house.sign_in("alix").await;
        house.advance(Duration::from_secs(10 * 60));
        let looked = session::look(&house.portal, &token).await.expect("looked up").expect("open");
        assert_eq!(looked.idle_end.since(house.clock.now()), Duration::from_secs(5 * 60));
        house.advance(Duration::from_secs(5 * 60));
        assert!(session::look(&house.portal, &token).await.expect("looked up").is_none());
    })
    .await;
}

/// What is committed while nobody listens is found once somebody does.
#[tokio::test(flavor = "multi_thread")]
async fn a_cut_line_is_joined_again_and_nothing_is_missed() {
    on_each_database(async |house| {
        if house.engine == "SQLite" {
            return;
        }
        let here = Process::of(house.portal.clone(), house.engine).await;
        let (account, session) = house.declarant("alix").await;
        let mut open = page(&here.portal, &session).await;
        let cut: i64 = on!(house.portal.db, |c| {
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
        // As a process that nobody hears does it: the count moves, its signal is lost.
        backend::change!(house.portal.db, |c| {
            sqlx::query("UPDATE account SET rights_mark = rights_mark + 1 WHERE id = $1")
                .bind(account)
                .execute(c)
                .await
                .map(|_| ())
        })
        .expect("changed");
        assert_eq!(next(&mut open).await, Event::Rights { mark: session.rights_mark + 1 });
        listening(&house.portal, 1).await;
        commit(&house.portal, Signal::Rights(account)).await;
        assert_eq!(rights(&mut open).await, session.rights_mark + 2);
    })
    .await;
}

/// A co-owner that pushes nothing is asked while the page is open.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_stays_open_learns_of_what_nobody_pushes() {
    on_each_database_with(
        |config| config.live.heartbeat_seconds = 1,
        async |mut house| {
            let simulator = Simulator::start().await;
            let mut settings = simulator.settings();
            for partner in [&mut settings.dgddi, &mut settings.dgfip, &mut settings.urssaf] {
                partner.as_mut().expect("configured").push_secret = None;
            }
            house.portal.partners = crate::simulator::partners(&settings);
            let here = Process::of(house.portal.clone(), house.engine).await;
            let (_, session) = house.signed_in("basile").await;
            simulator.link(&house.portal, &session, CoOwner::Dgddi, "basile.demo").await;
            let mut open = page(&here.portal, &session).await;
            let mark = rights(&mut open).await;
            simulator.withdraw("basile.demo", "DELTA-G", "declarer", "00010101400017").await;
            assert_eq!(rights(&mut open).await, mark + 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_stops_sends_its_watchers_away() {
    on_each_database(async |house| {
        let here = Process::of(house.portal.clone(), house.engine).await;
        let (_, session) = house.declarant("alix").await;
        let mut open = page(&here.portal, &session).await;
        here.stop.cancel();
        assert_eq!(tokio::time::timeout(PATIENCE, open.next()).await.expect("in time"), None);
        let refused = Watch::open(&here.portal, &session, Shown::default());
        assert!(matches!(refused, Err(live::Full::Process)));
    })
    .await;
}
