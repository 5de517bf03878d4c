//! The co-owner simulator, started as a program and used over HTTP only.

use std::{path::PathBuf, process::Stdio};

use backend::{
    Portal,
    accounts::sessions::Session,
    companies::{self, LinkCallbackParams, LinkRedirect},
    config::{IdentityConfig, ProviderSettings, TeleservicesConfig},
    oidc_provider::TeleserviceSettings,
};
use domain::{co_owner::CoOwner, rights::Teleservice};
use platform::{
    co_owners::{CoOwnerSettings, CoOwners, Settings},
    secret::Secret,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};
use url::Url;

/// Password of every account of the simulator.
const PASSWORD: &str = "Simulateur-2026";
pub const PORTAL: &str = "http://127.0.0.1:3000";

/// Secret with which the simulator signs the events of a co-owner.
pub fn push_secret(co_owner: CoOwner) -> String {
    format!("secret-de-signature-de-demonstration-{}", co_owner.code())
}

/// A running simulator; stopped when dropped.
pub struct Simulator {
    _program: Child,
    http: Url,
    pub client: reqwest::Client,
}

impl Simulator {
    pub async fn start() -> Simulator {
        Self::start_with(&[]).await
    }

    pub async fn start_with(options: &[&str]) -> Simulator {
        Self::spawn(Command::new(program()).args(options)).await
    }

    /// Starts a simulator with keys of its own: the test command gives all others the same.
    pub async fn start_with_own_keys() -> Simulator {
        Self::spawn(Command::new(program()).env_remove("SIMULATOR_KEYS")).await
    }

    async fn spawn(command: &mut Command) -> Simulator {
        let mut program = command
            .args(["--port", "0", "--smtp-port", "0", "--portal", PORTAL])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the simulator starts");
        let stdout = program.stdout.take().expect("its output is piped");
        let ready = BufReader::new(stdout).lines().next_line().await.expect("a readable line");
        let ready: Value = serde_json::from_str(&ready.expect("a line")).expect("addresses as JSON");
        let http = ready["http"].as_str().expect("the web address").parse().expect("an address");
        // Another crate of this process may have chosen the TLS provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("an HTTP client");
        Simulator { _program: program, http, client }
    }

    pub fn address(&self, path: &str) -> Url {
        self.http.join(path).expect("an address of the simulator")
    }

    /// Settings of the four co-owners without caching: every request is sent.
    pub fn settings(&self) -> Settings {
        let co_owner = |co_owner: CoOwner| {
            Some(CoOwnerSettings {
                base_url: self.address(&format!("/{}", co_owner.code())),
                client_id: "prodouane".to_owned(),
                client_secret: Secret::new("secret-de-demonstration"),
                api_token: Secret::new("jeton-de-demonstration"),
                push_secret: Some(Secret::new(push_secret(co_owner))),
                opens_accounts: co_owner == CoOwner::Dgddi,
            })
        };
        Settings {
            dgddi: co_owner(CoOwner::Dgddi),
            dgfip: co_owner(CoOwner::Dgfip),
            urssaf: co_owner(CoOwner::Urssaf),
            net_entreprises: co_owner(CoOwner::NetEntreprises),
            rights_freshness_seconds: 0,
            figures_freshness_seconds: 0,
            reconciliation_minutes: 60,
            // Many tests run at the same time.
            connect_timeout_ms: 10_000,
            answer_timeout_ms: 20_000,
            pause_after_timeout_ms: 0,
        }
    }

    /// Settings of every téléservice of customs, as registered in the simulator.
    pub fn teleservices(&self) -> TeleservicesConfig {
        Teleservice::with_single_sign_on()
            .map(|teleservice| {
                let (code, id) = (teleservice.code(), teleservice.code().to_lowercase());
                let home = self.address(&format!("/dgddi/teleservices/{code}"));
                let at = |last: &str| format!("{home}/{last}");
                let settings = TeleserviceSettings {
                    client_secret: Secret::new(format!("secret-de-teleservice-de-demonstration-{id}")),
                    client_id: id,
                    login_uri: at("connexion").parse().expect("an address"),
                    target_link_uri: None,
                    redirect_uris: vec![at("retour")],
                    backchannel_logout_uri: Some(at("fin-de-session").parse().expect("an address")),
                    post_logout_redirect_uris: vec![home.to_string()],
                };
                (teleservice, settings)
            })
            .collect()
    }

    /// Settings of the simulated ProConnect: `acr_values` are requested, `two_factor` count as a second factor.
    pub fn identity(&self, acr_values: &[&str], two_factor: &[&str]) -> IdentityConfig {
        let owned = |values: &[&str]| values.iter().map(|&value| value.to_owned()).collect();
        let proconnect = ProviderSettings {
            issuer: self.address("/proconnect"),
            client_id: "prodouane".to_owned(),
            client_secret: Secret::new("secret-de-demonstration"),
            scopes: None,
            acr_values: owned(acr_values),
            two_factor_acr_values: owned(two_factor),
        };
        IdentityConfig { proconnect: Some(proconnect), franceconnect: None }
    }

    /// Sets the fault of the ID tokens of the simulated ProConnect; `None`: valid tokens.
    pub async fn set_token_fault(&self, fault: Option<&str>) {
        let body = json!({ "co_owner": "proconnect", "en_panne": false, "jeton": fault });
        self.administer(reqwest::Method::POST, "panne", body).await;
    }

    /// Like [`Simulator::set_token_fault`], for the ID tokens and handover tokens of a co-owner.
    pub async fn set_token_fault_of(&self, co_owner: CoOwner, fault: Option<&str>) {
        let body = json!({ "co_owner": co_owner.code(), "en_panne": false, "jeton": fault });
        self.administer(reqwest::Method::POST, "panne", body).await;
    }

    /// Signs in at customs and returns the handover token of its page.
    pub async fn handover(&self, login: &str) -> String {
        let form = format!("identifiant={login}&mot_de_passe={PASSWORD}");
        let signed_in = self.post("/dgddi/se-connecter", form).await;
        let cookie = signed_in.headers().get("set-cookie").expect("signed in").to_str().expect("a cookie");
        let cookie = cookie.split(';').next().expect("a name and a value").to_owned();
        let page = self.client.get(self.address("/dgddi")).header("cookie", cookie).send().await;
        let page = page.expect("a page").text().await.expect("its text");
        let token = page.split("name=\"jeton\" value=\"").nth(1).expect("a token");
        token.split('"').next().expect("its end").to_owned()
    }

    /// Returns an ID token of customs for the portal.
    pub async fn id_token(&self, login: &str) -> String {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let redirect = format!("{PORTAL}/rattachement/dgddi/retour");
        let mut request = self.address("/dgddi/autorisation");
        request.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", "prodouane"),
            ("scope", "openid profile email"),
            ("redirect_uri", redirect.as_str()),
            ("state", "etat"),
            ("nonce", "nonce"),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("code_challenge_method", "S256"),
        ]);
        let code = self.sign_in(&request, login).await.code.expect("a code");
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", redirect.as_str()),
            ("code_verifier", verifier),
            ("client_id", "prodouane"),
            ("client_secret", "secret-de-demonstration"),
        ]);
        let tokens = self.post("/dgddi/jeton", form.finish()).await.text().await.expect("tokens");
        let tokens: Value = serde_json::from_str(&tokens).expect("tokens as JSON");
        tokens["id_token"].as_str().expect("an ID token").to_owned()
    }

    /// Requests an account at customs as the portal does; returns its identifier.
    pub async fn open_account(&self, key: &str, email: &str) -> String {
        let answer = self
            .client
            .post(self.address("/dgddi/contrat/v1/comptes"))
            .header("authorization", "Bearer jeton-de-demonstration")
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(json!({ "prenom": "Alix", "nom": "Essai", "adresse_mel": email }).to_string())
            .send()
            .await
            .expect("the simulator answers");
        let body: Value = serde_json::from_str(&answer.text().await.expect("a body")).expect("JSON");
        body["compte"].as_str().expect("an account").to_owned()
    }

    async fn post(&self, path: &str, form: String) -> reqwest::Response {
        self.client
            .post(self.address(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .expect("the simulator answers")
    }

    pub fn co_owners(&self) -> CoOwners {
        co_owners(&self.settings())
    }

    /// Calls the administration of the simulator.
    ///
    /// # Panics
    /// If the call is refused.
    pub async fn administer(&self, method: reqwest::Method, path: &str, body: Value) {
        let address = self.address(&format!("/administration/api/{path}"));
        let answer = self
            .client
            .request(method, address)
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .expect("the simulator answers");
        let status = answer.status();
        assert!(status.is_success(), "{path}: {status} {}", answer.text().await.unwrap_or_default());
    }

    pub async fn set_down(&self, co_owner: CoOwner, down: bool) {
        let body = json!({ "co_owner": co_owner.code(), "en_panne": down });
        self.administer(reqwest::Method::POST, "panne", body).await;
    }

    /// Stops or resumes the push of rights changes.
    pub async fn set_silent(&self, co_owner: CoOwner, silent: bool) {
        let body = json!({ "co_owner": co_owner.code(), "en_panne": false, "sans_evenements": silent });
        self.administer(reqwest::Method::POST, "panne", body).await;
    }

    pub async fn set_delay(&self, co_owner: CoOwner, milliseconds: u32) {
        let body = json!({ "co_owner": co_owner.code(), "en_panne": false, "delai_ms": milliseconds });
        self.administer(reqwest::Method::POST, "panne", body).await;
    }

    /// Withdraws one right held at a SIRET.
    pub async fn withdraw(&self, login: &str, teleservice: &str, droit: &str, siret: &str) {
        let body = json!({
            "co_owner": "dgddi", "compte": login, "teleservice": teleservice, "droit": droit, "siret": siret,
        });
        self.administer(reqwest::Method::DELETE, "habilitations", body).await;
    }

    /// Signs in at the co-owner as a browser without scripts; returns the parameters of the callback.
    pub async fn sign_in(&self, authorization: &Url, login: &str) -> LinkCallbackParams {
        let page = self.client.get(authorization.clone()).send().await.expect("a sign-in page");
        assert!(page.status().is_success(), "sign-in page: {}", page.status());
        let mut form = authorization.clone();
        form.set_path(&authorization.path().replace("/autorisation", "/connexion"));
        let body = format!("identifiant={login}&mot_de_passe={PASSWORD}");
        let answer = self
            .client
            .post(form)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .expect("a response to the sign-in");
        let location = answer.headers().get("location").expect("a callback").to_str().expect("an address");
        let callback: Url = location.parse().expect("an address");
        assert!(location.starts_with(PORTAL), "{location}");
        let value = |name: &str| {
            callback.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        LinkCallbackParams {
            code: value("code"),
            state: value("state"),
            error: value("error"),
            iss: value("iss"),
        }
    }

    /// Links an account of a co-owner: authorization request, sign-in, callback.
    pub async fn link(
        &self,
        portal: &Portal,
        session: &Session,
        co_owner: CoOwner,
        login: &str,
    ) -> LinkRedirect {
        let address =
            companies::begin_link(portal, session, co_owner).await.expect("an authorization request");
        let params = self.sign_in(&address, login).await;
        companies::complete_link(portal, session, co_owner.code(), &params).await.expect("a callback outcome")
    }
}

pub fn co_owners(settings: &Settings) -> CoOwners {
    CoOwners::open(settings, &PORTAL.parse().expect("an address")).expect("co_owners")
}

/// Path of the simulator: `target/debug/simulator` for the test `target/debug/deps/it-…`.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own program");
    let folder = test.ancestors().nth(2).expect("a target folder");
    let program = folder.join(format!("simulator{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is missing: run `cargo build -p simulator` first", program.display());
    program
}
