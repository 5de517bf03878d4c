//! Session tokens over HTTP: replaced at every change of stage and never valid again.

use backend::Portal;
use domain::path;
use futures::future::join_all;
use platform::clock::Clock;

use crate::{
    account::{create_account, redirect_of},
    browser::Browser,
    operator::{Operator, SIREN, create_draft},
    program::{Installation, Program},
    raw_connection::RawConnection,
    uploads::files_in,
};

const NEW_PASSWORD: &str = "Vendange-de-Nivose-1801";

fn with_cookie(program: &Program, cookie: &str) -> Browser {
    let mut browser = Browser::new(program);
    browser.cookie = Some(cookie.to_owned());
    browser
}

#[tokio::test]
async fn every_change_of_session_stage_replaces_the_token() {
    let installation = Installation::new();
    let program = installation.start();
    let portal: Portal = installation.portal(Clock::system()).await;
    create_account(&portal, "alix").await;
    let mut browser = Browser::new(&program);
    let mut seen: Vec<String> = Vec::new();
    let mut record = |browser: &Browser, step: &str| {
        let token = browser.cookie.clone().expect("a session");
        assert!(!seen.contains(&token), "unchanged token after: {step}");
        seen.push(token);
    };
    browser.submit("/form/avis", &[("_page", path::OPINION), ("satisfaction", "satisfait")]).await;
    record(&browser, "first form");
    browser.enter_password("alix").await;
    record(&browser, "password");
    browser.enter_code(&portal, "alix", 0, false).await;
    assert!(browser.is_signed_in().await);
    record(&browser, "second factor");
    let chosen = [("_page", path::PASSWORD), ("mot_de_passe", NEW_PASSWORD), ("confirmation", NEW_PASSWORD)];
    let changed = browser.submit("/form/changer-mot-de-passe", &chosen).await;
    assert_eq!(redirect_of(&changed), path::PASSWORD);
    record(&browser, "change of password");
    assert!(browser.is_signed_in().await);
    let steps = seen.len();
    let mut active = 0;
    for old in &seen[..steps - 1] {
        active += usize::from(with_cookie(&program, old).is_signed_in().await);
    }

    let operator = Operator::sign_in(&installation).await;
    let mut browser = operator.browser(&program);
    let before = browser.cookie.clone();
    let chosen = browser.submit("/form/choisir-siren", &[("_page", path::COMPANIES), ("siren", SIREN)]).await;
    assert_eq!(chosen.status(), 303);
    assert_ne!(browser.cookie, before, "choice of a SIREN");
    eprintln!(
        "{steps} changes of stage and a choice of SIREN: {} new tokens, {active} old ones active",
        steps + 1
    );
    assert_eq!(active, 0);
    portal.close().await;
}

#[tokio::test]
async fn requests_in_flight_do_not_survive_a_sign_out() {
    const ROUNDS: usize = 10;
    let installation = Installation::new();
    let program = installation.start();
    let mut still_active = 0;
    for _ in 0..ROUNDS {
        let browser = Operator::sign_in(&installation).await.browser(&program);
        let draft = create_draft(&browser).await.expect("a draft");
        // Open when the session ends: the headers have been read, the file has not.
        let mut upload = RawConnection::open(&program);
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
        let (signed_out, _) =
            tokio::join!(browser.send_form("/form/deconnexion", &[("_page", path::PROFILE)]), readers);
        assert_eq!(signed_out.status(), 303);
        upload.send(tail);
        let answer = tokio::task::spawn_blocking(move || upload.read_to_end()).await.expect("an answer");
        assert!(!answer.starts_with("HTTP/1.1 20"), "accepted after the end of the session: {answer}");
        still_active += usize::from(browser.is_signed_in().await);
        let files = files_in(&installation.path("files").join("stored"));
        assert_eq!(files, 0, "no file is stored");
    }
    eprintln!("{ROUNDS} sign-outs during 8 requests and an upload: {still_active} sessions still active");
    assert_eq!(still_active, 0);
}
