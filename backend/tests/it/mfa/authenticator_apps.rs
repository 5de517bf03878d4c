use backend::accounts::{mfa, sessions::Visitor};
use domain::problem::Problem;
use platform::Error;

use super::fixtures::{authenticator_app_form, code_form, problem};
use crate::{
    accounts::client_at,
    database::{on_each_database, on_each_database_with},
};

#[tokio::test(flavor = "multi_thread")]
async fn authenticator_app_is_added_by_its_first_code_and_removed() {
    on_each_database(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let first = mfa::begin_authenticator_app(&env.portal, &session).await.expect("a key");
        let again = mfa::begin_authenticator_app(&env.portal, &session).await.expect("a key");
        assert_eq!(first.uri, again.uri, "a second request returns the same key");
        let wrong =
            mfa::confirm_authenticator_app(&env.portal, &session, &authenticator_app_form("000000")).await;
        assert_eq!(problem(wrong), Problem::WrongTotpCode);
        assert!(mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed").is_empty());

        let (_, session, codes) = env.add_authenticator_app(&session, false).await;
        assert_eq!(codes.expect("generated with the first factor").len(), 10);
        let (_, session, codes) = env.add_authenticator_app(&session, false).await;
        assert!(codes.is_none(), "a second app generates no codes");
        let known = mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed");
        assert_eq!(known.len(), 2);
        assert_eq!((known[0].name.as_str(), known[0].last_used_at), ("Téléphone", None));

        let (_, other) = env.signed_in_account("basile").await;
        let stolen = mfa::remove_authenticator_app(&env.portal, &other, known[0].id).await;
        assert!(matches!(stolen, Err(Error::NotFound)), "{stolen:?}");
        for one in &known {
            mfa::remove_authenticator_app(&env.portal, &session, one.id).await.expect("removed");
        }
        assert!(mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_confirmations_add_one_app() {
    on_each_database(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let enrolment = mfa::begin_authenticator_app(&env.portal, &session).await.expect("a key");
        let answers = authenticator_app_form(&env.totp_code(&enrolment.uri));
        let uses = (0..8).map(|_| mfa::confirm_authenticator_app(&env.portal, &session, &answers));
        let outcomes = futures::future::join_all(uses).await;
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1, "{outcomes:?}");
        assert_eq!(mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed").len(), 1);
        assert_eq!(env.count("totp_enrolment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_uses_of_a_code_accept_exactly_one() {
    on_each_database_with(
        // Only the statement is tested, not the rate limit before it.
        |config| {
            config.sign_in.attempts_per_account = 1_000;
            config.database.busy_seconds = 60;
        },
        async |env| {
            let (_, session) = env.signed_in_account("alix").await;
            let (uri, _, _) = env.add_authenticator_app(&session, true).await;
            let pending = env.pending_sign_in("alix").await;
            let answers = code_form("application", &env.totp_code(&uri));
            let uses = (0..50).map(|_| env.submit_second_factor(&pending, &answers));
            let outcomes = futures::future::join_all(uses).await;
            let accepted = outcomes.iter().filter(|one| one.is_ok()).count();
            eprintln!(
                "50 parallel uses of one authenticator app code on {}: {accepted} accepted",
                env.engine
            );
            assert_eq!(accepted, 1, "{outcomes:?}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replayed_and_older_codes_are_refused() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let (uri, _, _) = env.add_authenticator_app(&session, true).await;
        let old = env.totp_code(&uri);
        env.next_totp_period();
        let code = env.totp_code(&uri);
        env.sign_in_with_factor("alix", &code_form("application", &code)).await;
        let pending = env.pending_sign_in("alix").await;
        for replayed in [&code, &old] {
            let outcome = env.submit_second_factor(&pending, &code_form("application", replayed)).await;
            assert_eq!(problem(outcome), Problem::WrongTotpCode);
        }
        env.next_totp_period();
        let fresh = code_form("application", &env.totp_code(&uri));
        env.submit_second_factor(&pending, &fresh).await.expect("the next code is accepted");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_guesses_are_rate_limited_and_the_trusted_device_signs_in() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let (uri, _, _) = env.add_authenticator_app(&session, true).await;
        let mut form = code_form("application", &env.totp_code(&uri));
        form.set("confiance", "oui");
        let pending = env.pending_sign_in("alix").await;
        let done = env.submit_second_factor(&pending, &form).await.expect("signed in");
        let device = done.device.map(String::from).expect("a trusted device");

        let pending = env.pending_sign_in("alix").await;
        let mut evaluated = 0;
        for guess in 0..100 {
            let answers = code_form("application", &format!("{guess:06}"));
            match problem(env.submit_second_factor(&pending, &answers).await) {
                Problem::WrongTotpCode => evaluated += 1,
                Problem::TooManyAttempts { minutes } => assert!(minutes <= 15),
                other => panic!("{other:?}"),
            }
        }
        eprintln!("100 guesses at a code: {evaluated} evaluated");
        assert_eq!(evaluated, 10);
        env.next_totp_period();
        let right = code_form("application", &env.totp_code(&uri));
        assert!(matches!(
            problem(env.submit_second_factor(&pending, &right).await),
            Problem::TooManyAttempts { .. }
        ));
        let owner = backend::accounts::sessions::Client { device: Some(device), ..client_at(9) };
        let first = env.submit_password_from("alix", &owner).await;
        let pending = env.session(first.token.expose()).await;
        let done = backend::accounts::sign_in::confirm_code(&env.portal, &pending, &owner, &right).await;
        let session = env.session_of(done.expect("the trusted device has its own limit").token).await;
        assert!(matches!(session.visitor, Visitor::Usager(_)));
    })
    .await;
}
