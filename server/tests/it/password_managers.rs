//! What password managers read: the username of every form that asks a password, and the page that changes it.

use domain::path;
use platform::{clock::Clock, execute};
use scraper::{ElementRef, Html, Selector};

use crate::{
    account::{create_account, mail_to, redirect_of},
    browser::Browser,
    program::Installation,
};

/// Returns the values of the usernames of the forms with a password; panics if a form has none.
fn usernames(page: &str, address: &str) -> Vec<String> {
    let document = Html::parse_document(page);
    let selector = |text| Selector::parse(text).expect("a selector");
    let password = selector("input[type=password]");
    let username = selector("input[autocomplete~=username]:not([type=hidden])");
    let forms = selector("main form");
    let with_password = document.select(&forms).filter(|form| form.select(&password).next().is_some());
    let value = |form: ElementRef| {
        let input =
            form.select(&username).next().unwrap_or_else(|| panic!("no username on {address}: {page}"));
        input.attr("value").unwrap_or_default().to_owned()
    };
    let found: Vec<String> = with_password.map(value).collect();
    assert!(!found.is_empty(), "no password on {address}");
    found
}

#[tokio::test]
async fn every_form_with_a_password_has_a_readable_username() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    create_account(&portal, "alix").await;
    let mut browser = Browser::new(&program);
    let read = async |browser: &Browser, page: &str| {
        let text = browser.get(page).send().await.expect("an answer").text().await.expect("a page");
        usernames(&text, page)
    };
    for page in [path::SIGN_IN, path::REGISTRATION, path::STAFF_SIGN_IN] {
        read(&browser, page).await;
    }
    let forgotten = [("_page", path::FORGOTTEN_PASSWORD), ("identifiant", "alix")];
    browser.submit("/form/mot-de-passe-oublie", &forgotten).await;
    let text = mail_to(&portal, "alix@exemple.fr", "mot-de-passe-oublie", 0).await;
    let start = text.find("https://portail.example/").expect("a link");
    let link = text[start..].split_whitespace().next().expect("a link");
    let link = link.trim_start_matches("https://portail.example");
    assert_eq!(read(&browser, link).await, ["alix"]);

    browser.enter_password("alix").await;
    browser.enter_code(&portal, "alix", 0, false).await;
    assert_eq!(read(&browser, path::PASSWORD).await, ["alix"]);
    execute!(portal.db, sqlx::query("UPDATE session SET authenticated_at = 0"))
        .expect("an old authentication");
    assert_eq!(read(&browser, path::REAUTHENTICATION).await, ["alix"]);
    portal.close().await;
}

#[tokio::test]
async fn well_known_address_leads_to_the_change_of_password() {
    let installation = Installation::new();
    let program = installation.start();
    let answer = Browser::new(&program).get(path::CHANGE_PASSWORD).send().await.expect("an answer");
    assert_eq!((answer.status().as_u16(), redirect_of(&answer)), (303, path::PASSWORD));
}
