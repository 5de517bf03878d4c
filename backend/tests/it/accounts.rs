//! People for the tests.

use backend::{
    account,
    session::{self, Client, Session},
    sign_in,
};
use domain::form::Answers;
use uuid::Uuid;

use crate::database::House;

pub const PASSWORD: &str = "Pluie-de-Brumaire-1799";

/// The address of [`House::account`].
pub fn email(login: &str) -> String {
    format!("{login}@exemple.fr")
}

/// What a person without fault types at registration.
pub fn registration(login: &str, email: &str) -> Answers {
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

/// Where a request comes from: the last byte of a documentation address.
pub fn client_at(last: u8) -> Client {
    Client {
        address: [192, 0, 2, last].into(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
        device: None,
    }
}

impl House {
    pub fn client(&self) -> Client {
        client_at(1)
    }

    /// An activated account `login`, address `login@exemple.fr`, password [`PASSWORD`].
    pub async fn account(&self, login: &str) -> Uuid {
        let email = format!("{login}@exemple.fr");
        account::create_activated(&self.portal, login, &email, "Alix", "Démo", PASSWORD)
            .await
            .expect("an account")
    }

    /// An anonymous session.
    pub async fn visitor(&self) -> (String, Session) {
        let (token, session) = session::create(&self.portal, &self.client()).await.expect("a session");
        (token.into(), session)
    }

    /// The session of a token, which must be open.
    pub async fn session(&self, token: &str) -> Session {
        session::find(&self.portal, token).await.expect("looked up").expect("an open session")
    }

    /// Signs an account in, code and all; gives back the token and the session.
    pub async fn sign_in(&self, login: &str) -> (String, Session) {
        self.sign_in_with(login, PASSWORD).await
    }

    /// The same with another password.
    pub async fn sign_in_with(&self, login: &str, password: &str) -> (String, Session) {
        let (_, session) = self.visitor().await;
        let answers = credentials(login, password);
        let first =
            sign_in::sign_in(&self.portal, &session, &self.client(), &answers).await.expect("right password");
        let waiting = self.session(first.token.expose()).await;
        let code = Answers::from_iter([("code", self.code(login).await)]);
        let done =
            sign_in::confirm_code(&self.portal, &waiting, &self.client(), &code).await.expect("right code");
        let token: String = done.token.into();
        let session = self.session(&token).await;
        (token, session)
    }

    /// Signs an account in and out on a device that is trusted from then on; gives back the device's token.
    pub async fn trusted_device(&self, login: &str) -> String {
        let (_, session) = self.visitor().await;
        let answers = credentials(login, PASSWORD);
        let first =
            sign_in::sign_in(&self.portal, &session, &self.client(), &answers).await.expect("right password");
        let waiting = self.session(first.token.expose()).await;
        let code = Answers::from_iter([("code", self.code(login).await), ("confiance", "oui".to_owned())]);
        let done =
            sign_in::confirm_code(&self.portal, &waiting, &self.client(), &code).await.expect("right code");
        session::close(&self.portal, waiting.id).await.expect("signed out");
        done.device.expect("a device to trust").into()
    }

    /// A signed-in person with a new account.
    pub async fn signed_in(&self, login: &str) -> (Uuid, Session) {
        let account = self.account(login).await;
        let (_, session) = self.sign_in(login).await;
        (account, session)
    }

    /// The last code sent to an account.
    pub async fn code(&self, login: &str) -> String {
        self.deliver().await;
        let mail = self.mailbox.last_saying(&format!("{login}@exemple.fr"), "code de connexion : ");
        let text = mail.text.split("code de connexion : ").nth(1).expect("a code in the mail");
        text.chars().take(6).collect()
    }
}
