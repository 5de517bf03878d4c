//! Links of mails open their page although a program took the signs after them, added parameters or encoded them.

use domain::path;
use platform::clock::Clock;

use crate::{
    account::{create_account, mail_to, redirect_of},
    browser::Browser,
    program::Installation,
};

/// Returns the path and query of the link in a new mail « mot de passe oublié ».
async fn mailed_link(browser: &Browser, portal: &backend::Portal) -> String {
    let fields = [("_page", path::FORGOTTEN_PASSWORD), ("identifiant", "alix")];
    browser.send_form("/form/mot-de-passe-oublie", &fields).await;
    let text = mail_to(portal, "alix@exemple.fr", "mot-de-passe-oublie", 0).await;
    let link = text.split_whitespace().find(|word| word.contains("jeton=")).expect("a link");
    link.strip_prefix("https://portail.example").expect("a path").to_owned()
}

/// Follows redirects within the portal; returns the page.
async fn open(browser: &Browser, address: &str) -> String {
    let mut address = address.to_owned();
    for _ in 0..3 {
        let answer = browser.get(&address).send().await.expect("an answer");
        if !answer.status().is_redirection() {
            return answer.text().await.expect("a page");
        }
        redirect_of(&answer).clone_into(&mut address);
    }
    panic!("too many redirects to {address}");
}

#[tokio::test]
async fn damaged_links_of_mails_open_their_page() {
    let installation = Installation::new();
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    create_account(&portal, "alix").await;
    let browser = Browser::new(&program);
    let link = mailed_link(&browser, &portal).await;
    let (page, token) = link.split_once("?jeton=").expect("a token");
    for damaged in [
        format!("{link}."),
        format!("{link}%3E"),
        format!("{link}),"),
        format!("{link};"),
        format!("{link}%C2%A0%C2%BB"),
        format!("{link}%22"),
        format!("{link}&utm_source=lettre&fbclid=x"),
        format!("{page}?utm_source=lettre&jeton={token}."),
        format!("{page}%3Fjeton%3D{token}"),
        format!("{page}%3Fjeton%3D{token}?utm_source=lettre"),
        format!("{link}%26utm_source%3Dlettre"),
    ] {
        let shown = open(&browser, &damaged).await;
        assert!(shown.contains("/form/nouveau-mot-de-passe"), "{damaged}");
    }
    portal.close().await;
}

#[tokio::test]
async fn signs_after_an_address_lead_to_the_page() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Browser::new(&program);
    for sign in [".", ")", ",", ";", "%3E", "%C2%BB", "%22", "%E2%80%99"] {
        let answer = browser.get(&format!("{}{sign}", path::HELP)).send().await.expect("an answer");
        assert_eq!(redirect_of(&answer), path::HELP, "{sign}");
    }
    // Neither another site nor a loop.
    for address in ["//ailleurs.example.", "/%2F%2Failleurs.example.", "/nulle-part"] {
        let answer = browser.get(address).send().await.expect("an answer");
        assert!(!answer.status().is_redirection(), "{address}");
    }
}
