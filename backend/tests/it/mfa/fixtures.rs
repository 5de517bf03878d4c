//! Second factors of accounts and their sign-ins, for the tests.

use std::time::Duration;

use backend::accounts::{
    mfa,
    sessions::{Client, Session},
    sign_in::{self, Next, SignInOutcome},
};
use domain::{form::Answers, problem::Problem, recovery_code::RecoveryCode};
use platform::{Error, secret::Token};
use totp_rs::Totp;

use crate::{
    accounts::{PASSWORD, credentials},
    database::TestEnv,
};

/// Returns the first problem of a refusal.
pub fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    match outcome {
        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

/// The form that confirms an authenticator app.
pub fn authenticator_app_form(code: &str) -> Answers {
    Answers::from_iter([("nom", "Téléphone"), ("code", code)])
}

/// The form that submits a code of this factor.
pub fn code_form(factor: &str, code: &str) -> Answers {
    Answers::from_iter([("moyen", factor), ("code", code)])
}

impl TestEnv {
    /// Returns the current code of an authenticator app, from the `otpauth` URI of its QR code.
    pub fn totp_code(&self, uri: &str) -> String {
        let seconds = u64::try_from(self.clock.now().micros() / 1_000_000).expect("after the epoch");
        Totp::from_url(uri).expect("a key").generate(seconds).to_string()
    }

    /// Advances to the next TOTP period.
    pub fn next_totp_period(&self) {
        self.advance(Duration::from_secs(30));
    }

    /// Adds an authenticator app; `at_level`: sets its security level too. Returns the `otpauth` URI, the session and
    /// the recovery codes.
    pub async fn add_authenticator_app(
        &self,
        session: &Session,
        at_level: bool,
    ) -> (String, Session, Option<Vec<RecoveryCode>>) {
        let enrolment = mfa::begin_authenticator_app(&self.portal, session).await.expect("a key");
        let mut answers = authenticator_app_form(&self.totp_code(&enrolment.uri));
        if at_level {
            answers.set("niveau", "totp");
        }
        let confirmed =
            mfa::confirm_authenticator_app(&self.portal, session, &answers).await.expect("confirmed");
        let session = self.session(confirmed.token.expose()).await;
        let codes = mfa::generate_recovery_codes(&self.portal, &session).await.expect("generated");
        assert_eq!(codes.is_some(), confirmed.recovery_codes_due);
        self.next_totp_period();
        (enrolment.uri, session, codes)
    }

    /// Submits the password on an untrusted device.
    pub async fn submit_password(&self, login: &str) -> SignInOutcome {
        self.submit_password_from(login, &self.client()).await
    }

    /// Like [`TestEnv::submit_password`], from this client.
    pub async fn submit_password_from(&self, login: &str, client: &Client) -> SignInOutcome {
        let (_, session) = self.visitor().await;
        sign_in::sign_in(&self.portal, &session, client, &credentials(login, PASSWORD))
            .await
            .expect("right password")
    }

    /// Submits the password; returns the session that awaits the second factor.
    pub async fn pending_sign_in(&self, login: &str) -> Session {
        let first = self.submit_password(login).await;
        assert_eq!(first.next, Next::SecondFactor);
        self.session(first.token.expose()).await
    }

    pub async fn submit_second_factor(
        &self,
        session: &Session,
        answers: &Answers,
    ) -> Result<SignInOutcome, Error> {
        sign_in::confirm_code(&self.portal, session, &self.client(), answers).await
    }

    pub async fn sign_in_with_factor(&self, login: &str, answers: &Answers) -> Session {
        let pending = self.pending_sign_in(login).await;
        let done = self.submit_second_factor(&pending, answers).await.expect("a right code");
        self.session_of(done.token).await
    }

    pub async fn session_of(&self, token: Token) -> Session {
        self.session(token.expose()).await
    }
}

/// Number of codes mailed to Alix.
pub fn mailed_code_count(env: &TestEnv) -> usize {
    let mails = env.mailbox.mails();
    mails
        .iter()
        .filter(|mail| mail.to == "alix@exemple.fr" && mail.text.contains("code de connexion"))
        .count()
}
