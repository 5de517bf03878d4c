//! The portal as an OpenID Connect provider, tested with clients that share no code with it: the `openidconnect` crate
//! and the téléservices of the simulator.

mod back_channel_logout;
mod client;
mod refusals;
mod sign_in;

use std::net::TcpListener;

use backend::Portal;
use platform::{clock::Clock, execute};
use reqwest::{Response, Url};

use crate::{
    browser::Browser,
    database::Database,
    operator::{Operator, SIREN},
    program::{Installation, Program},
};

/// Redirect URI of the téléservices of these tests; no server listens there.
const REDIRECT_URI: &str = "https://delta.example/retour?fixe=1";
const SECRET: &str = "secret de DELTA-G : 32 octets, ou plus";
const OTHER_SECRET: &str = "secret de CIEL : 32 octets, ou bien plus";
const POST_LOGOUT_REDIRECT_URI: &str = "https://delta.example/au-revoir";

/// Fixture: a portal with the clients DELTA-G and CIEL, and an operator with rights on both.
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

    /// Like [`Self::on`], with further settings, which may depend on the URL of the portal.
    async fn with(database: Database, configure: impl FnOnce(Installation, &str) -> Installation) -> Self {
        let origin = format!("http://{}", free_address());
        let listen = origin.trim_start_matches("http://").to_owned();
        let mut installation = Installation::on(database)
            .with("PRODOUANE__LISTEN", &listen)
            .with("PRODOUANE__BASE_URL", &origin);
        for (code, id, secret) in [
            ("DELTA_G", "delta", SECRET),
            ("CIEL", "ciel", OTHER_SECRET),
            ("SITE_DGDDI", "site-dgddi", OTHER_SECRET),
        ] {
            for (key, value) in [
                ("CLIENT_ID", id),
                ("CLIENT_SECRET", secret),
                ("LOGIN_URI", "https://delta.example/entree"),
                ("REDIRECT_URIS", &format!("[\"{REDIRECT_URI}\"]")),
                ("POST_LOGOUT_REDIRECT_URIS", &format!("[\"{POST_LOGOUT_REDIRECT_URI}\"]")),
            ] {
                installation = installation.with(&format!("PRODOUANE__TELESERVICES__{code}__{key}"), value);
            }
        }
        installation = configure(installation, &origin);
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let browser = operator.browser(&program);
        let scene = Self { installation, program, origin, operator, browser };
        // The operator already has a right on DELTA-G. These are for another téléservice, and for another company.
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
        execute!(
            portal.db,
            sqlx::query(
                "INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit)
                 SELECT id, $1, $2, $3, $4 FROM rattachement WHERE account_id = $5",
            )
            .bind(siren)
            .bind(siret)
            .bind(teleservice)
            .bind(droit)
            .bind(account)
        )
        .expect("a right");
        portal.close().await;
    }

    /// Revokes the rights on DELTA-G for [`SIREN`].
    async fn revoke(&self) {
        let portal = self.portal().await;
        execute!(
            portal.db,
            sqlx::query("DELETE FROM habilitation WHERE teleservice = 'DELTA-G' AND siren = $1").bind(SIREN)
        )
        .expect("revoked");
        portal.close().await;
    }

    /// Unlinks the account at customs.
    async fn unlink_from_customs(&self) {
        let portal = self.portal().await;
        execute!(
            portal.db,
            sqlx::query("UPDATE rattachement SET co_owner = 'dgfip' WHERE co_owner = 'dgddi'")
        )
        .expect("unlinked");
        portal.close().await;
    }

    /// Path and query of a URL of the portal, for [`Browser`].
    fn path(&self, address: &Url) -> String {
        assert_eq!(address.origin().ascii_serialization(), self.origin);
        address.as_str().trim_start_matches(&self.origin).to_owned()
    }
}

/// Address with a free port.
fn free_address() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its address").to_string()
}

fn location(answer: &Response) -> String {
    let location = answer.headers().get("location");
    location.map(|value| value.to_str().expect("plain text").to_owned()).unwrap_or_default()
}

/// Value of a query parameter, empty if absent.
fn query_value(url: &str, name: &str) -> String {
    let url: Url = url.parse().expect("a URL");
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}
