use std::time::Duration;

use backend::accounts::{
    sessions::{self, Client, Visitor},
    sign_in::{Next, SignInOutcome, confirm_code, masked_address, resend_code, sign_in},
};
use domain::{form::Answers, problem::Problem};
use platform::Error;

use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{TestEnv, on_each_database, on_each_database_with},
};

async fn attempt(
    env: &TestEnv,
    client: &Client,
    login: &str,
    password: &str,
) -> Result<SignInOutcome, Problem> {
    let (_, session) = env.visitor().await;
    match sign_in(&env.portal, &session, client, &accounts::credentials(login, password)).await {
        Ok(signed) => Ok(signed),
        Err(Error::Invalid(mut problems)) => Err(problems.remove(0).problem),
        Err(error) => panic!("{error:?}"),
    }
}

fn code(digits: &str, trust: bool) -> Answers {
    let mut answers = Answers::from_iter([("code", digits)]);
    if trust {
        answers.set("confiance", "oui");
    }
    answers
}

async fn code_problem(env: &TestEnv, token: &str, digits: &str) -> Problem {
    let session = env.session(token).await;
    match confirm_code(&env.portal, &session, &env.client(), &code(digits, false)).await {
        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

/// Returns a code that differs in its last digit.
fn wrong_code(digits: &str) -> String {
    let last = if digits.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &digits[..5])
}

#[tokio::test(flavor = "multi_thread")]
async fn new_device_requires_a_code_and_trusted_device_does_not() {
    on_each_database(async |env| {
        env.account("alix").await;
        let first = attempt(&env, &env.client(), "alix", PASSWORD).await.expect("right password");
        assert_eq!(first.next, Next::SecondFactor);
        let pending = env.session(first.token.expose()).await;
        assert_eq!(masked_address(&env.portal, &pending).await.expect("an address"), "a•••@exemple.fr");
        assert!(pending.usager().is_err(), "not signed in before the code");

        let digits = env.code("alix").await;
        let done = confirm_code(&env.portal, &pending, &env.client(), &code(&digits, true))
            .await
            .expect("right code");
        let session = env.session(done.token.expose()).await;
        assert_eq!(session.usager().expect("signed in").login, "alix");
        assert_eq!(session.previous, None);

        env.advance(Duration::from_secs(3600));
        let device = done.device.map(String::from).expect("a device to trust");
        let known = Client { device: Some(device), ..client_at(9) };
        let again = attempt(&env, &known, "ALIX@exemple.fr", PASSWORD).await.expect("right password");
        assert_eq!(again.next, Next::Done);
        let session = env.session(again.token.expose()).await;
        let previous = session.previous.expect("a previous sign-in");
        assert_eq!(previous.place, "réseau 192.0.2.x, Firefox sous Linux");
        assert_eq!(env.clock.now().since(previous.at), Duration::from_secs(3600));

        env.account("basile").await;
        let other = attempt(&env, &known, "basile", PASSWORD).await.expect("right password");
        assert_eq!(other.next, Next::SecondFactor, "a device is trusted for one account only");

        env.advance(Duration::from_secs(90 * 24 * 3600));
        let late = attempt(&env, &known, "alix", PASSWORD).await.expect("right password");
        assert_eq!(late.next, Next::SecondFactor, "trust expires");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_account_and_wrong_password_are_indistinguishable() {
    on_each_database(async |env| {
        env.account("alix").await;
        for (login, password) in [
            ("alix", "Mauvais-Mot-2026"),
            ("alix", &format!("{PASSWORD} ")),
            ("inconnu", PASSWORD),
            ("alix' OR '1'='1", PASSWORD),
            ("éàü", PASSWORD),
        ] {
            let problem = attempt(&env, &env.client(), login, password).await.expect_err("refused");
            assert_eq!(problem, Problem::WrongCredentials, "{login}");
        }
        let (_, session) = env.visitor().await;
        match sign_in(&env.portal, &session, &env.client(), &Answers::default()).await {
            Err(Error::Invalid(problems)) => assert_eq!(problems.len(), 2),
            other => panic!("{other:?}"),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_works_once_within_five_attempts_and_ten_minutes() {
    on_each_database(async |env| {
        env.account("alix").await;
        let first = attempt(&env, &env.client(), "alix", PASSWORD).await.expect("right password");
        let token = String::from(first.token);
        let digits = env.code("alix").await;
        for _ in 0..5 {
            assert_eq!(code_problem(&env, &token, &wrong_code(&digits)).await, Problem::WrongCode);
        }
        assert_eq!(code_problem(&env, &token, &digits).await, Problem::ExpiredCode, "too many attempts");

        let session = env.session(&token).await;
        resend_code(&env.portal, &session, "").await.expect("another code");
        let second = env.code("alix").await;
        env.advance(Duration::from_secs(10 * 60));
        assert_eq!(code_problem(&env, &token, &second).await, Problem::ExpiredCode, "expired");

        resend_code(&env.portal, &session, "").await.expect("another code");
        let third = env.code("alix").await;
        let answers = code(&third, false);
        let client = env.client();
        let uses = (0..50).map(|_| confirm_code(&env.portal, &session, &client, &answers));
        let outcomes = futures::future::join_all(uses).await;
        let accepted = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        eprintln!("50 parallel uses of one code by mail on {}: {accepted} accepted", env.engine);
        assert_eq!(accepted, 1, "{outcomes:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_is_bound_to_its_session() {
    on_each_database(async |env| {
        env.account("alix").await;
        attempt(&env, &env.client(), "alix", PASSWORD).await.expect("right password");
        let digits = env.code("alix").await;
        let other = attempt(&env, &client_at(2), "alix", PASSWORD).await.expect("right password");
        let problem = code_problem(&env, other.token.expose(), &digits).await;
        assert_eq!(problem, Problem::WrongCode);
        let (_, anonymous) = env.visitor().await;
        let outcome = confirm_code(&env.portal, &anonymous, &env.client(), &code(&digits, false)).await;
        assert!(matches!(outcome, Err(Error::Invalid(_))), "{outcome:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resending_codes_is_limited() {
    on_each_database(async |env| {
        env.account("alix").await;
        let first = attempt(&env, &env.client(), "alix", PASSWORD).await.expect("right password");
        let session = env.session(first.token.expose()).await;
        for _ in 0..4 {
            resend_code(&env.portal, &session, "").await.expect("another code");
        }
        let outcome = resend_code(&env.portal, &session, "").await;
        assert!(matches!(outcome, Err(Error::Invalid(_))), "{outcome:?}");
        env.deliver().await;
        assert_eq!(env.mailbox.count_to("alix@exemple.fr"), 1, "replaced codes are not mailed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_guesses_evaluate_ten_and_the_trusted_device_signs_in() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_network = 1_000;
            config.database.busy_seconds = 60;
        },
        async |env| {
            env.account("alix").await;
            let (_, session) = env.visitor().await;
            let first = attempt(&env, &env.client(), "alix", PASSWORD).await.expect("right password");
            let pending = env.session(first.token.expose()).await;
            let answers = code(&env.code("alix").await, true);
            let trusted =
                confirm_code(&env.portal, &pending, &env.client(), &answers).await.expect("right code");
            let device = trusted.device.map(String::from);

            let tries = (0..200u32).map(|number| {
                let (env, session) = (&env, &session);
                async move {
                    let client = client_at((number % 200) as u8);
                    let answers = accounts::credentials("alix", &format!("Mauvais-Mot-{number}"));
                    match sign_in(&env.portal, session, &client, &answers).await {
                        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
                        other => panic!("{other:?}"),
                    }
                }
            });
            let outcomes = futures::future::join_all(tries).await;
            let evaluated = outcomes.iter().filter(|one| **one == Problem::WrongCredentials).count();
            assert_eq!(evaluated, 10);

            let untrusted = attempt(&env, &client_at(250), "alix", PASSWORD).await.expect_err("rate limited");
            assert!(matches!(untrusted, Problem::TooManyAttempts { .. }), "{untrusted:?}");
            let owner = Client { device, ..client_at(251) };
            let signed =
                attempt(&env, &owner, "alix", PASSWORD).await.expect("the trusted device has its own limit");
            assert_eq!(signed.next, Next::Done);
            env.advance(Duration::from_secs(15 * 60));
            attempt(&env, &client_at(250), "alix", PASSWORD)
                .await
                .expect("the limit is lifted after 15 minutes");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_accounts_are_rate_limited_like_known_ones() {
    on_each_database(async |env| {
        env.account("alix").await;
        for login in ["alix", "inconnu"] {
            for _ in 0..10 {
                let problem =
                    attempt(&env, &env.client(), login, "Mauvais-Mot-2026").await.expect_err("refused");
                assert_eq!(problem, Problem::WrongCredentials);
            }
            let problem = attempt(&env, &env.client(), login, PASSWORD).await.expect_err("rate limited");
            assert_eq!(problem, Problem::TooManyAttempts { minutes: 15 });
        }
    })
    .await;
}

/// An account has two names. The answers to attempts with one must not depend on those with the other: they would reveal
/// which address belongs to which identifiant.
#[tokio::test(flavor = "multi_thread")]
async fn attempts_do_not_reveal_which_address_belongs_to_which_identifiant() {
    on_each_database(async |env| {
        for login in ["alix", "basile", "chloe", "denis"] {
            env.account(login).await;
        }
        let mut answers = Vec::new();
        for (first, second) in [
            ("alix@exemple.fr", "alix"),
            ("basile", "basile@exemple.fr"),
            ("chloe@exemple.fr", "denis"),
            ("inconnu@exemple.fr", "inconnu"),
            ("Inconnue@Exemple.fr", "alix-inconnue"),
        ] {
            let mut of_pair = Vec::new();
            for name in [first, second] {
                for number in 0..12 {
                    let client = client_at(number);
                    let password = format!("Mauvais-Mot-{number}");
                    of_pair.push(attempt(&env, &client, name, &password).await.expect_err("refused"));
                }
            }
            answers.push(of_pair);
        }
        assert!(answers.iter().all(|of_pair| *of_pair == answers[0]), "{answers:#?}");
        // Ten passwords of each account were compared, whatever its names: the others are no failures.
        let compared: Vec<i64> = platform::on!(env.portal.db, |c| {
            sqlx::query_scalar(
                "SELECT CAST(SUM(times) AS BIGINT) FROM account_event
                 WHERE CAST(event AS TEXT) LIKE '%sign_in_failed%' GROUP BY account_id",
            )
            .fetch_all(c)
            .await
        })
        .expect("the history");
        assert_eq!(compared, [10, 10, 10, 10]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_are_rate_limited_per_network() {
    on_each_database_with(
        |config| config.sign_in.attempts_per_network = 3,
        async |env| {
            for number in 0..3 {
                let login = format!("compte{number}");
                let problem = attempt(&env, &env.client(), &login, PASSWORD).await.expect_err("refused");
                assert_eq!(problem, Problem::WrongCredentials);
            }
            let problem = attempt(&env, &env.client(), "compte4", PASSWORD).await.expect_err("rate limited");
            assert!(matches!(problem, Problem::TooManyAttempts { .. }));
            attempt(&env, &client_at(2), "compte4", PASSWORD)
                .await
                .expect_err("evaluated on another network");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_rotates_at_every_sign_in_step() {
    on_each_database(async |env| {
        env.account("alix").await;
        let (before, session) = env.visitor().await;
        let answers = accounts::credentials("alix", PASSWORD);
        let first = sign_in(&env.portal, &session, &env.client(), &answers).await.expect("right password");
        assert!(sessions::find(&env.portal, &before).await.expect("looked up").is_none());
        let pending = env.session(first.token.expose()).await;
        assert_eq!(pending.id, session.id);
        let digits = env.code("alix").await;
        let done = confirm_code(&env.portal, &pending, &env.client(), &code(&digits, false))
            .await
            .expect("right code");
        assert!(sessions::find(&env.portal, first.token.expose()).await.expect("looked up").is_none());
        assert!(matches!(env.session(done.token.expose()).await.visitor, Visitor::Usager(_)));
    })
    .await;
}
