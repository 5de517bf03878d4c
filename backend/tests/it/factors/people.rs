//! People with factors.

use std::time::Duration;

use backend::{
    Error, factors,
    secret::Token,
    session::{Client, Session},
    sign_in::{self, Next, SignedIn},
};
use domain::{form::Answers, problem::Problem, recovery_code::RecoveryCode};
use totp_rs::Totp;

use crate::{
    accounts::{PASSWORD, credentials},
    database::House,
};

/// The problem of a refused use case.
pub fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    match outcome {
        Err(Error::Invalid(mut problems)) => problems.remove(0).problem,
        other => panic!("expected a problem, got {other:?}"),
    }
}

pub fn application(code: &str) -> Answers {
    Answers::from_iter([("nom", "Téléphone"), ("code", code)])
}

pub fn code_by(way: &str, code: &str) -> Answers {
    Answers::from_iter([("moyen", way), ("code", code)])
}

impl House {
    /// What an application shows now, computed from what the QR code holds.
    pub fn shown(&self, address: &str) -> String {
        let seconds = u64::try_from(self.clock.now().micros() / 1_000_000).expect("after the epoch");
        Totp::from_url(address).expect("a key").generate(seconds).to_string()
    }

    /// Goes on to the next step of every application.
    pub fn next_step(&self) {
        self.advance(Duration::from_secs(30));
    }

    /// Adds an application; `at_level`: together with its level. Gives what the QR code held, the session after it and
    /// the recovery codes.
    pub async fn add_application(
        &self,
        session: &Session,
        at_level: bool,
    ) -> (String, Session, Option<Vec<RecoveryCode>>) {
        let enrolment = factors::begin_application(&self.portal, session).await.expect("a key");
        let mut answers = application(&self.shown(&enrolment.address));
        if at_level {
            answers.set("niveau", "totp");
        }
        let confirmed =
            factors::confirm_application(&self.portal, session, &answers).await.expect("confirmed");
        let session = self.session(confirmed.token.expose()).await;
        let codes = factors::draw_codes(&self.portal, &session).await.expect("drawn");
        assert_eq!(codes.is_some(), confirmed.draws_codes);
        self.next_step();
        (enrolment.address, session, codes)
    }

    /// The first step, on a device not seen before.
    pub async fn password(&self, login: &str) -> SignedIn {
        self.password_from(login, &self.client()).await
    }

    pub async fn password_from(&self, login: &str, client: &Client) -> SignedIn {
        let (_, session) = self.visitor().await;
        sign_in::sign_in(&self.portal, &session, client, &credentials(login, PASSWORD))
            .await
            .expect("right password")
    }

    /// The session that waits for a second step.
    pub async fn waiting(&self, login: &str) -> Session {
        let first = self.password(login).await;
        assert_eq!(first.next, Next::Code);
        self.session(first.token.expose()).await
    }

    pub async fn second_step(&self, session: &Session, answers: &Answers) -> Result<SignedIn, Error> {
        sign_in::confirm_code(&self.portal, session, &self.client(), answers).await
    }

    pub async fn signed_in_with(&self, login: &str, answers: &Answers) -> Session {
        let waiting = self.waiting(login).await;
        let done = self.second_step(&waiting, answers).await.expect("a right code");
        self.token_session(done.token).await
    }

    pub async fn token_session(&self, token: Token) -> Session {
        self.session(token.expose()).await
    }
}

/// Codes that were mailed to Alix.
pub fn codes_mailed(house: &House) -> usize {
    let mails = house.mailbox.mails();
    mails
        .iter()
        .filter(|mail| mail.to == "alix@exemple.fr" && mail.text.contains("code de connexion"))
        .count()
}
