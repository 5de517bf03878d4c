use backend::accounts::{
    mfa::{self, LevelChange},
    registration,
    sessions::Visitor,
    sign_in::{self, Next},
};
use domain::{account::SecurityLevel, form::Answers, mfa::SecondFactor, problem::Problem};
use platform::Error;

use super::fixtures::{authenticator_app_form, code_form, mailed_code_count, problem};
use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{TestEnv, on_each_database},
};

fn level(code: &str) -> Answers {
    Answers::from_iter([("niveau", code)])
}

/// Registers an account at this level and activates it.
pub async fn register_at_level(env: &TestEnv, login: &str, level: &str) {
    let email = format!("{login}@exemple.fr");
    let mut answers = accounts::registration_form(login, &email);
    answers.set("niveau", level);
    registration::register(&env.portal, &env.visitor().await.1, &env.client(), &answers)
        .await
        .expect("registered");
    env.deliver().await;
    let link = env.mailbox.last_to(&email).link("http");
    let token = link.split("jeton=").nth(1).expect("a token");
    let mut answers = accounts::credentials(login, PASSWORD);
    answers.set("jeton", token);
    registration::activate(&env.portal, &answers).await.expect("activated");
}

#[tokio::test(flavor = "multi_thread")]
async fn totp_level_requires_the_app_on_every_device_and_refuses_mail() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let (uri, _, _) = env.add_authenticator_app(&session, true).await;
        let before = mailed_code_count(&env);
        let pending = env.pending_sign_in("alix").await;
        let step = sign_in::second_step(&env.portal, &pending, "").await.expect("a step");
        assert_eq!(
            (step.factor, step.other_factors),
            (SecondFactor::AuthenticatorApp, vec![SecondFactor::RecoveryCode])
        );
        let forced = sign_in::second_step(&env.portal, &pending, "mel").await.expect("a step");
        assert_eq!(forced.factor, SecondFactor::AuthenticatorApp, "a weaker factor cannot be requested");
        let resent = sign_in::resend_code(&env.portal, &pending, "mel").await;
        assert!(matches!(resent, Err(Error::NotFound)), "{resent:?}");
        env.deliver().await;
        assert_eq!(mailed_code_count(&env), before, "no code is mailed");

        let mut answers = code_form("application", &env.totp_code(&uri));
        answers.set("confiance", "oui");
        let done = env.submit_second_factor(&pending, &answers).await.expect("signed in");
        let device = done.device.map(String::from).expect("a device");
        let known = backend::accounts::sessions::Client { device: Some(device), ..client_at(9) };
        assert_eq!(
            env.submit_password_from("alix", &known).await.next,
            Next::SecondFactor,
            "also on a trusted device"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn totp_chosen_at_registration_is_enrolled_before_use() {
    on_each_database(async |env| {
        register_at_level(&env, "alix", "totp").await;
        let pending = env.pending_sign_in("alix").await;
        let code = env.code("alix").await;
        let done = env
            .submit_second_factor(&pending, &code_form("mel", &code))
            .await
            .expect("the mailed code is accepted");
        assert_eq!(done.next, Next::Enrol(SecondFactor::AuthenticatorApp));
        let session = env.session_of(done.token).await;
        assert!(matches!(session.visitor, Visitor::Enrolling(_)));
        assert!(session.usager().is_err(), "not signed in yet");
        let lowered = mfa::change_level(&env.portal, &session, &level("mot_de_passe")).await;
        assert!(matches!(lowered, Err(Error::NotFound)), "the level cannot be lowered instead: {lowered:?}");

        let enrolment = mfa::begin_authenticator_app(&env.portal, &session).await.expect("a key");
        let answers = authenticator_app_form(&env.totp_code(&enrolment.uri));
        let confirmed =
            mfa::confirm_authenticator_app(&env.portal, &session, &answers).await.expect("confirmed");
        assert!(confirmed.recovery_codes_due);
        let opened = env.session_of(confirmed.token).await;
        assert_eq!(opened.usager().expect("signed in").login, "alix");

        env.next_totp_period();
        let pending = env.pending_sign_in("alix").await;
        let step = sign_in::second_step(&env.portal, &pending, "").await.expect("a step");
        assert_eq!(step.factor, SecondFactor::AuthenticatorApp);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn last_app_of_the_level_cannot_be_removed_and_lowering_the_level_forgets_devices() {
    on_each_database(async |env| {
        let (account, session) = env.signed_in_account("alix").await;
        let needed = mfa::change_level(&env.portal, &session, &level("totp")).await.expect("an outcome");
        assert_eq!(needed, LevelChange::AuthenticatorAppNeeded);
        assert_eq!(mfa::level(&env.portal, account).await.expect("read"), SecurityLevel::Password);

        let (uri, session, _) = env.add_authenticator_app(&session, true).await;
        let mut answers = code_form("application", &env.totp_code(&uri));
        answers.set("confiance", "oui");
        let pending = env.pending_sign_in("alix").await;
        env.submit_second_factor(&pending, &answers).await.expect("signed in");
        assert_eq!(env.count("trusted_device").await, 1);
        let app = mfa::authenticator_apps(&env.portal, account.into()).await.expect("listed")[0].id;
        let refused = mfa::remove_authenticator_app(&env.portal, &session, app).await;
        assert_eq!(problem(refused), Problem::LastAuthenticatorApp);

        let done = mfa::change_level(&env.portal, &session, &level("mot_de_passe")).await.expect("changed");
        assert_eq!(done, LevelChange::Done(SecurityLevel::Password));
        assert_eq!(env.count("trusted_device").await, 0, "trusted devices are forgotten");
        mfa::remove_authenticator_app(&env.portal, &session, app).await.expect("removed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn password_level_accepts_every_added_factor() {
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let (uri, _, codes) = env.add_authenticator_app(&session, false).await;
        let pending = env.pending_sign_in("alix").await;
        let step = sign_in::second_step(&env.portal, &pending, "").await.expect("a step");
        assert_eq!(
            (step.factor, step.other_factors),
            (SecondFactor::Mail, vec![SecondFactor::AuthenticatorApp, SecondFactor::RecoveryCode])
        );
        let answers = code_form("application", &env.totp_code(&uri));
        env.submit_second_factor(&pending, &answers).await.expect("the app is accepted");
        let codes = codes.expect("ten codes");
        env.sign_in_with_factor("alix", &code_form("secours", codes[0].as_str())).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unavailable_levels_are_not_offered() {
    on_each_database(async |env| {
        assert_eq!(mfa::levels(&env.portal), [SecurityLevel::Password, SecurityLevel::Totp]);
        let (_, session) = env.signed_in_account("alix").await;
        for code in ["sms", "cle", "inconnu"] {
            let mut answers = level(code);
            answers.set("numero_sms", "06 12 34 56 78");
            let outcome = mfa::change_level(&env.portal, &session, &answers).await;
            assert!(matches!(problem(outcome), Problem::NotInList { .. }), "{code}");
        }
    })
    .await;
}
