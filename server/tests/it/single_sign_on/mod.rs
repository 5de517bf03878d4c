//! The portal as an OpenID Connect provider, asked by clients that share no code with it: the `openidconnect` crate, and
//! the téléservices of the simulator.

mod client;
mod ends;
mod journeys;
mod refusals;

use std::net::TcpListener;

use backend::clock::Clock;
use backend::{Portal, change};
use reqwest::{Response, Url};

use crate::browser::Browser;
use crate::database::Database;
use crate::operator::{Operator, SIREN};
use crate::program::{Installation, Program};

/// Where the téléservices of these tests would be; nobody listens there.
const RETURN: &str = "https://delta.example/retour?fixe=1";
const SECRET: &str = "secret de DELTA-G : 32 octets, ou plus";
const OTHER_SECRET: &str = "secret de CIEL : 32 octets, ou bien plus";
const AFTER: &str = "https://delta.example/au-revoir";

/// A portal at which DELTA-G and CIEL are registered, and an operator who holds rights on both.
struct Scene {
    installation: Installation,
    program: Program,
    origin: String,
    operator: Operator,
    browser: Browser,
}

impl Scene {
    async fn on(database: Database) -> Self {
        Self::with(database, |installation, _| installation).await
    }

    /// With more settings, which may depend on the portal's address.
    async fn with(database: Database, settle: impl FnOnce(Installation, &str) -> Installation) -> Self {
        let origin = format!("http://{}", free_address());
        let listen = origin.trim_start_matches("http://").to_owned();
        let mut installation = Installation::on(database)
            .with("PRODOUANE__LISTEN", &listen)
            .with("PRODOUANE__BASE_URL", &origin);
        for (code, id, secret) in [("DELTA_G", "delta", SECRET), ("CIEL", "ciel", OTHER_SECRET)] {
            for (key, value) in [
                ("CLIENT_ID", id),
                ("CLIENT_SECRET", secret),
                ("LOGIN_URI", "https://delta.example/entree"),
                ("REDIRECT_URIS", &format!("[\"{RETURN}\"]")),
                ("POST_LOGOUT_REDIRECT_URIS", &format!("[\"{AFTER}\"]")),
            ] {
                installation = installation.with(&format!("PRODOUANE__TELESERVICES__{code}__{key}"), value);
            }
        }
        installation = settle(installation, &origin);
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let browser = operator.browser(&program);
        let scene = Self { installation, program, origin, operator, browser };
        // DELTA-G is held already. The same on another company, and another téléservice on this one.
        scene.grant(SIREN, "12345678200010", "CIEL", "lire").await;
        scene.grant("987654324", "98765432400019", "DELTA-G", "lire").await;
        scene
    }

    async fn portal(&self) -> Portal {
        self.installation.portal(Clock::system()).await
    }

    async fn grant(&self, siren: &str, siret: &str, teleservice: &str, droit: &str) {
        let portal = self.portal().await;
        let account = self.operator.session.usager().expect("signed in").account;
        change!(portal.db, |c| {
            sqlx::query(
                "INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit)
                 SELECT id, $1, $2, $3, $4 FROM rattachement WHERE account_id = $5",
            )
            .bind(siren)
            .bind(siret)
            .bind(teleservice)
            .bind(droit)
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
        })
        .expect("a right");
        portal.close().await;
    }

    /// Withdraws what is held on DELTA-G for the company.
    async fn withdraw(&self) {
        let portal = self.portal().await;
        change!(portal.db, |c| {
            sqlx::query("DELETE FROM habilitation WHERE teleservice = 'DELTA-G' AND siren = $1")
                .bind(SIREN)
                .execute(c)
                .await
                .map(|_| ())
        })
        .expect("withdrawn");
        portal.close().await;
    }

    /// The path and query of an address of the portal, for the browser.
    fn path(&self, address: &Url) -> String {
        assert_eq!(address.origin().ascii_serialization(), self.origin);
        address.as_str().trim_start_matches(&self.origin).to_owned()
    }
}

/// Free a moment ago.
fn free_address() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its address").to_string()
}

fn location(answer: &Response) -> String {
    let location = answer.headers().get("location");
    location.map(|value| value.to_str().expect("plain text").to_owned()).unwrap_or_default()
}

/// A value of an address' query, empty when absent.
fn value(address: &str, name: &str) -> String {
    let address: Url = address.parse().expect("an address");
    let found = address.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}
