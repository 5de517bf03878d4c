//! Fixture: accounts that sign in over HTTP with password and code.

use std::time::{Duration, Instant};

use backend::{Portal, accounts::account};
use domain::path;
use platform::on;
use reqwest::Response;

use crate::browser::{Browser, header};

pub const PASSWORD: &str = "phrase de passe assez longue";

/// Names of the cookies of an installation with HTTPS.
pub const SESSION_COOKIE: &str = "__Host-prodouane";
pub const PROBE_COOKIE: &str = "__Host-temoin";

/// Creates an activated account with the mail address `login@exemple.fr`.
pub async fn create_account(portal: &Portal, login: &str) {
    let email = format!("{login}@exemple.fr");
    account::create_activated(portal, login, &email, "Alix", "Essai", PASSWORD).await.expect("an account");
}

/// Waits until there are more than `after` mails of a kind to an address. Returns the text of the last one.
pub async fn mail_to(portal: &Portal, address: &str, kind: &str, after: usize) -> String {
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut interval = tokio::time::interval(Duration::from_millis(50));
    while Instant::now() < deadline {
        interval.tick().await;
        let found: Vec<String> = on!(portal.db, |c| {
            sqlx::query_scalar(
                "SELECT text_body FROM outbox WHERE recipient = $1 AND kind = $2 ORDER BY created_at, id",
            )
            .bind(address)
            .bind(kind)
            .fetch_all(c)
            .await
        })
        .expect("the outbox");
        if found.len() > after {
            return found.into_iter().next_back().expect("the last mail");
        }
    }
    panic!("no mail of kind {kind} to {address}");
}

/// Returns `name=value` of a cookie that a response sets.
pub fn cookie(answer: &Response, name: &str) -> Option<String> {
    let lines = answer.headers().get_all("set-cookie");
    let pairs = lines.iter().filter_map(|line| line.to_str().ok()?.split(';').next());
    pairs.into_iter().find(|pair| pair.starts_with(&format!("{name}="))).map(str::to_owned)
}

pub fn redirect_of(answer: &Response) -> &str {
    header(answer.headers(), "location")
}

impl Browser {
    /// Opens a page with a form and accepts the probe cookie, if it sets one.
    pub async fn open_form(&mut self, page: &str) {
        let answer = self.get(page).send().await.expect("an answer");
        if let Some(probe) = cookie(&answer, PROBE_COOKIE) {
            self.cookie = Some(probe);
        }
    }

    /// Sends a form and uses the session cookie of its response from now on.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        let answer = self.send_form(path, fields).await;
        if let Some(session) = cookie(&answer, SESSION_COOKIE) {
            self.cookie = Some(session);
        }
        answer
    }

    /// Sends the correct password.
    pub async fn enter_password(&mut self, login: &str) -> Response {
        let fields = [("_page", path::SIGN_IN), ("identifiant", login), ("mot_de_passe", PASSWORD)];
        self.submit("/form/connexion", &fields).await
    }

    /// Sends the code of the last mail, once there are more than `after` mails with a code.
    pub async fn enter_code(&mut self, portal: &Portal, login: &str, after: usize, trust: bool) -> Response {
        let text = mail_to(portal, &format!("{login}@exemple.fr"), "code", after).await;
        let code =
            text.split("code de connexion\u{a0}: ").nth(1).and_then(|rest| rest.get(..6)).expect("a code");
        let mut fields = vec![("_page", path::SIGN_IN_CODE), ("code", code)];
        if trust {
            fields.push(("confiance", "oui"));
        }
        self.submit("/form/connexion-code", &fields).await
    }

    pub async fn is_signed_in(&self) -> bool {
        self.get(path::PROFILE).send().await.expect("an answer").status() == 200
    }
}
