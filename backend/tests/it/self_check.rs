//! Self-checks of a visitor's browser: findings, access and retention.

use std::time::Duration;

use backend::{
    accounts::sessions::{Client, Session},
    assistance::self_check::{self, SelfCheck, Verdict},
};
use domain::{form::Answers, problem::Problem};
use platform::Error;

use crate::{
    database::{TestEnv, on_each_database, on_each_database_with},
    profile::refusal,
};

async fn create(env: &TestEnv, session: &Session, client: &Client, answers: &Answers) -> String {
    let reference = self_check::create(&env.portal, session, client, answers).await.expect("created");
    reference.grouped()
}

fn verdict(found: &SelfCheck, subject: &str) -> Verdict {
    let findings = found.findings();
    findings.iter().find(|one| one.subject == subject).unwrap_or_else(|| panic!("{findings:?}")).verdict
}

#[tokio::test(flavor = "multi_thread")]
async fn self_check_without_scripts_or_account_reports_what_the_server_sees() {
    on_each_database(async |env| {
        let (_, session) = env.visitor().await;
        let typed = Answers::from_iter([("numero", "732 829 320 00075"), ("frappe", "ABC")]);
        let reference = create(&env, &session, &env.client(), &typed).await;
        let found = self_check::view(&env.portal, Some(&session), &env.client(), &reference)
            .await
            .expect("the own self-check");
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
        let assisted = self_check::find(&env.portal, &reference.to_lowercase()).await.expect("looked up");
        assert_eq!(assisted.findings(), found.findings(), "the assistance sees the same findings");
        let stored = format!("{:?}", assisted.report);
        assert!(!stored.contains("732") && !stored.contains("ABC"), "{stored}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn self_check_with_scripts_and_account_reports_clock_and_account_state() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let late_clock = env.clock.now().micros() / 1_000 - 600_000;
        let typed = Answers::from_iter([
            ("horloge", late_clock.to_string().as_str()),
            ("stockage", "oui"),
            ("cookies", "oui"),
            ("attente", "42"),
        ]);
        let reference = create(&env, &session, &env.client(), &typed).await;
        let found = self_check::view(&env.portal, Some(&session), &env.client(), &reference)
            .await
            .expect("the own self-check");
        let clock = found.findings().into_iter().find(|one| one.subject == "Horloge").expect("a clock");
        assert_eq!(clock.verdict, Verdict::Bad);
        assert!(clock.text.contains("retarde de 10\u{a0}minutes"), "{}", clock.text);
        assert_eq!(verdict(&found, "Compte"), Verdict::Good);
        assert_eq!(verdict(&found, "Rattachement"), Verdict::Bad, "nothing is linked");

        let (_, other) = env.signed_in_account("basile").await;
        for visitor in [Some(&other), None] {
            let outcome = self_check::view(&env.portal, visitor, &env.client(), &reference).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn self_check_without_cookies_is_readable_for_ten_minutes() {
    on_each_database(async |env| {
        let (_, unsent) = env.visitor().await;
        let reference = create(&env, &unsent, &env.client(), &Answers::default()).await;
        let found = self_check::view(&env.portal, None, &env.client(), &reference).await.expect("shown");
        assert_eq!(verdict(&found, "Cookies"), Verdict::Bad);
        env.advance(Duration::from_secs(600));
        let outcome = self_check::view(&env.portal, None, &env.client(), &reference).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn references_last_thirty_days_and_guesses_are_rate_limited() {
    on_each_database_with(
        |config| config.sessions.absolute_hours = 24 * 60,
        async |env| {
            let (_, session) = env.visitor().await;
            let reference = create(&env, &session, &env.client(), &Answers::default()).await;
            let mistyped = self_check::find(&env.portal, "0000-0001").await;
            assert!(matches!(mistyped, Err(Error::Invalid(_))), "{mistyped:?}");
            for _ in 1..30 {
                create(&env, &session, &env.client(), &Answers::default()).await;
            }
            let outcome = self_check::create(&env.portal, &session, &env.client(), &Answers::default()).await;
            assert!(matches!(refusal(outcome), Problem::TooManyAttempts { .. }));
            let mut evaluated = 0;
            for _ in 0..130 {
                match self_check::view(&env.portal, None, &env.client(), "0000-0000").await {
                    Err(Error::NotFound) => evaluated += 1,
                    outcome => assert!(matches!(refusal(outcome), Problem::TooManyAttempts { .. })),
                }
            }
            assert_eq!(evaluated, 120);

            env.advance(Duration::from_secs(29 * 24 * 3600));
            env.run_jobs().await;
            self_check::find(&env.portal, &reference).await.expect("still there");
            env.advance(Duration::from_secs(2 * 24 * 3600));
            env.run_jobs().await;
            let outcome = self_check::find(&env.portal, &reference).await;
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        },
    )
    .await;
}
