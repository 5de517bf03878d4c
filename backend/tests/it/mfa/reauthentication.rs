//! Re-authentication before sensitive changes.

use std::time::Duration;

use backend::accounts::{mfa, sessions, sign_in};
use domain::{form::Answers, mfa::SecondFactor, problem::Problem};
use platform::Error;

use super::fixtures::{authenticator_app_form, problem};
use crate::{accounts::PASSWORD, database::on_each_database};

fn reauthentication_form(password: &str, code: &str) -> Answers {
    Answers::from_iter([("mot_de_passe", password), ("code", code)])
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_factors_requires_recent_authentication() {
    on_each_database(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let token = env.rotated_token(&session).await;
        env.advance(Duration::from_secs(14 * 60));
        let session = env.session(&token).await;
        let (_, session, _) = env.add_authenticator_app(&session, false).await;
        let app = mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed")[0].id;
        let level = Answers::from_iter([("niveau", "totp")]);
        env.advance(Duration::from_secs(60));
        assert!(!session.is_recently_authenticated(env.clock.now()));
        for outcome in [
            problem(mfa::begin_authenticator_app(&env.portal, &session).await),
            problem(
                mfa::confirm_authenticator_app(&env.portal, &session, &authenticator_app_form("123456"))
                    .await,
            ),
            problem(mfa::remove_authenticator_app(&env.portal, &session, app).await),
            problem(mfa::request_recovery_codes(&env.portal, &session).await),
            problem(mfa::change_level(&env.portal, &session, &level).await),
        ] {
            assert_eq!(outcome, Problem::ReauthenticationRequired);
        }
        let client = env.client();
        let wrong = sign_in::reauthenticate(
            &env.portal,
            &session,
            &client,
            &reauthentication_form("Faux-mot-2026", ""),
        )
        .await;
        assert_eq!(problem(wrong), Problem::WrongPassword);
        let token =
            sign_in::reauthenticate(&env.portal, &session, &client, &reauthentication_form(PASSWORD, ""))
                .await
                .expect("re-authenticated");
        let session = env.session_of(token).await;
        mfa::remove_authenticator_app(&env.portal, &session, app).await.expect("removed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reauthentication_requires_the_factor_of_the_level_and_rotates_the_token() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let (uri, session, codes) = env.add_authenticator_app(&session, true).await;
        let before = env.rotated_token(&session).await;
        let client = env.client();
        let step = sign_in::reauthentication_step(&env.portal, &session, "").await.expect("a step");
        assert_eq!(
            (step.factor, step.other_factors),
            (Some(SecondFactor::AuthenticatorApp), vec![Some(SecondFactor::RecoveryCode)])
        );
        let without =
            sign_in::reauthenticate(&env.portal, &session, &client, &reauthentication_form(PASSWORD, ""))
                .await;
        assert!(matches!(problem(without), Problem::Missing { .. }));
        let wrong = sign_in::reauthenticate(
            &env.portal,
            &session,
            &client,
            &reauthentication_form(PASSWORD, "000000"),
        )
        .await;
        assert_eq!(problem(wrong), Problem::WrongTotpCode);
        let answers = reauthentication_form(PASSWORD, &env.totp_code(&uri));
        let token = sign_in::reauthenticate(&env.portal, &session, &client, &answers)
            .await
            .expect("re-authenticated");
        assert!(sessions::find(&env.portal, &before).await.expect("looked up").is_none());
        let session = env.session_of(token).await;

        let mut answers = reauthentication_form(PASSWORD, codes.expect("ten codes")[0].as_str());
        answers.set("moyen", "secours");
        sign_in::reauthenticate(&env.portal, &session, &client, &answers)
            .await
            .expect("a recovery code is accepted");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_guesses_in_a_stolen_session_are_rate_limited() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let mut evaluated = 0;
        for number in 0..30 {
            let answers = reauthentication_form(&format!("Mauvais-Mot-{number}"), "");
            match sign_in::reauthenticate(&env.portal, &session, &env.client(), &answers).await {
                Err(Error::Invalid(problems)) if problems[0].problem == Problem::WrongPassword => {
                    evaluated += 1
                }
                outcome => assert!(matches!(problem(outcome), Problem::TooManyAttempts { .. })),
            }
        }
        assert_eq!(evaluated, 10);
    })
    .await;
}
