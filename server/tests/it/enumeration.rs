//! Sign-in and registration do not tell which accounts exist: the same answers, in the same time. Password recovery is in
//! `password_recovery`.

use std::time::{Duration, Instant};

use domain::path;
use platform::clock::Clock;

use crate::{
    account::{create_account, redirect_of},
    browser::{Browser, header},
    program::Installation,
};

const EACH: usize = 500;
/// A real difference shows in every round, a busy machine only in some.
const ROUNDS: usize = 3;
const TOLERANCE: std::ops::RangeInclusive<f64> = 0.95..=1.05;

/// Fields of a request about a known or an unknown account; `number` is unique.
type Fields = fn(is_known: bool, number: usize) -> Vec<(&'static str, String)>;

fn sign_in(is_known: bool, number: usize) -> Vec<(&'static str, String)> {
    let name = if is_known { "connu" } else { "perdu" };
    let suffix = if number % 4 < 2 { "" } else { "@exemple.fr" };
    vec![
        ("_page", path::SIGN_IN.to_owned()),
        ("identifiant", format!("{name}{}{suffix}", number % 10)),
        ("mot_de_passe", "Mauvais-Mot-2026".to_owned()),
    ]
}

fn registration(is_known: bool, number: usize) -> Vec<(&'static str, String)> {
    let email = if is_known {
        format!("connu{}@exemple.fr", number % 10)
    } else {
        format!("perdu{number}@exemple.fr")
    };
    let fields = [
        ("_page", path::REGISTRATION),
        ("mot_de_passe", "Vendange-de-Nivose-1801"),
        ("confirmation", "Vendange-de-Nivose-1801"),
        ("niveau", "mot_de_passe"),
        ("prenom", "Basile"),
        ("nom", "Essai"),
    ];
    let mut fields: Vec<_> = fields.map(|(name, value)| (name, value.to_owned())).to_vec();
    fields.extend([("identifiant", format!("nouveau{number}{is_known}")), ("email", email)]);
    fields
}

async fn timed(browser: &Browser, action: &str, expected: &str, fields: Vec<(&str, String)>) -> Duration {
    let start = Instant::now();
    let answer = browser.post(action).form(&fields).send().await.expect("an answer");
    let elapsed = start.elapsed();
    assert_eq!((answer.status().as_u16(), redirect_of(&answer)), (303, expected), "{fields:?}");
    assert_eq!(answer.text().await.expect("a body"), "");
    elapsed
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

/// Sends requests about known and unknown accounts in pairs, concurrently, and returns the ratio of the median times.
async fn ratio(browser: &Browser, action: &str, expected: &str, fields: Fields, round: usize) -> f64 {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in (0..EACH).map(|number| number + round * EACH) {
        let [first, second] = [number % 2 == 0, number % 2 == 1];
        let (one, other) = tokio::join!(
            timed(browser, action, expected, fields(first, number)),
            timed(browser, action, expected, fields(second, number)),
        );
        let (of_known, of_unknown) = if first { (one, other) } else { (other, one) };
        known.push(of_known);
        unknown.push(of_unknown);
    }
    median(known) / median(unknown)
}

async fn assert_indistinguishable(action: &str, expected: &str, fields: Fields) {
    let installation = Installation::new()
        .with("PRODOUANE__SIGN_IN__REGISTRATIONS_PER_NETWORK", "100000")
        .with("PRODOUANE__SIGN_IN__ATTEMPTS_PER_NETWORK", "100000")
        .with("PRODOUANE__SIGN_IN__ATTEMPTS_PER_ACCOUNT", "100000");
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    for number in 0..10 {
        create_account(&portal, &format!("connu{number}")).await;
    }
    let mut browser = Browser::new(&program);
    let first = browser.send_form("/form/avis", &[("_page", path::OPINION)]).await;
    let cookie = header(first.headers(), "set-cookie").split(';').next().expect("a session").to_owned();
    browser.cookie = Some(cookie);
    let mut ratios: Vec<f64> = Vec::new();
    while ratios.len() < ROUNDS && !ratios.last().is_some_and(|ratio| TOLERANCE.contains(ratio)) {
        ratios.push(ratio(&browser, action, expected, fields, ratios.len()).await);
    }
    eprintln!("{action}, {EACH} known and {EACH} unknown accounts: ratio of medians {ratios:.3?}");
    assert!(ratios.last().is_some_and(|ratio| TOLERANCE.contains(ratio)), "{ratios:?}");
    portal.close().await;
}

#[tokio::test]
async fn sign_in_does_not_reveal_accounts_by_answers_or_response_times() {
    assert_indistinguishable("/form/connexion", path::SIGN_IN, sign_in).await;
}

#[tokio::test]
async fn registration_does_not_reveal_accounts_by_answers_or_response_times() {
    assert_indistinguishable("/form/inscription", path::REGISTRATION_CONFIRMATION, registration).await;
}
