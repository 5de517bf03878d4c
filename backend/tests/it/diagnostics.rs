use std::time::Duration;

use backend::{
    Error, diagnostics,
    diagnostics::{Diagnostic, Verdict},
    session::{Client, Session},
};
use domain::{form::Answers, problem::Problem};

use crate::{
    database::{House, on_each_database, on_each_database_with},
    profile::refusal,
};

async fn made(house: &House, session: &Session, client: &Client, answers: &Answers) -> String {
    let reference = diagnostics::make(&house.portal, session, client, answers).await.expect("made");
    reference.grouped()
}

fn verdict(found: &Diagnostic, subject: &str) -> Verdict {
    let findings = found.findings();
    findings.iter().find(|one| one.subject == subject).unwrap_or_else(|| panic!("{findings:?}")).verdict
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_scripts_nor_account_is_told_what_can_be_seen() {
    on_each_database(async |house| {
        let (_, session) = house.visitor().await;
        let typed = Answers::from_iter([("numero", "732 829 320 00075"), ("frappe", "ABC")]);
        let reference = made(&house, &session, &house.client(), &typed).await;
        let found = diagnostics::open(&house.portal, Some(&session), &house.client(), &reference)
            .await
            .expect("one's own");
        for (subject, expected) in [
            ("Navigateur", Verdict::Good),
            ("Cookies", Verdict::Good),
            ("Scripts", Verdict::Fact),
            ("Horloge", Verdict::Unknown),
            ("Majuscules", Verdict::Bad),
            ("Numéro", Verdict::Bad),
            ("Compte", Verdict::Unknown),
        ] {
            assert_eq!(verdict(&found, subject), expected, "{subject}");
        }
        let told = diagnostics::find(&house.portal, &reference.to_lowercase()).await.expect("looked up");
        assert_eq!(told.findings(), found.findings(), "the assistance sees the same");
        let kept = format!("{:?}", told.report);
        assert!(!kept.contains("732") && !kept.contains("ABC"), "{kept}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_island_tells_the_clock_and_an_account_its_state() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let behind = house.clock.now().micros() / 1_000 - 600_000;
        let typed = Answers::from_iter([
            ("horloge", behind.to_string().as_str()),
            ("stockage", "oui"),
            ("cookies", "oui"),
            ("attente", "42"),
        ]);
        let reference = made(&house, &session, &house.client(), &typed).await;
        let found = diagnostics::open(&house.portal, Some(&session), &house.client(), &reference)
            .await
            .expect("one's own");
        let clock = found.findings().into_iter().find(|one| one.subject == "Horloge").expect("a clock");
        assert_eq!(clock.verdict, Verdict::Bad);
        assert!(clock.text.contains("retarde de 10\u{a0}minutes"), "{}", clock.text);
        assert_eq!(verdict(&found, "Compte"), Verdict::Good);
        assert_eq!(verdict(&found, "Rattachement"), Verdict::Bad, "nothing is linked");

        let (_, other) = house.signed_in("basile").await;
        for stranger in [Some(&other), None] {
            let outcome = diagnostics::open(&house.portal, stranger, &house.client(), &reference).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_refuses_cookies_is_told_so_for_a_while() {
    on_each_database(async |house| {
        let (_, lost) = house.visitor().await;
        let reference = made(&house, &lost, &house.client(), &Answers::default()).await;
        let found = diagnostics::open(&house.portal, None, &house.client(), &reference).await.expect("shown");
        assert_eq!(verdict(&found, "Cookies"), Verdict::Bad);
        house.advance(Duration::from_secs(600));
        let outcome = diagnostics::open(&house.portal, None, &house.client(), &reference).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn references_are_kept_thirty_days_and_cannot_be_tried_out() {
    on_each_database_with(
        |config| config.sessions.absolute_hours = 24 * 60,
        async |house| {
            let (_, session) = house.visitor().await;
            let reference = made(&house, &session, &house.client(), &Answers::default()).await;
            let misread = diagnostics::find(&house.portal, "0000-0001").await;
            assert!(matches!(misread, Err(Error::Invalid(_))), "{misread:?}");
            for _ in 1..30 {
                made(&house, &session, &house.client(), &Answers::default()).await;
            }
            let outcome =
                diagnostics::make(&house.portal, &session, &house.client(), &Answers::default()).await;
            assert!(matches!(refusal(outcome), Problem::TooManyAttempts { .. }));
            let mut looked_at = 0;
            for _ in 0..130 {
                match diagnostics::open(&house.portal, None, &house.client(), "0000-0000").await {
                    Err(Error::NotFound) => looked_at += 1,
                    outcome => assert!(matches!(refusal(outcome), Problem::TooManyAttempts { .. })),
                }
            }
            assert_eq!(looked_at, 120);

            house.advance(Duration::from_secs(29 * 24 * 3600));
            house.run_jobs().await;
            diagnostics::find(&house.portal, &reference).await.expect("still there");
            house.advance(Duration::from_secs(2 * 24 * 3600));
            house.run_jobs().await;
            let outcome = diagnostics::find(&house.portal, &reference).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        },
    )
    .await;
}
