//! A thousand passwords against one account, whatever address they pretend to come from.

use backend::clock::Clock;
use backend::{Portal, on};
use futures::StreamExt;

use crate::account::{PASSWORD, cookie, leads_to, open_account};
use crate::browser::Browser;
use crate::program::Installation;

/// Requests under way at once.
const AT_ONCE: usize = 100;

/// Tries so many wrong passwords in parallel, each pretending an address.
async fn guess(browser: &Browser, tries: usize, pretended: impl Fn(usize) -> String) {
    let answers = (0..tries).map(|number| {
        let password = format!("Mauvais-Mot-{number}");
        let fields = [("_page", "/connexion"), ("identifiant", "alix"), ("mot_de_passe", password.as_str())];
        let request =
            browser.post("/form/connexion").header("x-forwarded-for", pretended(number)).form(&fields);
        async move {
            let answer = request.send().await.expect("an answer");
            assert_eq!(
                (answer.status().as_u16(), leads_to(&answer)),
                (303, "/connexion"),
                "never more than this"
            );
        }
    });
    futures::stream::iter(answers).buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
}

/// Passwords that were compared: each leaves a failure in the history, those that are refused before do not.
async fn evaluated(portal: &Portal) -> i64 {
    on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(times), 0) AS BIGINT) FROM account_event
             WHERE CAST(event AS TEXT) LIKE '%sign_in_failed%'",
        )
        .fetch_one(c)
        .await
    })
    .expect("the history")
}

#[tokio::test]
async fn a_thousand_passwords_evaluate_ten_and_the_owner_still_gets_in() {
    for (trusted, tries) in [(false, 200), (true, 800)] {
        let mut installation = Installation::new().with("PRODOUANE__DATABASE__BUSY_SECONDS", "60");
        if trusted {
            installation = installation
                .with("PRODOUANE__TRUSTED_PROXIES", "[\"127.0.0.1\"]")
                // The limit of one network is not what stops these.
                .with("PRODOUANE__SIGN_IN__ATTEMPTS_PER_NETWORK", "100000");
        }
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        open_account(&portal, "alix").await;
        let mut owner = Browser::new(&program);
        owner.give_password("alix").await;
        let signed = owner.give_code(&portal, "alix", 0, true).await;
        let device = cookie(&signed, "__Host-appareil").expect("a device to trust");

        let mut attacker = Browser::new(&program);
        attacker.follow("/form/avis", &[("_page", "/avis"), ("satisfaction", "satisfait")]).await;
        guess(&attacker, tries, |number| match (trusted, number % 2) {
            (false, _) => format!("203.0.113.{}", number % 250),
            // Half of one subscriber's /64, half from anywhere.
            (true, 0) => format!("2001:db8:1:2::{number:x}"),
            (true, _) => format!("2001:db8:{number:x}::1"),
        })
        .await;
        let compared = evaluated(&portal).await;
        let proxies =
            if trusted { "trusted proxy, IPv6 /64 and elsewhere" } else { "forged X-Forwarded-For" };
        eprintln!("{tries} passwords in parallel ({proxies}): {compared} evaluated");
        assert!((1..=10).contains(&compared), "{compared}");

        let fields = [("_page", "/connexion"), ("identifiant", "alix"), ("mot_de_passe", PASSWORD)];
        let elsewhere = Browser::new(&program).send_form("/form/connexion", &fields).await;
        assert_eq!(leads_to(&elsewhere), "/connexion", "slowed down, even with the right password");
        let mut known = Browser::new(&program);
        known.cookie = Some(device);
        let in_again = known.send_form("/form/connexion", &fields).await;
        assert!(leads_to(&in_again).starts_with("/connexion/confirmation"), "{}", leads_to(&in_again));
        portal.close().await;
    }
}
