//! Live updates over HTTP: open pages are notified within 2 s whichever process received the change, with bounded
//! resources.

use std::time::{Duration, Instant};

use backend::{Portal, accounts::sessions};
use domain::path;
use platform::{clock::Clock, on};
use serde_json::{Value, json};

use crate::{
    browser::{Browser, header},
    database::Database,
    operator::{Operator, SIRET},
    program::{Installation, Program, free_port},
    raw_connection::RawConnection,
    simulator::{DEMO_SIRET, Simulator},
    uploads::files_in,
};

const ADDRESS: &str = path::API_LIVE_EVENTS;
const DEMO_SIREN: &str = "000101014";
/// Timeout of a step, much longer than it takes on a loaded machine.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Time within which an open page is notified of a change of rights (mission §3.3).
const MAX_DELAY: Duration = Duration::from_secs(2);

/// One event stream, parsed like in a browser.
pub struct EventStream {
    response: reqwest::Response,
    buffer: String,
}

impl EventStream {
    pub async fn open(browser: &Browser, query: &str) -> Self {
        Self::open_at(browser, &format!("{ADDRESS}{query}")).await
    }

    /// Opens another stream than that of changes.
    pub async fn open_at(browser: &Browser, address: &str) -> Self {
        let answer = browser.get(address).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        Self { response: answer, buffer: String::new() }
    }

    /// Returns name and data of the next event, or `None` once the server has ended the stream.
    pub async fn next(&mut self) -> Option<(String, String)> {
        loop {
            while let Some((block, rest)) = self.buffer.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.buffer = rest;
                let field =
                    |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                if let (Some(event), Some(data)) = (field("event: "), field("data: ")) {
                    return Some((event, data));
                }
            }
            let chunk = tokio::time::timeout(TIMEOUT, self.response.chunk()).await.expect("in time");
            self.buffer.push_str(std::str::from_utf8(&chunk.expect("readable")?).expect("UTF-8"));
        }
    }

    /// Returns the data of the next event of this name.
    pub async fn wait_for(&mut self, name: &str) -> String {
        loop {
            let (event, data) = self.next().await.expect("an event");
            if event == name {
                return data;
            }
        }
    }
}

/// Fixture: one or two processes on one installation, customs that pushes its events to the last process, and an
/// operator.
pub struct Scene {
    pub installation: Installation,
    pub programs: Vec<Program>,
    pub operator: Operator,
    pub portal: Portal,
    simulator: Simulator,
    right: Value,
}

impl Scene {
    pub async fn on(database: Database, programs: usize) -> Self {
        let port = free_port();
        let simulator = Simulator::start(&format!("http://127.0.0.1:{port}")).await;
        let installation = simulator.configure(Installation::on(database));
        let operator = Operator::sign_in_for(&installation, DEMO_SIREN, DEMO_SIRET).await;
        let portal = installation.portal(Clock::system()).await;
        let login: String =
            on!(portal.db, |c| sqlx::query_scalar("SELECT subject FROM rattachement").fetch_one(c).await)
                .expect("a link");
        let right = json!({
            "co_owner": "dgddi", "compte": login, "teleservice": "DELTA-G", "droit": "declarer", "siret": DEMO_SIRET,
        });
        let account = json!({ "co_owner": "dgddi", "identifiant": login });
        simulator.administer(reqwest::Method::POST, "comptes", &account).await;
        simulator.administer(reqwest::Method::POST, "habilitations", &right).await;
        let mut started: Vec<Program> = (1..programs).map(|_| installation.start()).collect();
        started.push(installation.start_on(Some(port)));
        let scene = Self { installation, programs: started, operator, portal, simulator, right };
        // The pushed events have arrived and the rights have been fetched.
        scene.wait_until_any("SELECT COUNT(*) FROM rights_event").await;
        scene
    }

    /// SQLite with one process, PostgreSQL with one and with two.
    pub async fn all() -> Vec<Self> {
        let mut scenes = vec![Self::on(Database::sqlite(), 1).await];
        for programs in [1, 2] {
            if let Some(database) = Database::postgres().await {
                scenes.push(Self::on(database, programs).await);
            }
        }
        scenes
    }

    pub fn name(&self) -> String {
        format!("{} process(es), {}", self.programs.len(), self.installation.engine())
    }

    /// Browser of the operator on the first process, which receives no events from customs if there are two.
    pub fn browser(&self) -> Browser {
        self.operator.browser(&self.programs[0])
    }

    /// Waits until the query counts at least one row.
    pub async fn wait_until_any(&self, count: &'static str) {
        let found = async {
            while on!(self.portal.db, |c| sqlx::query_scalar::<_, i64>(count).fetch_one(c).await)
                .expect("a count")
                == 0
            {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(TIMEOUT, found).await.expect("a row in time");
    }

    pub async fn grant(&self) {
        self.simulator.administer(reqwest::Method::POST, "habilitations", &self.right).await;
    }

    /// Number of files in the store, finished or not.
    pub fn stored_files(&self) -> usize {
        files_in(&self.installation.path("files"))
    }

    pub async fn revoke(&self) {
        self.simulator.administer(reqwest::Method::DELETE, "habilitations", &self.right).await;
    }
}

/// Value of an HTML attribute.
fn attribute(page: &str, name: &str) -> String {
    let start = page.find(&format!("{name}=\"")).expect("the attribute") + name.len() + 2;
    page[start..].split('"').next().expect("its end").to_owned()
}

async fn read(browser: &Browser, path: &str) -> (u16, String) {
    let answer = browser.get(path).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a page"))
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_right_is_notified_to_open_pages_and_refused_by_every_process() {
    for scene in Scene::all().await {
        let browser = scene.browser();
        let (status, page) = read(&browser, path::QUESTIONS).await;
        assert_eq!(status, 200, "allowed before the revocation");
        let (mark, siren) = (attribute(&page, "data-rights"), attribute(&page, "data-siren"));
        let mut stream = EventStream::open(&browser, &format!("?droits={mark}&siren={siren}")).await;
        assert_eq!(stream.next().await, Some(("non-lus".to_owned(), "0".to_owned())), "nothing else changed");
        let start = Instant::now();
        scene.revoke().await;
        let new_mark = stream.wait_for("droits").await;
        let elapsed = start.elapsed();
        eprintln!("{}: notified after {} ms", scene.name(), elapsed.as_millis());
        assert!(elapsed < MAX_DELAY, "{elapsed:?}");
        assert!(new_mark.parse::<i64>().expect("a mark") > mark.parse().expect("a mark"));
        for program in &scene.programs {
            let browser = scene.operator.browser(program);
            let (status, page) = read(&browser, path::QUESTIONS).await;
            assert!(status == 403 || status == 303, "{status}: {page:.200}");
            let (status, page) = read(&browser, path::RIGHTS_HISTORY).await;
            assert_eq!((status, attribute(&page, "data-rights")), (200, new_mark.clone()));
            assert!(page.contains("Retirée"), "listed in the history of rights");
            let (_, page) = read(&browser, path::NOTIFICATIONS).await;
            assert!(page.contains("douane.gouv.fr vous a retiré une habilitation."), "notified");
        }
        scene.portal.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_require_a_session_are_limited_and_end_with_the_session() {
    for database in Database::all().await {
        let installation = Installation::on(database)
            .with("PRODOUANE__LIVE__STREAMS", "3")
            .with("PRODOUANE__LIVE__STREAMS_PER_SESSION", "2");
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let other = Operator::sign_in_for_other_company(&installation).await;
        let portal = installation.portal(Clock::system()).await;
        let mut visitor = Browser::new(&program);
        assert_eq!(read(&visitor, ADDRESS).await, (204, String::new()), "no cookie");
        visitor.cookie = Some(format!("__Host-prodouane={}", "x".repeat(operator.token.len())));
        assert_eq!(read(&visitor, ADDRESS).await, (204, String::new()), "a forged cookie");

        let browser = operator.browser(&program);
        let stream =
            browser.get(ADDRESS).header("accept-encoding", "zstd, br, gzip").send().await.expect("an answer");
        assert_eq!(header(stream.headers(), "content-type"), "text/event-stream");
        assert_eq!(
            header(stream.headers(), "content-encoding"),
            "",
            "not compressed, which would delay events"
        );
        assert_eq!(header(stream.headers(), "cache-control"), "no-store");
        drop(stream);

        let mut stream = EventStream::open(&browser, "?droits=abc&siren=%0a").await;
        assert_eq!(stream.next().await, Some(("entreprise".to_owned(), crate::operator::SIREN.to_owned())));
        let _second = EventStream::open(&browser, "").await;
        let refused = wait_for_status(&browser, 429).await;
        assert_eq!(header(refused.headers(), "retry-after"), "30");
        let _third = EventStream::open(&other.browser(&program), "").await;
        let refused = wait_for_status(&other.browser(&program), 503).await;
        assert_eq!(header(refused.headers(), "retry-after"), "30");

        sessions::close(&portal, operator.session.id).await.expect("closed");
        if installation.engine() == "SQLite" {
            // Closed by another process: SQLite sends no notification between processes, so the stream ends later.
        } else {
            assert_eq!(stream.wait_for("fin").await, "session");
            assert_eq!(stream.next().await, None, "the stream ends");
        }
        assert_eq!(read(&browser, ADDRESS).await.0, 204, "closed");
        portal.close().await;
    }
}

/// Repeats the request until it gets this status: a closed stream may be counted for a moment.
async fn wait_for_status(browser: &Browser, expected: u16) -> reqwest::Response {
    let wait = async {
        loop {
            let answer = browser.get(ADDRESS).send().await.expect("an answer");
            if answer.status() == expected {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(TIMEOUT, wait).await.expect("the status in time")
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_stream_of_the_same_process() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let mut stream = EventStream::open(&browser, "").await;
    let closed = browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
    assert_eq!(closed.status(), 303);
    assert_eq!(stream.wait_for("fin").await, "session");
    assert_eq!(stream.next().await, None);
}

/// The session ends 15 minutes after the last request, whether a stream is open or not.
#[tokio::test(flavor = "multi_thread")]
async fn open_stream_does_not_extend_the_session() {
    let installation = Installation::new().with("PRODOUANE__LIVE__HEARTBEAT_SECONDS", "1");
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let portal = installation.portal(Clock::system()).await;
    let browser = operator.browser(&program);
    let seen_at = async || -> i64 {
        on!(portal.db, |c| sqlx::query_scalar("SELECT seen_at FROM session").fetch_one(c).await)
            .expect("a session")
    };
    set_seen(&portal, Duration::from_secs(14 * 60)).await;
    let before = seen_at().await;
    let mut stream = EventStream::open(&browser, "").await;
    let page =
        browser.get(path::QUESTIONS).header("prodouane-d-office", "1").send().await.expect("an answer");
    assert_eq!(page.status(), 200, "a background refresh is answered");
    let left: u64 =
        attribute(&page.text().await.expect("a page"), "data-session-left").parse().expect("seconds");
    assert!(left <= 60, "{left}");
    assert_eq!(seen_at().await, before);
    set_seen(&portal, Duration::from_secs(16 * 60)).await;
    assert_eq!(stream.wait_for("fin").await, "session", "detected at a heartbeat");
    portal.close().await;
}

async fn set_seen(portal: &Portal, ago: Duration) {
    let at = portal.clock.now() - ago;
    platform::execute!(portal.db, sqlx::query("UPDATE session SET seen_at = $1").bind(at)).expect("updated");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_streams_use_little_memory_and_do_not_delay_shutdown() {
    const STREAMS: usize = 200;
    let installation = Installation::new().with("PRODOUANE__LIVE__STREAMS_PER_SESSION", "200");
    let mut program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    // Warms up connections and caches before the measurement.
    read(&browser, path::QUESTIONS).await;
    drop(EventStream::open(&browser, "").await);
    let before = program.resident_kib();
    let mut streams = Vec::new();
    for _ in 0..STREAMS {
        streams.push(EventStream::open(&browser, "").await);
    }
    let growth = program.resident_kib().saturating_sub(before);
    eprintln!("{STREAMS} open streams: {} KiB each", growth / STREAMS as u64);
    assert!(growth < STREAMS as u64 * 128, "{growth} KiB");
    let (status, _) = read(&browser, path::QUESTIONS).await;
    assert_eq!(status, 200, "other requests are served");
    let start = Instant::now();
    program.terminate();
    for stream in &mut streams {
        while stream.next().await.is_some() {}
    }
    assert!(program.wait().success());
    let elapsed = start.elapsed();
    eprintln!("stopped after {} ms with {STREAMS} open streams", elapsed.as_millis());
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}: less than the shutdown time limit of 20 s");
    assert!(!program.log().iter().any(|line| line.contains("cut off")));
}

#[tokio::test(flavor = "multi_thread")]
async fn stream_of_a_client_that_reads_nothing_is_closed() {
    let installation = Installation::new()
        .with("PRODOUANE__LIVE__STREAMS", "1")
        .with("PRODOUANE__LIVE__HEARTBEAT_SECONDS", "1")
        .with("PRODOUANE__LIVE__LIFE_SECONDS", "2")
        .with("PRODOUANE__LIMITS__HEADER_SECONDS", "1");
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let mut stuck = RawConnection::open(&program);
    stuck.send(format!(
        "GET {ADDRESS} HTTP/1.1\r\nHost: x\r\nCookie: __Host-prodouane={}\r\n\r\n",
        operator.token
    ));
    // Its beginning only: the stream must be open before another request asks for the place.
    let head = stuck.read_some().expect("a response");
    let browser = operator.browser(&program);
    // The only stream is in use, then available again.
    assert_eq!(wait_for_status(&browser, 503).await.status(), 503);
    assert_eq!(wait_for_status(&browser, 200).await.status(), 200);
    let all = String::from_utf8_lossy(&head).into_owned() + &stuck.read_to_end();
    assert!(
        all.starts_with("HTTP/1.1 200") && all.contains(": \n\n"),
        "closed after its lifetime: {all:.300}"
    );
    assert!(!all.contains(SIRET));
}
