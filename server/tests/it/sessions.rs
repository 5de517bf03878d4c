//! Identifiers of sessions over HTTP: another one at every change of standing, none that comes back.

use backend::Portal;
use backend::clock::Clock;
use futures::future::join_all;

use crate::account::{leads_to, open_account};
use crate::browser::Browser;
use crate::operator::{Operator, SIREN, begin_draft};
use crate::program::{Installation, Program};
use crate::raw::Raw;

const NEW_PASSWORD: &str = "Vendange-de-Nivose-1801";

fn with_cookie(program: &Program, cookie: &str) -> Browser {
    let mut browser = Browser::new(program);
    browser.cookie = Some(cookie.to_owned());
    browser
}

#[tokio::test]
async fn every_change_of_standing_gives_another_identifier() {
    let installation = Installation::new();
    let program = installation.start();
    let portal: Portal = installation.portal(Clock::system()).await;
    open_account(&portal, "alix").await;
    let mut browser = Browser::new(&program);
    let mut seen: Vec<String> = Vec::new();
    let mut note = |browser: &Browser, step: &str| {
        let now = browser.cookie.clone().expect("a session");
        assert!(!seen.contains(&now), "the same identifier after: {step}");
        seen.push(now);
    };
    browser.follow("/form/avis", &[("_page", "/avis"), ("satisfaction", "satisfait")]).await;
    note(&browser, "first form");
    browser.give_password("alix").await;
    note(&browser, "password");
    browser.give_code(&portal, "alix", 0, false).await;
    assert!(browser.is_signed_in().await);
    note(&browser, "second factor");
    let chosen =
        [("_page", "/profil/mot-de-passe"), ("mot_de_passe", NEW_PASSWORD), ("confirmation", NEW_PASSWORD)];
    let changed = browser.follow("/form/changer-mot-de-passe", &chosen).await;
    assert_eq!(leads_to(&changed), "/profil/mot-de-passe");
    note(&browser, "change of password");
    assert!(browser.is_signed_in().await);
    let steps = seen.len();
    let mut open = 0;
    for old in &seen[..steps - 1] {
        open += usize::from(with_cookie(&program, old).is_signed_in().await);
    }

    let operator = Operator::sign_in(&installation).await;
    let mut working = operator.browser(&program);
    let before = working.cookie.clone();
    let again = working.follow("/form/choisir-siren", &[("_page", "/entreprises"), ("siren", SIREN)]).await;
    assert_eq!(again.status(), 303);
    assert_ne!(working.cookie, before, "choice of a SIREN");
    eprintln!(
        "{steps} changes of standing and a choice of SIREN: {} new identifiers, {open} old ones open",
        steps + 1
    );
    assert_eq!(open, 0);
    portal.close().await;
}

#[tokio::test]
async fn signing_out_wins_over_requests_in_flight() {
    const ROUNDS: usize = 10;
    let installation = Installation::new();
    let program = installation.start();
    let mut resurrected = 0;
    for _ in 0..ROUNDS {
        let browser = Operator::sign_in(&installation).await.browser(&program);
        let draft = begin_draft(&browser).await.expect("a draft");
        // Under way when the session ends: its headers are read, its file is not.
        let mut upload = Raw::open(&program);
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"_siren\"\r\n\r\n{SIREN}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"emplacement\"\r\n\r\n\r\n\
             --x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"a.txt\"\r\n\r\ndébut"
        );
        let tail = " et fin\r\n--x--\r\n";
        upload.send(format!(
            "POST /televersement/brouillon/{draft} HTTP/1.1\r\nHost: portail.example\r\nConnection: close\r\n\
             Sec-Fetch-Site: same-origin\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary=x\r\n\
             Content-Length: {}\r\n\r\n{head}",
            browser.cookie.as_deref().expect("a session"),
            head.len() + tail.len()
        ));
        let readers = join_all((0..8).map(|_| browser.is_signed_in()));
        let (left, _) =
            tokio::join!(browser.send_form("/form/deconnexion", &[("_page", "/profil")]), readers);
        assert_eq!(left.status(), 303);
        upload.send(tail);
        let answer = tokio::task::spawn_blocking(move || upload.read_to_end()).await.expect("an answer");
        assert!(!answer.starts_with("HTTP/1.1 20"), "taken after the end of the session: {answer}");
        resurrected += usize::from(browser.is_signed_in().await);
        let files = walk(&installation.path("files").join("stored"));
        assert_eq!(files, 0, "nothing of it is kept");
    }
    eprintln!("{ROUNDS} sign-outs against 8 readings and an upload in flight: {resurrected} resurrected");
    assert_eq!(resurrected, 0);
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}
