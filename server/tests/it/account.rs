//! Someone with an account who signs in over HTTP, code and all.

use std::time::{Duration, Instant};

use backend::{Portal, account, on};
use reqwest::Response;

use crate::browser::{Browser, header};

pub const PASSWORD: &str = "phrase de passe assez longue";

/// Address: `login@exemple.fr`.
pub async fn open_account(portal: &Portal, login: &str) {
    let email = format!("{login}@exemple.fr");
    account::create_activated(portal, login, &email, "Alix", "Essai", PASSWORD).await.expect("an account");
}

/// The text of the last mail of a kind to somebody, once it is written; `after`: such mails that are known already.
pub async fn mail_to(portal: &Portal, address: &str, kind: &str, after: usize) -> String {
    let patience = Instant::now() + Duration::from_secs(60);
    let mut beat = tokio::time::interval(Duration::from_millis(50));
    while Instant::now() < patience {
        beat.tick().await;
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
            return found.into_iter().next_back().expect("the last one");
        }
    }
    panic!("no mail of kind {kind} to {address}");
}

/// The secret of a cookie that an answer sets, with its name.
pub fn cookie(answer: &Response, name: &str) -> Option<String> {
    let lines = answer.headers().get_all("set-cookie");
    let pairs = lines.iter().filter_map(|line| line.to_str().ok()?.split(';').next());
    pairs.into_iter().find(|pair| pair.starts_with(&format!("{name}="))).map(str::to_owned)
}

pub fn leads_to(answer: &Response) -> &str {
    header(answer.headers(), "location")
}

impl Browser {
    /// Sends a form and keeps the session that its answer gives.
    pub async fn follow(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        let answer = self.send_form(path, fields).await;
        if let Some(session) = cookie(&answer, "__Host-prodouane") {
            self.cookie = Some(session);
        }
        answer
    }

    /// Right password.
    pub async fn give_password(&mut self, login: &str) -> Response {
        let fields = [("_page", "/connexion"), ("identifiant", login), ("mot_de_passe", PASSWORD)];
        self.follow("/form/connexion", &fields).await
    }

    /// Right code, of the `known + 1`-th mail that holds one.
    pub async fn give_code(&mut self, portal: &Portal, login: &str, known: usize, trust: bool) -> Response {
        let text = mail_to(portal, &format!("{login}@exemple.fr"), "code", known).await;
        let code = text.split("code de connexion : ").nth(1).and_then(|rest| rest.get(..6)).expect("a code");
        let mut fields = vec![("_page", "/connexion/code"), ("code", code)];
        if trust {
            fields.push(("confiance", "oui"));
        }
        self.follow("/form/connexion-code", &fields).await
    }

    pub async fn is_signed_in(&self) -> bool {
        self.get("/profil").send().await.expect("an answer").status() == 200
    }
}
