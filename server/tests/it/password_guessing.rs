//! Rate limit of sign-in: a thousand wrong passwords for one account, with forged and varying client addresses.

use backend::Portal;
use domain::path;
use futures::StreamExt;
use platform::{clock::Clock, on};

use crate::{
    account::{PASSWORD, cookie, create_account, redirect_of},
    browser::Browser,
    program::Installation,
};

const CONCURRENT_REQUESTS: usize = 100;

/// Sends this number of wrong passwords concurrently, each with a forwarded address.
async fn guess(browser: &Browser, attempts: usize, forwarded: impl Fn(usize) -> String) {
    let answers = (0..attempts).map(|number| {
        let password = format!("Mauvais-Mot-{number}");
        let fields = [("_page", path::SIGN_IN), ("identifiant", "alix"), ("mot_de_passe", password.as_str())];
        let request =
            browser.post("/form/connexion").header("x-forwarded-for", forwarded(number)).form(&fields);
        async move {
            let answer = request.send().await.expect("an answer");
            assert_eq!(
                (answer.status().as_u16(), redirect_of(&answer)),
                (303, path::SIGN_IN),
                "always the same response"
            );
        }
    });
    futures::stream::iter(answers).buffer_unordered(CONCURRENT_REQUESTS).collect::<Vec<()>>().await;
}

/// Number of compared passwords: each is a failure in the history; attempts refused by the rate limit are not.
async fn compared_passwords(portal: &Portal) -> i64 {
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
async fn a_thousand_passwords_cause_ten_comparisons_and_the_owner_signs_in_from_a_trusted_device() {
    for (trusted, attempts) in [(false, 200), (true, 800)] {
        let mut installation = Installation::new().with("PRODOUANE__DATABASE__BUSY_SECONDS", "60");
        if trusted {
            installation = installation
                .with("PRODOUANE__TRUSTED_PROXIES", "[\"127.0.0.1\"]")
                // High, so that the limit per account applies.
                .with("PRODOUANE__SIGN_IN__ATTEMPTS_PER_NETWORK", "100000");
        }
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        create_account(&portal, "alix").await;
        let mut owner = Browser::new(&program);
        owner.enter_password("alix").await;
        let signed = owner.enter_code(&portal, "alix", 0, true).await;
        let device = cookie(&signed, "__Host-appareil").expect("a device to trust");

        let mut attacker = Browser::new(&program);
        attacker.submit("/form/avis", &[("_page", path::OPINION), ("satisfaction", "satisfait")]).await;
        guess(&attacker, attempts, |number| match (trusted, number % 2) {
            (false, _) => format!("203.0.113.{}", number % 250),
            // Half of them from one /64, half from different networks.
            (true, 0) => format!("2001:db8:1:2::{number:x}"),
            (true, _) => format!("2001:db8:{number:x}::1"),
        })
        .await;
        let compared = compared_passwords(&portal).await;
        let proxies =
            if trusted { "trusted proxy, IPv6 /64 and elsewhere" } else { "forged X-Forwarded-For" };
        eprintln!("{attempts} concurrent passwords ({proxies}): {compared} compared");
        assert!((1..=10).contains(&compared), "{compared}");

        let fields = [("_page", path::SIGN_IN), ("identifiant", "alix"), ("mot_de_passe", PASSWORD)];
        let elsewhere = Browser::new(&program).send_form("/form/connexion", &fields).await;
        assert_eq!(redirect_of(&elsewhere), path::SIGN_IN, "refused, even with the correct password");
        let mut trusted_device = Browser::new(&program);
        trusted_device.cookie = Some(device);
        let signed_in = trusted_device.send_form("/form/connexion", &fields).await;
        assert!(
            redirect_of(&signed_in).starts_with(path::SIGN_IN_CONFIRMATION),
            "{}",
            redirect_of(&signed_in)
        );
        portal.close().await;
    }
}
