//! Accounts, sign-ins and sessions for the tests.

use backend::{
    accounts::{
        account,
        sessions::{self, Client, Session},
        sign_in,
    },
    id::AccountId,
};
use domain::form::Answers;

use crate::database::TestEnv;

pub const PASSWORD: &str = "Pluie-de-Brumaire-1799";

/// E-mail address of the account that [`TestEnv::account`] creates.
pub fn email(login: &str) -> String {
    format!("{login}@exemple.fr")
}

/// A valid registration form.
pub fn registration_form(login: &str, email: &str) -> Answers {
    Answers::from_iter([
        ("identifiant", login),
        ("mot_de_passe", PASSWORD),
        ("confirmation", PASSWORD),
        ("niveau", "mot_de_passe"),
        ("prenom", "Alix"),
        ("nom", "Démo"),
        ("email", email),
        ("telephone", "01 23 45 67 89"),
        ("adresse", "1 quai Fictif\n59000 Lille"),
        ("numero_entreprise", "12345678912345"),
    ])
}

pub fn credentials(login: &str, password: &str) -> Answers {
    Answers::from_iter([("identifiant", login), ("mot_de_passe", password)])
}

/// A client with the address `192.0.2.{last}`.
pub fn client_at(last: u8) -> Client {
    Client {
        address: [192, 0, 2, last].into(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
        device: None,
    }
}

impl TestEnv {
    pub fn client(&self) -> Client {
        client_at(1)
    }

    /// Creates an activated account with the address `login@exemple.fr` and the password [`PASSWORD`].
    pub async fn account(&self, login: &str) -> AccountId {
        let email = format!("{login}@exemple.fr");
        account::create_activated(&self.portal, login, &email, "Alix", "Démo", PASSWORD)
            .await
            .expect("an account")
    }

    /// Opens an anonymous session; returns its token and the session.
    pub async fn visitor(&self) -> (String, Session) {
        let (token, session) = sessions::create(&self.portal, &self.client()).await.expect("a session");
        (token.into(), session)
    }

    /// Returns the active session of a token.
    pub async fn session(&self, token: &str) -> Session {
        sessions::find(&self.portal, token).await.expect("looked up").expect("an active session")
    }

    /// Signs in with password and mailed code; returns the token and the session.
    pub async fn sign_in(&self, login: &str) -> (String, Session) {
        self.sign_in_with_password(login, PASSWORD).await
    }

    /// Like [`TestEnv::sign_in`], with another password.
    pub async fn sign_in_with_password(&self, login: &str, password: &str) -> (String, Session) {
        let (_, session) = self.visitor().await;
        let answers = credentials(login, password);
        let first =
            sign_in::sign_in(&self.portal, &session, &self.client(), &answers).await.expect("right password");
        let pending = self.session(first.token.expose()).await;
        let code = Answers::from_iter([("code", self.code(login).await)]);
        let done =
            sign_in::confirm_code(&self.portal, &pending, &self.client(), &code).await.expect("right code");
        let token: String = done.token.into();
        let session = self.session(&token).await;
        (token, session)
    }

    /// Signs in on a new trusted device, then out; returns the token of the device.
    pub async fn trusted_device(&self, login: &str) -> String {
        let (_, session) = self.visitor().await;
        let answers = credentials(login, PASSWORD);
        let first =
            sign_in::sign_in(&self.portal, &session, &self.client(), &answers).await.expect("right password");
        let pending = self.session(first.token.expose()).await;
        let code = Answers::from_iter([("code", self.code(login).await), ("confiance", "oui".to_owned())]);
        let done =
            sign_in::confirm_code(&self.portal, &pending, &self.client(), &code).await.expect("right code");
        sessions::close(&self.portal, pending.id).await.expect("signed out");
        done.device.expect("a device to trust").into()
    }

    /// Creates an account and signs it in; returns the account and the session.
    pub async fn signed_in_account(&self, login: &str) -> (AccountId, Session) {
        let account = self.account(login).await;
        let (_, session) = self.sign_in(login).await;
        (account, session)
    }

    /// Rotates the token of a session; returns the new token.
    pub async fn rotated_token(&self, session: &Session) -> String {
        let mut tx = self.portal.db.begin().await.expect("a transaction");
        let token = sessions::rotate(&mut tx, session.id).await.expect("an active session");
        tx.commit().await.expect("committed");
        token.into()
    }

    /// Returns the last sign-in code mailed to an account.
    pub async fn code(&self, login: &str) -> String {
        self.deliver().await;
        let mail = self.mailbox.last_containing(&format!("{login}@exemple.fr"), "code de connexion\u{a0}: ");
        let text = mail.text.split("code de connexion\u{a0}: ").nth(1).expect("a code in the mail");
        text.chars().take(6).collect()
    }
}
