//! Network of an agent: determined by the connection and trusted proxies, not by forged headers (mission §6).

use backend::{
    accounts::sessions::{self, Client},
    staff::{self, NewMember},
};
use domain::{path, rights::StaffRole};
use platform::clock::Clock;

use crate::{
    browser::{Browser, header},
    operator::{SERVICE, add_service},
    program::{Installation, Program},
};

/// The tests connect from 127.0.0.1, which is outside the administration's networks here.
fn installation() -> Installation {
    Installation::new().with("PRODOUANE__STAFF__NETWORKS", "[\"10.0.0.0/8\", \"2001:db8:1::/48\"]")
}

/// Signs in an agent without remote access. Returns the cookie.
async fn sign_in(installation: &Installation, login: &str) -> String {
    let portal = installation.portal(Clock::system()).await;
    add_service(&portal).await;
    let agent = NewMember {
        login,
        name: "Agent d’essai",
        mail: "agent@exemple.fr",
        password: "phrase de passe assez longue",
        roles: &[StaffRole::Agent],
        services: &[SERVICE.to_owned()],
        remote: false,
    };
    let agent = staff::create(&portal, &agent).await.expect("an agent");
    let client = Client { address: [10, 1, 2, 3].into(), user_agent: String::new(), device: None };
    let (_, session) = sessions::create(&portal, &client).await.expect("a session");
    let mut tx = portal.db.begin().await.expect("a transaction");
    let token = sessions::sign_staff_in(&mut tx, &portal, session.id, agent).await.expect("signed in");
    tx.commit().await.expect("committed");
    portal.close().await;
    format!("__Host-prodouane={}", token.expose())
}

/// Requests the agents' inbox with these headers. Returns the redirect, empty if the page is shown.
async fn redirect_from_inbox(program: &Program, cookie: &str, headers: &[(&str, &str)]) -> String {
    let mut browser = Browser::new(program);
    browser.cookie = Some(cookie.to_owned());
    let request = headers
        .iter()
        .fold(browser.get(path::AGENT_INBOX), |request, (name, value)| request.header(*name, *value));
    let answer = request.send().await.expect("an answer");
    header(answer.headers(), "location").to_owned()
}

const SIGN_IN_AGAIN: &str = "/equipe/connexion?retour=/agent";

#[tokio::test]
async fn forged_headers_do_not_change_the_network() {
    let installation = installation();
    let program = installation.start();
    for (login, forged) in [
        ("agent.un", ("x-forwarded-for", "10.1.2.3")),
        ("agent.deux", ("forwarded", "for=10.1.2.3")),
        ("agent.trois", ("x-real-ip", "10.1.2.3")),
    ] {
        let cookie = sign_in(&installation, login).await;
        assert_eq!(redirect_from_inbox(&program, &cookie, &[forged]).await, SIGN_IN_AGAIN, "{forged:?}");
    }
}

#[tokio::test]
async fn trusted_proxy_determines_the_network_and_leaving_it_ends_the_session() {
    let installation = installation().with("PRODOUANE__TRUSTED_PROXIES", "[\"127.0.0.1\"]");
    let program = installation.start();
    let cookie = sign_in(&installation, "agent.un").await;
    for (header, inside) in [
        ("x-forwarded-for", "10.1.2.3"),
        ("x-forwarded-for", "203.0.113.9, 10.1.2.3"),
        ("x-forwarded-for", "10.1.2.3:51234"),
        ("x-forwarded-for", "2001:db8:1::7"),
        ("x-forwarded-for", "[2001:db8:1::7]"),
        ("x-forwarded-for", "[2001:db8:1::7]:443"),
        ("x-forwarded-for", "::ffff:10.9.9.9"),
        ("forwarded", "for=203.0.113.9, for=10.1.2.3;proto=https"),
        ("forwarded", "For=\"[2001:db8:1::7]:443\""),
    ] {
        assert_eq!(
            redirect_from_inbox(&program, &cookie, &[(header, inside)]).await,
            "",
            "{header}: {inside}"
        );
    }
    // A client can forge the entries before the one that the proxy adds.
    assert_eq!(
        redirect_from_inbox(&program, &cookie, &[("x-forwarded-for", "10.1.2.3, 203.0.113.9")]).await,
        SIGN_IN_AGAIN
    );
    assert_eq!(
        redirect_from_inbox(&program, &cookie, &[("x-forwarded-for", "10.1.2.3")]).await,
        SIGN_IN_AGAIN,
        "the session has ended"
    );

    let mut browser = Browser::new(&program);
    browser.cookie = None;
    let page = browser.get(path::STAFF_SIGN_IN).header("x-forwarded-for", "203.0.113.9");
    let page = page.send().await.expect("a page").text().await.expect("its text");
    assert!(page.contains("Vous n’êtes pas sur un réseau de l’administration"), "the page gives the reason");
}

#[tokio::test]
async fn address_of_a_trusted_proxy_never_stands_for_its_client() {
    // The proxy itself is on a network of the administration.
    let installation = Installation::new()
        .with("PRODOUANE__TRUSTED_PROXIES", "[\"127.0.0.1\"]")
        .with("PRODOUANE__STAFF__NETWORKS", "[\"127.0.0.0/8\", \"0.0.0.0/8\", \"10.0.0.0/8\"]");
    let program = installation.start();
    let outside: [&[(&str, &str)]; 12] = [
        &[],
        &[("x-forwarded-for", "203.0.113.7:51234")],
        &[("x-forwarded-for", "[2001:db8::1]:443")],
        &[("x-forwarded-for", "[2001:db8::1]")],
        &[("x-forwarded-for", "10.1.2.3, unknown")],
        &[("x-forwarded-for", "10.1.2.3, 203.0.113.7:")],
        &[("x-forwarded-for", "127.0.0.1")],
        &[("x-forwarded-for", "0.0.0.0")],
        &[("forwarded", "for=\"203.0.113.7:51234\"")],
        &[("forwarded", "for=10.1.2.3, for=_hidden")],
        &[("forwarded", "for=10.1.2.3;by=\", for=\"203.0.113.7\"")],
        &[("x-forwarded-for", "203.0.113.7"), ("forwarded", "for=10.1.2.3")],
    ];
    for (number, headers) in outside.into_iter().enumerate() {
        let cookie = sign_in(&installation, &format!("agent.{number}")).await;
        assert_eq!(redirect_from_inbox(&program, &cookie, headers).await, SIGN_IN_AGAIN, "{headers:?}");
    }
}
