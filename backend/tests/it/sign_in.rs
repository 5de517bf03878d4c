use std::time::Duration;

use backend::{
    Error,
    session::{self, Client, Visitor},
    sign_in::{Next, SignedIn, confirm_code, masked_address, resend_code, sign_in},
};
use domain::{form::Answers, problem::Problem};

use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{House, on_each_database, on_each_database_with},
};

async fn attempt(house: &House, client: &Client, login: &str, password: &str) -> Result<SignedIn, Problem> {
    let (_, session) = house.visitor().await;
    match sign_in(&house.portal, &session, client, &accounts::credentials(login, password)).await {
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

async fn code_problem(house: &House, token: &str, digits: &str) -> Problem {
    let session = house.session(token).await;
    match confirm_code(&house.portal, &session, &house.client(), &code(digits, false)).await {
        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

/// Another code than the right one.
fn wrong(digits: &str) -> String {
    let last = if digits.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &digits[..5])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_device_is_asked_a_code_and_a_trusted_one_is_not() {
    on_each_database(async |house| {
        house.account("alix").await;
        let first = attempt(&house, &house.client(), "alix", PASSWORD).await.expect("right password");
        assert_eq!(first.next, Next::Code);
        let waiting = house.session(first.token.expose()).await;
        assert_eq!(masked_address(&house.portal, &waiting).await.expect("an address"), "a•••@exemple.fr");
        assert!(waiting.usager().is_err(), "nothing is open before the code");

        let digits = house.code("alix").await;
        let done = confirm_code(&house.portal, &waiting, &house.client(), &code(&digits, true))
            .await
            .expect("right code");
        let session = house.session(done.token.expose()).await;
        assert_eq!(session.usager().expect("signed in").login, "alix");
        assert_eq!(session.previous, None);

        house.advance(Duration::from_secs(3600));
        let device = done.device.map(String::from).expect("a device to trust");
        let known = Client { device: Some(device), ..client_at(9) };
        let again = attempt(&house, &known, "ALIX@exemple.fr", PASSWORD).await.expect("right password");
        assert_eq!(again.next, Next::Done);
        let session = house.session(again.token.expose()).await;
        let previous = session.previous.expect("a connection before this one");
        assert_eq!(previous.place, "réseau 192.0.2.x, Firefox sous Linux");
        assert_eq!(house.clock.now().since(previous.at), Duration::from_secs(3600));

        house.account("basile").await;
        let other = attempt(&house, &known, "basile", PASSWORD).await.expect("right password");
        assert_eq!(other.next, Next::Code, "a device is trusted for one account");

        house.advance(Duration::from_secs(90 * 24 * 3600));
        let late = attempt(&house, &known, "alix", PASSWORD).await.expect("right password");
        assert_eq!(late.next, Next::Code, "trust ends");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_account_wrong_password_and_odd_input_get_the_same_answer() {
    on_each_database(async |house| {
        house.account("alix").await;
        for (login, password) in [
            ("alix", "Mauvais-Mot-2026"),
            ("alix", &format!("{PASSWORD} ")),
            ("inconnu", PASSWORD),
            ("alix' OR '1'='1", PASSWORD),
            ("éàü", PASSWORD),
        ] {
            let problem = attempt(&house, &house.client(), login, password).await.expect_err("refused");
            assert_eq!(problem, Problem::WrongCredentials, "{login}");
        }
        let (_, session) = house.visitor().await;
        match sign_in(&house.portal, &session, &house.client(), &Answers::default()).await {
            Err(Error::Invalid(problems)) => assert_eq!(problems.len(), 2),
            other => panic!("{other:?}"),
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once_tried_five_times_and_lasts_ten_minutes() {
    on_each_database(async |house| {
        house.account("alix").await;
        let first = attempt(&house, &house.client(), "alix", PASSWORD).await.expect("right password");
        let token = String::from(first.token);
        let digits = house.code("alix").await;
        for _ in 0..5 {
            assert_eq!(code_problem(&house, &token, &wrong(&digits)).await, Problem::WrongCode);
        }
        assert_eq!(code_problem(&house, &token, &digits).await, Problem::ExpiredCode, "tried too often");

        let session = house.session(&token).await;
        resend_code(&house.portal, &session, "").await.expect("another code");
        let second = house.code("alix").await;
        house.advance(Duration::from_secs(10 * 60));
        assert_eq!(code_problem(&house, &token, &second).await, Problem::ExpiredCode, "too old");

        resend_code(&house.portal, &session, "").await.expect("another code");
        let third = house.code("alix").await;
        let answers = code(&third, false);
        let client = house.client();
        let uses = (0..50).map(|_| confirm_code(&house.portal, &session, &client, &answers));
        let outcomes = futures::future::join_all(uses).await;
        let accepted = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        eprintln!("50 parallel uses of one code by mail on {}: {accepted} accepted", house.engine);
        assert_eq!(accepted, 1, "{outcomes:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_belongs_to_one_session() {
    on_each_database(async |house| {
        house.account("alix").await;
        attempt(&house, &house.client(), "alix", PASSWORD).await.expect("right password");
        let digits = house.code("alix").await;
        let other = attempt(&house, &client_at(2), "alix", PASSWORD).await.expect("right password");
        let problem = code_problem(&house, other.token.expose(), &digits).await;
        assert_eq!(problem, Problem::WrongCode);
        let (_, anonymous) = house.visitor().await;
        let outcome = confirm_code(&house.portal, &anonymous, &house.client(), &code(&digits, false)).await;
        assert!(matches!(outcome, Err(Error::Invalid(_))), "{outcome:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_sent_without_end() {
    on_each_database(async |house| {
        house.account("alix").await;
        let first = attempt(&house, &house.client(), "alix", PASSWORD).await.expect("right password");
        let session = house.session(first.token.expose()).await;
        for _ in 0..4 {
            resend_code(&house.portal, &session, "").await.expect("another code");
        }
        let outcome = resend_code(&house.portal, &session, "").await;
        assert!(matches!(outcome, Err(Error::Invalid(_))), "{outcome:?}");
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("alix@exemple.fr"), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_passwords_evaluate_ten_and_leave_the_owner_in() {
    on_each_database_with(
        |config| {
            config.sign_in.attempts_per_network = 1_000;
            config.database.busy_seconds = 60;
        },
        async |house| {
            house.account("alix").await;
            let (_, session) = house.visitor().await;
            let first = attempt(&house, &house.client(), "alix", PASSWORD).await.expect("right password");
            let waiting = house.session(first.token.expose()).await;
            let answers = code(&house.code("alix").await, true);
            let trusted =
                confirm_code(&house.portal, &waiting, &house.client(), &answers).await.expect("right code");
            let device = trusted.device.map(String::from);

            let tries = (0..200u32).map(|number| {
                let (house, session) = (&house, &session);
                async move {
                    let client = client_at((number % 200) as u8);
                    let answers = accounts::credentials("alix", &format!("Mauvais-Mot-{number}"));
                    match sign_in(&house.portal, session, &client, &answers).await {
                        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
                        other => panic!("{other:?}"),
                    }
                }
            });
            let outcomes = futures::future::join_all(tries).await;
            let evaluated = outcomes.iter().filter(|one| **one == Problem::WrongCredentials).count();
            assert_eq!(evaluated, 10);

            let elsewhere =
                attempt(&house, &client_at(250), "alix", PASSWORD).await.expect_err("slowed down");
            assert!(matches!(elsewhere, Problem::TooManyAttempts { .. }), "{elsewhere:?}");
            let owner = Client { device, ..client_at(251) };
            let signed = attempt(&house, &owner, "alix", PASSWORD).await.expect("the owner gets in");
            assert_eq!(signed.next, Next::Done);
            house.advance(Duration::from_secs(15 * 60));
            attempt(&house, &client_at(250), "alix", PASSWORD).await.expect("and anywhere a while later");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_accounts_are_slowed_down_as_known_ones_are() {
    on_each_database(async |house| {
        house.account("alix").await;
        for login in ["alix", "inconnu"] {
            for _ in 0..10 {
                let problem =
                    attempt(&house, &house.client(), login, "Mauvais-Mot-2026").await.expect_err("refused");
                assert_eq!(problem, Problem::WrongCredentials);
            }
            let problem = attempt(&house, &house.client(), login, PASSWORD).await.expect_err("slowed down");
            assert_eq!(problem, Problem::TooManyAttempts { minutes: 15 });
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_tries_so_many_accounts() {
    on_each_database_with(
        |config| config.sign_in.attempts_per_network = 3,
        async |house| {
            for number in 0..3 {
                let login = format!("compte{number}");
                let problem = attempt(&house, &house.client(), &login, PASSWORD).await.expect_err("refused");
                assert_eq!(problem, Problem::WrongCredentials);
            }
            let problem =
                attempt(&house, &house.client(), "compte4", PASSWORD).await.expect_err("slowed down");
            assert!(matches!(problem, Problem::TooManyAttempts { .. }));
            attempt(&house, &client_at(2), "compte4", PASSWORD)
                .await
                .expect_err("another network is evaluated");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_changes_at_every_step() {
    on_each_database(async |house| {
        house.account("alix").await;
        let (before, session) = house.visitor().await;
        let answers = accounts::credentials("alix", PASSWORD);
        let first =
            sign_in(&house.portal, &session, &house.client(), &answers).await.expect("right password");
        assert!(session::find(&house.portal, &before).await.expect("looked up").is_none());
        let waiting = house.session(first.token.expose()).await;
        assert_eq!(waiting.id, session.id);
        let digits = house.code("alix").await;
        let done = confirm_code(&house.portal, &waiting, &house.client(), &code(&digits, false))
            .await
            .expect("right code");
        assert!(session::find(&house.portal, first.token.expose()).await.expect("looked up").is_none());
        assert!(matches!(house.session(done.token.expose()).await.visitor, Visitor::Usager(_)));
    })
    .await;
}
