//! A forgotten password over HTTP: links, GET, and what the answers tell.

use std::time::{Duration, Instant};

use backend::clock::Clock;

use crate::account::{mail_to, open_account};
use crate::browser::{Browser, header};
use crate::program::Installation;

const NEW_PASSWORD: &str = "Vendange-de-Nivose-1801";
const FORM: &str = "/form/mot-de-passe-oublie";
const SENT: &str = "/mot-de-passe-oublie/envoye";

#[tokio::test]
async fn links_are_ours_whatever_host_is_asked_and_a_get_uses_nothing_up() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    open_account(&portal, "alix").await;
    let browser = Browser::new(&program);
    let asked = browser
        .post_bare(FORM)
        .header("sec-fetch-site", "same-origin")
        .header("host", "ailleurs.example")
        .header("x-forwarded-host", "pire.example")
        .header("forwarded", "host=pire.example")
        .form(&[("_page", "/mot-de-passe-oublie"), ("identifiant", "alix")]);
    let answer = asked.send().await.expect("an answer");
    assert_eq!((answer.status().as_u16(), header(answer.headers(), "location")), (303, SENT));

    let text = mail_to(&portal, "alix@exemple.fr", "mot-de-passe-oublie", 0).await;
    assert!(!text.contains("ailleurs.example") && !text.contains("pire.example"), "{text}");
    let start = text.find("https://portail.example/").expect("a link of the configured address");
    let link = text[start..].split_whitespace().next().expect("a link");
    let path = link.strip_prefix("https://portail.example").expect("ours");
    let token = path.split_once("jeton=").expect("a token").1;
    for _ in 0..3 {
        let page = browser.get(path).send().await.expect("an answer");
        assert_eq!(page.status(), 200);
        assert!(page.text().await.expect("a page").contains("/form/nouveau-mot-de-passe"), "alive");
    }
    let fields =
        [("_page", path), ("jeton", token), ("mot_de_passe", NEW_PASSWORD), ("confirmation", NEW_PASSWORD)];
    let done = browser.send_form("/form/nouveau-mot-de-passe", &fields).await;
    assert_eq!(header(done.headers(), "location"), "/mot-de-passe-oublie/termine");
    let page = browser.get(path).send().await.expect("an answer").text().await.expect("a page");
    assert!(!page.contains("/form/nouveau-mot-de-passe"), "used up");
    portal.close().await;
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Asks for known and unknown accounts in turn, same answers expected; how many times longer the known ones take.
async fn known_to_unknown(browser: &Browser, each: usize) -> f64 {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..each {
        let pair = [("connu", true), ("perdu", false)];
        // First the one, then the other: what follows is not always the same.
        let order = if number % 2 == 0 { [0, 1] } else { [1, 0] };
        for (name, is_known) in order.map(|index| pair[index]) {
            let who = format!("{name}{}", number % 10);
            let start = Instant::now();
            let answer =
                browser.send_form(FORM, &[("_page", "/mot-de-passe-oublie"), ("identifiant", &who)]).await;
            let taken = start.elapsed();
            assert_eq!(
                (answer.status().as_u16(), header(answer.headers(), "location")),
                (303, SENT),
                "{who}"
            );
            assert_eq!(answer.text().await.expect("a body"), "", "{who}");
            if is_known { known.push(taken) } else { unknown.push(taken) }
        }
    }
    median(&mut known).as_secs_f64() / median(&mut unknown).as_secs_f64()
}

#[tokio::test]
async fn answers_and_times_do_not_tell_which_accounts_exist() {
    const EACH: usize = 500;
    /// What tells accounts apart does so every time; a busy machine does not.
    const ROUNDS: usize = 3;
    let installation = Installation::new().with("PRODOUANE__SIGN_IN__REGISTRATIONS_PER_NETWORK", "100000");
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    for number in 0..10 {
        open_account(&portal, &format!("connu{number}")).await;
    }
    let mut browser = Browser::new(&program);
    let first = browser.send_form(FORM, &[("_page", "/mot-de-passe-oublie"), ("identifiant", "x")]).await;
    let cookie = header(first.headers(), "set-cookie").split(';').next().expect("a session").to_owned();
    browser.cookie = Some(cookie);
    let mut ratios = Vec::new();
    while ratios.len() < ROUNDS && !ratios.last().is_some_and(|ratio| (0.95..=1.05).contains(ratio)) {
        ratios.push(known_to_unknown(&browser, EACH).await);
    }
    eprintln!("forgotten password, {EACH} known against {EACH} unknown: medians {ratios:.3?} to 1");
    assert!(ratios.last().is_some_and(|ratio| (0.95..=1.05).contains(ratio)), "{ratios:?}");
    portal.close().await;
}

#[tokio::test]
async fn the_link_of_a_registration_is_ours_whatever_host_is_asked() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    let fields = [
        ("_page", "/inscription"),
        ("identifiant", "basile"),
        ("mot_de_passe", NEW_PASSWORD),
        ("confirmation", NEW_PASSWORD),
        ("niveau", "mot_de_passe"),
        ("prenom", "Basile"),
        ("nom", "Essai"),
        ("email", "basile@exemple.fr"),
    ];
    let browser = Browser::new(&program);
    let sent = browser
        .post_bare("/form/inscription")
        .header("sec-fetch-site", "same-origin")
        .header("host", "ailleurs.example")
        .header("x-forwarded-host", "pire.example")
        .header("x-forwarded-proto", "http")
        .header("forwarded", "host=pire.example;proto=http")
        .form(&fields);
    assert_eq!(sent.send().await.expect("an answer").status(), 303);
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
