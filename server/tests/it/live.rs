//! Open pages over HTTP: told within 2 s whichever program learnt of a change, and never a burden.

use std::time::{Duration, Instant};

use backend::clock::Clock;
use backend::{Portal, on, session};
use serde_json::{Value, json};

use crate::browser::{Browser, header};
use crate::database::Database;
use crate::operator::{Operator, SIRET};
use crate::program::{Installation, Program, free_port};
use crate::raw::Raw;
use crate::simulator::{DEMO_SIRET, Simulator};
use crate::uploads::files_in;

const ADDRESS: &str = "/api/v1/evenements";
const DEMO_SIREN: &str = "000101014";
/// Far more than anything here takes on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Mission §3.3.
const PROMISE: Duration = Duration::from_secs(2);

/// One line of events, read as a browser reads it.
pub struct Line {
    answer: reqwest::Response,
    read: String,
}

impl Line {
    pub async fn open(browser: &Browser, query: &str) -> Self {
        let answer = browser.get(&format!("{ADDRESS}{query}")).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        Self { answer, read: String::new() }
    }

    /// The next event: name and content; `None` once the server has ended the line.
    pub async fn next(&mut self) -> Option<(String, String)> {
        loop {
            while let Some((block, rest)) = self.read.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.read = rest;
                let field =
                    |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                if let (Some(event), Some(data)) = (field("event: "), field("data: ")) {
                    return Some((event, data));
                }
            }
            let piece = tokio::time::timeout(PATIENCE, self.answer.chunk()).await.expect("in time");
            self.read.push_str(std::str::from_utf8(&piece.expect("readable")?).expect("UTF-8"));
        }
    }

    pub async fn wait_for(&mut self, name: &str) -> String {
        loop {
            let (event, data) = self.next().await.expect("the line goes on");
            if event == name {
                return data;
            }
        }
    }
}

/// One or two programs of an installation, the last of which customs tells of its changes, and somebody with a page open.
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
        let installation = simulator.known_to(Installation::on(database));
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
        // What waited for the program has come, and everything has been read again.
        scene.wait_until("SELECT COUNT(*) FROM rights_event").await;
        scene
    }

    /// SQLite with one program, PostgreSQL with one and with two.
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
        format!("{} program(s), {}", self.programs.len(), self.installation.engine())
    }

    /// A browser of the operator's on the program that customs does not know, if there are two.
    pub fn browser(&self) -> Browser {
        self.operator.browser(&self.programs[0])
    }

    pub async fn wait_until(&self, counted: &'static str) {
        let there = async {
            while on!(self.portal.db, |c| sqlx::query_scalar::<_, i64>(counted).fetch_one(c).await)
                .expect("counted")
                == 0
            {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, there).await.expect("it happens");
    }

    pub async fn grant(&self) {
        self.simulator.administer(reqwest::Method::POST, "habilitations", &self.right).await;
    }

    /// Files of the store, finished or not.
    pub fn files_left(&self) -> usize {
        files_in(&self.installation.path("files"))
    }

    pub async fn withdraw(&self) {
        self.simulator.administer(reqwest::Method::DELETE, "habilitations", &self.right).await;
    }
}

/// Value of an attribute of the header.
fn attribute(page: &str, name: &str) -> String {
    let start = page.find(&format!("{name}=\"")).expect("the attribute") + name.len() + 2;
    page[start..].split('"').next().expect("its end").to_owned()
}

async fn read(browser: &Browser, path: &str) -> (u16, String) {
    let answer = browser.get(path).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a page"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_withdrawn_at_customs_reaches_an_open_page_and_is_refused_at_once_everywhere() {
    for scene in Scene::all().await {
        let browser = scene.browser();
        let (status, page) = read(&browser, "/messagerie").await;
        assert_eq!(status, 200, "allowed so far");
        let (mark, siren) = (attribute(&page, "data-rights"), attribute(&page, "data-siren"));
        let mut line = Line::open(&browser, &format!("?droits={mark}&siren={siren}")).await;
        assert_eq!(line.next().await, Some(("non-lus".to_owned(), "0".to_owned())), "nothing else changed");
        let withdrawn = Instant::now();
        scene.withdraw().await;
        let told = line.wait_for("droits").await;
        let elapsed = withdrawn.elapsed();
        eprintln!("{}: told after {} ms", scene.name(), elapsed.as_millis());
        assert!(elapsed < PROMISE, "{elapsed:?}");
        assert!(told.parse::<i64>().expect("a mark") > mark.parse().expect("a mark"));
        for program in &scene.programs {
            let browser = scene.operator.browser(program);
            let (status, page) = read(&browser, "/messagerie").await;
            assert!(status == 403 || status == 303, "{status}: {page:.200}");
            let (status, page) = read(&browser, "/profil/habilitations/historique").await;
            assert_eq!((status, attribute(&page, "data-rights")), (200, told.clone()));
            assert!(page.contains("Retirée"), "dated in the profile");
            let (_, page) = read(&browser, "/notifications").await;
            assert!(page.contains("douane.gouv.fr vous a retiré une habilitation."), "told");
        }
        scene.portal.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_is_for_who_is_signed_in_and_ends_with_the_session() {
    for database in Database::all().await {
        let installation = Installation::on(database)
            .with("PRODOUANE__LIVE__STREAMS", "3")
            .with("PRODOUANE__LIVE__STREAMS_PER_SESSION", "2");
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let other = Operator::sign_in_elsewhere(&installation).await;
        let portal = installation.portal(Clock::system()).await;
        let mut forged = Browser::new(&program);
        assert_eq!(read(&forged, ADDRESS).await, (204, String::new()), "nobody");
        forged.cookie = Some(format!("__Host-prodouane={}", "x".repeat(operator.token.len())));
        assert_eq!(read(&forged, ADDRESS).await, (204, String::new()), "forged");

        let browser = operator.browser(&program);
        let asked =
            browser.get(ADDRESS).header("accept-encoding", "br, gzip").send().await.expect("an answer");
        assert_eq!(header(asked.headers(), "content-type"), "text/event-stream");
        assert_eq!(header(asked.headers(), "content-encoding"), "", "not gathered by a compressor");
        assert_eq!(header(asked.headers(), "cache-control"), "no-store");
        drop(asked);

        let mut line = Line::open(&browser, "?droits=abc&siren=%0a").await;
        assert_eq!(line.next().await, Some(("entreprise".to_owned(), crate::operator::SIREN.to_owned())));
        let _second = Line::open(&browser, "").await;
        let refused = retried(&browser, 429).await;
        assert_eq!(header(refused.headers(), "retry-after"), "30");
        let _third = Line::open(&other.browser(&program), "").await;
        let refused = retried(&other.browser(&program), 503).await;
        assert_eq!(header(refused.headers(), "retry-after"), "30");

        session::close(&portal, operator.session.id).await.expect("closed");
        if installation.engine() == "SQLite" {
            // Closed by another program: SQLite tells nobody, the page is told at the next request of the session.
        } else {
            assert_eq!(line.wait_for("fin").await, "session");
            assert_eq!(line.next().await, None, "nothing comes after it");
        }
        assert_eq!(read(&browser, ADDRESS).await.0, 204, "closed");
        portal.close().await;
    }
}

/// A place that was just given back may be counted for a moment still.
async fn retried(browser: &Browser, expected: u16) -> reqwest::Response {
    let wait = async {
        loop {
            let answer = browser.get(ADDRESS).send().await.expect("an answer");
            if answer.status() == expected {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("the limit holds")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_closed_elsewhere_ends_the_line_in_the_same_program_too() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let mut line = Line::open(&browser, "").await;
    let closed = browser.send_form("/form/deconnexion", &[("_page", "/")]).await;
    assert_eq!(closed.status(), 303);
    assert_eq!(line.wait_for("fin").await, "session");
    assert_eq!(line.next().await, None);
}

/// Watching is no activity: a quarter of an hour after the last request the session is over, watched or not.
#[tokio::test(flavor = "multi_thread")]
async fn watching_keeps_nobody_signed_in() {
    let installation = Installation::new().with("PRODOUANE__LIVE__HEARTBEAT_SECONDS", "1");
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let portal = installation.portal(Clock::system()).await;
    let browser = operator.browser(&program);
    let seen = async || -> i64 {
        on!(portal.db, |c| sqlx::query_scalar("SELECT seen_at FROM session").fetch_one(c).await).expect("one")
    };
    set_seen(&portal, Duration::from_secs(14 * 60)).await;
    let before = seen().await;
    let mut line = Line::open(&browser, "").await;
    let page = browser.get("/messagerie").header("prodouane-d-office", "1").send().await.expect("an answer");
    assert_eq!(page.status(), 200, "a page may bring itself up to date");
    let left: u64 =
        attribute(&page.text().await.expect("a page"), "data-session-left").parse().expect("seconds");
    assert!(left <= 60, "{left}");
    assert_eq!(seen().await, before);
    set_seen(&portal, Duration::from_secs(16 * 60)).await;
    assert_eq!(line.wait_for("fin").await, "session", "found at a heartbeat");
    portal.close().await;
}

async fn set_seen(portal: &Portal, ago: Duration) {
    let at = portal.clock.now() - ago;
    backend::change!(portal.db, |c| sqlx::query("UPDATE session SET seen_at = $1")
        .bind(at)
        .execute(c)
        .await
        .map(|_| ()))
    .expect("time passed");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_lines_weigh_little_and_do_not_delay_a_stop() {
    const LINES: usize = 200;
    let installation = Installation::new().with("PRODOUANE__LIVE__STREAMS_PER_SESSION", "200");
    let mut program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    // Connections and caches of its own are there before the measure.
    read(&browser, "/messagerie").await;
    drop(Line::open(&browser, "").await);
    let before = program.resident_kib();
    let mut lines = Vec::new();
    for _ in 0..LINES {
        lines.push(Line::open(&browser, "").await);
    }
    let grown = program.resident_kib().saturating_sub(before);
    eprintln!("{LINES} lines open: {} KiB each", grown / LINES as u64);
    assert!(grown < LINES as u64 * 128, "{grown} KiB");
    let (status, _) = read(&browser, "/messagerie").await;
    assert_eq!(status, 200, "others are served");
    let asked = Instant::now();
    program.terminate();
    for line in &mut lines {
        while line.next().await.is_some() {}
    }
    assert!(program.wait().success());
    let elapsed = asked.elapsed();
    eprintln!("stopped after {} ms with {LINES} lines open", elapsed.as_millis());
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}: not the 20 s given to what does not end");
    assert!(!program.log().iter().any(|line| line.contains("cut off")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_takes_nothing_is_let_go() {
    let installation = Installation::new()
        .with("PRODOUANE__LIVE__STREAMS", "1")
        .with("PRODOUANE__LIVE__HEARTBEAT_SECONDS", "1")
        .with("PRODOUANE__LIVE__LIFE_SECONDS", "2")
        .with("PRODOUANE__LIMITS__HEADER_SECONDS", "1");
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let mut stuck = Raw::open(&program);
    stuck.send(format!(
        "GET {ADDRESS} HTTP/1.1\r\nHost: x\r\nCookie: __Host-prodouane={}\r\n\r\n",
        operator.token
    ));
    let browser = operator.browser(&program);
    // Held while it is there, and given to the next one afterwards.
    assert_eq!(retried(&browser, 503).await.status(), 503);
    assert_eq!(retried(&browser, 200).await.status(), 200);
    let all = stuck.read_to_end();
    assert!(all.starts_with("HTTP/1.1 200") && all.contains(":\n\n"), "closed in the end: {all:.300}");
    assert!(!all.contains(SIRET));
}
