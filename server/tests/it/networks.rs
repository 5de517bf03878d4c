//! Where an agent works from is what the connection says, not what a header pretends (mission §6).

use backend::agents::{self, NewAgent, services};
use backend::clock::Clock;
use backend::session::{self, Client};
use domain::motif::RecipientKind;

use crate::browser::{Browser, header};
use crate::operator::SERVICE;
use crate::program::{Installation, Program};

/// The tests connect from 127.0.0.1, which is no network of the administration here.
fn installation() -> Installation {
    Installation::new().with("PRODOUANE__AGENTS__NETWORKS", "[\"10.0.0.0/8\", \"2001:db8:1::/48\"]")
}

/// The cookie of an agent without remote access who signed in a moment ago.
async fn signed_in(installation: &Installation, login: &str) -> String {
    let portal = installation.portal(Clock::system()).await;
    services::add(&portal, SERVICE, RecipientKind::Recette, "Recette d’essai", None)
        .await
        .expect("a service");
    let agent = NewAgent {
        login,
        name: "Agent d’essai",
        mail: "agent@exemple.fr",
        password: "phrase de passe assez longue",
        services: &[SERVICE.to_owned()],
        remote: false,
    };
    let agent = agents::create(&portal, &agent).await.expect("an agent");
    let client = Client { address: [10, 1, 2, 3].into(), user_agent: String::new(), device: None };
    let (_, session) = session::create(&portal, &client).await.expect("a session");
    let mut tx = portal.db.begin().await.expect("a transaction");
    let token = session::sign_agent_in(&mut tx, &portal, session.id, agent).await.expect("signed in");
    tx.commit().await.expect("kept");
    portal.close().await;
    format!("__Host-prodouane={}", token.expose())
}

/// Where the agents' first page leads, with these headers; empty when it is shown.
async fn led_to(program: &Program, cookie: &str, headers: &[(&str, &str)]) -> String {
    let mut browser = Browser::new(program);
    browser.cookie = Some(cookie.to_owned());
    let request =
        headers.iter().fold(browser.get("/agent"), |request, (name, value)| request.header(*name, *value));
    let answer = request.send().await.expect("an answer");
    header(answer.headers(), "location").to_owned()
}

const AWAY: &str = "/agent/connexion?retour=/agent";

#[tokio::test]
async fn a_forged_header_brings_nobody_into_the_network() {
    let installation = installation();
    let program = installation.start();
    for (login, forged) in [
        ("agent.un", ("x-forwarded-for", "10.1.2.3")),
        ("agent.deux", ("forwarded", "for=10.1.2.3")),
        ("agent.trois", ("x-real-ip", "10.1.2.3")),
    ] {
        let cookie = signed_in(&installation, login).await;
        assert_eq!(led_to(&program, &cookie, &[forged]).await, AWAY, "{forged:?}");
    }
}

#[tokio::test]
async fn a_named_proxy_is_believed_about_its_client_and_leaving_the_network_is_for_good() {
    let installation = installation().with("PRODOUANE__TRUSTED_PROXIES", "[\"127.0.0.1\"]");
    let program = installation.start();
    let cookie = signed_in(&installation, "agent.un").await;
    for inside in ["10.1.2.3", "203.0.113.9, 10.1.2.3", "2001:db8:1::7", "::ffff:10.9.9.9"] {
        assert_eq!(led_to(&program, &cookie, &[("x-forwarded-for", inside)]).await, "", "{inside}");
    }
    // What stands before the proxy's own entry is what the client pretends.
    assert_eq!(led_to(&program, &cookie, &[("x-forwarded-for", "10.1.2.3, 203.0.113.9")]).await, AWAY);
    assert_eq!(
        led_to(&program, &cookie, &[("x-forwarded-for", "10.1.2.3")]).await,
        AWAY,
        "the session is over"
    );

    let mut browser = Browser::new(&program);
    browser.cookie = None;
    let page = browser.get("/agent/connexion").header("x-forwarded-for", "203.0.113.9");
    let page = page.send().await.expect("a page").text().await.expect("its text");
    assert!(page.contains("Vous n’êtes pas sur un réseau de l’administration"), "and the page says why");
}
