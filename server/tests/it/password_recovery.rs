//! Password recovery over HTTP: links in mails, effects of GET, indistinguishable answers.

use std::time::{Duration, Instant};

use domain::path;
use platform::clock::Clock;

use crate::{
    account::{create_account, mail_to},
    browser::{Browser, header},
    program::Installation,
};

const NEW_PASSWORD: &str = "Vendange-de-Nivose-1801";
const FORM: &str = "/form/mot-de-passe-oublie";
const SENT: &str = path::FORGOTTEN_PASSWORD_SENT;

#[tokio::test]
async fn links_ignore_the_host_header_and_a_get_does_not_consume_them() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    create_account(&portal, "alix").await;
    let browser = Browser::new(&program);
    let request = browser
        .post_without_origin(FORM)
        .header("sec-fetch-site", "same-origin")
        .header("host", "ailleurs.example")
        .header("x-forwarded-host", "pire.example")
        .header("forwarded", "host=pire.example")
        .form(&[("_page", path::FORGOTTEN_PASSWORD), ("identifiant", "alix")]);
    let answer = request.send().await.expect("an answer");
    assert_eq!((answer.status().as_u16(), header(answer.headers(), "location")), (303, SENT));

    let text = mail_to(&portal, "alix@exemple.fr", "mot-de-passe-oublie", 0).await;
    assert!(!text.contains("ailleurs.example") && !text.contains("pire.example"), "{text}");
    let start = text.find("https://portail.example/").expect("a link to the configured URL");
    let link = text[start..].split_whitespace().next().expect("a link");
    let path = link.strip_prefix("https://portail.example").expect("a path");
    let token = path.split_once("jeton=").expect("a token").1;
    for _ in 0..3 {
        let page = browser.get(path).send().await.expect("an answer");
        assert_eq!(page.status(), 200);
        assert!(
            page.text().await.expect("a page").contains("/form/nouveau-mot-de-passe"),
            "the link is still valid"
        );
    }
    let fields =
        [("_page", path), ("jeton", token), ("mot_de_passe", NEW_PASSWORD), ("confirmation", NEW_PASSWORD)];
    let done = browser.send_form("/form/nouveau-mot-de-passe", &fields).await;
    assert_eq!(header(done.headers(), "location"), path::PASSWORD_RESET);
    let page = browser.get(path).send().await.expect("an answer").text().await.expect("a page");
    assert!(!page.contains("/form/nouveau-mot-de-passe"), "the link is consumed");
    portal.close().await;
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Requests a reset for existing and unknown accounts in turn and checks that the answers are identical. Returns the
/// ratio of the median times, existing to unknown.
async fn time_ratio(browser: &Browser, each: usize) -> f64 {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..each {
        let pair = [("connu", true), ("perdu", false)];
        // Alternates the order, so that neither case always runs first.
        let order = if number % 2 == 0 { [0, 1] } else { [1, 0] };
        for (name, is_known) in order.map(|index| pair[index]) {
            let login = format!("{name}{}", number % 10);
            let start = Instant::now();
            let answer = browser
                .send_form(FORM, &[("_page", path::FORGOTTEN_PASSWORD), ("identifiant", &login)])
                .await;
            let elapsed = start.elapsed();
            assert_eq!(
                (answer.status().as_u16(), header(answer.headers(), "location")),
                (303, SENT),
                "{login}"
            );
            assert_eq!(answer.text().await.expect("a body"), "", "{login}");
            if is_known { known.push(elapsed) } else { unknown.push(elapsed) }
        }
    }
    median(&mut known).as_secs_f64() / median(&mut unknown).as_secs_f64()
}

#[tokio::test]
async fn existing_and_unknown_accounts_are_indistinguishable_by_answers_and_response_times() {
    const EACH: usize = 500;
    /// A real difference shows in every round, a busy machine only in some.
    const ROUNDS: usize = 6;
    let installation = Installation::new().with("PRODOUANE__SIGN_IN__REGISTRATIONS_PER_NETWORK", "100000");
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    for number in 0..10 {
        create_account(&portal, &format!("connu{number}")).await;
    }
    let mut browser = Browser::new(&program);
    let first = browser.send_form(FORM, &[("_page", path::FORGOTTEN_PASSWORD), ("identifiant", "x")]).await;
    let cookie = header(first.headers(), "set-cookie").split(';').next().expect("a session").to_owned();
    browser.cookie = Some(cookie);
    let mut ratios = Vec::new();
    while ratios.len() < ROUNDS && !ratios.last().is_some_and(|ratio| (0.95..=1.05).contains(ratio)) {
        ratios.push(time_ratio(&browser, EACH).await);
    }
    eprintln!(
        "password recovery, {EACH} existing and {EACH} unknown accounts: ratio of medians {ratios:.3?}"
    );
    assert!(ratios.last().is_some_and(|ratio| (0.95..=1.05).contains(ratio)), "{ratios:?}");
    portal.close().await;
}

#[tokio::test]
async fn registration_link_ignores_the_host_header() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    let fields = [
        ("_page", path::REGISTRATION),
        ("identifiant", "basile"),
        ("mot_de_passe", NEW_PASSWORD),
        ("confirmation", NEW_PASSWORD),
        ("niveau", "mot_de_passe"),
        ("prenom", "Basile"),
        ("nom", "Essai"),
        ("email", "basile@exemple.fr"),
    ];
    let browser = Browser::new(&program);
    let request = browser
        .post_without_origin("/form/inscription")
        .header("sec-fetch-site", "same-origin")
        .header("host", "ailleurs.example")
        .header("x-forwarded-host", "pire.example")
        .header("x-forwarded-proto", "http")
        .header("forwarded", "host=pire.example;proto=http")
        .form(&fields);
    assert_eq!(request.send().await.expect("an answer").status(), 303);
    let text = mail_to(&portal, "basile@exemple.fr", "activation", 0).await;
    let links: Vec<&str> = text.split_whitespace().filter(|word| word.contains("://")).collect();
    let foreign = links.iter().filter(|link| !link.starts_with("https://portail.example/")).count();
    eprintln!(
        "forged Host, X-Forwarded-Host and Forwarded at registration: {foreign} foreign links of {}",
        links.len()
    );
    assert!(foreign == 0 && !links.is_empty(), "{text}");
    portal.close().await;
}
