//! Runs the simulator with two companies and an account for each role.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use backend::{
    Portal,
    accounts::sessions::Session,
    companies::{self, LinkCallbackParams},
};
use domain::{co_owner::CoOwner, rights::Habilitation};
use platform::{
    co_owners::{CoOwnerSettings, Settings},
    secret::Secret,
};
use reqwest::{Client, Method, Url, redirect};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::{
    markers::{Marker, mail},
    roles::{Company, Role, all_rights_on},
};

/// Password of the simulator's accounts without their own.
const PASSWORD: &str = "Simulateur-2026";
pub const CLIENT_SECRET: &str = "secret-de-demonstration";
pub const API_TOKEN: &str = "jeton-de-demonstration";
pub const CO_OWNERS: [CoOwner; 2] = [CoOwner::Dgddi, CoOwner::Dgfip];

pub struct Simulator {
    _process: Child,
    http: Url,
    client: Client,
}

impl Simulator {
    /// Starts the simulator. `portal`: URL of the portal, for callbacks.
    pub async fn start(folder: &Path, portal: &str) -> Self {
        let data = folder.join("simulator.toml");
        std::fs::write(&data, simulator_data()).expect("the simulator's data");
        let mut process = Command::new(program())
            .args(["--port", "0", "--smtp-port", "0", "--portal", portal, "--data"])
            .arg(&data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the simulator starts");
        let stdout = process.stdout.take().expect("its output");
        let ready = BufReader::new(stdout).lines().next_line().await.expect("readable").expect("a line");
        let ready: Value = serde_json::from_str(&ready).expect("addresses");
        let http = ready["http"].as_str().expect("an address").parse().expect("an address");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            Client::builder().no_proxy().redirect(redirect::Policy::none()).build().expect("a client");
        let simulator = Self { _process: process, http, client };
        for co_owner in CO_OWNERS {
            // No pushed events: the portal is not running yet and fetches the rights.
            let settings = json!({ "co_owner": co_owner.code(), "en_panne": false, "sans_evenements": true });
            simulator.administer(Method::POST, "panne", &settings).await;
        }
        simulator
    }

    pub fn base_url(&self, co_owner: CoOwner) -> Url {
        self.http.join(co_owner.code()).expect("an address")
    }

    /// Settings of the portal in this process, which fetches the rights every time.
    pub fn settings(&self) -> Settings {
        let co_owner = |co_owner| {
            Some(CoOwnerSettings {
                base_url: self.base_url(co_owner),
                client_id: "prodouane".to_owned(),
                client_secret: Secret::new(CLIENT_SECRET),
                api_token: Secret::new(API_TOKEN),
                push_secret: None,
                opens_accounts: false,
            })
        };
        Settings {
            dgddi: co_owner(CoOwner::Dgddi),
            dgfip: co_owner(CoOwner::Dgfip),
            rights_freshness_seconds: 0,
            connect_timeout_ms: 10_000,
            answer_timeout_ms: 20_000,
            pause_after_timeout_ms: 0,
            ..Settings::default()
        }
    }

    /// Sends a request to the administration API.
    async fn administer(&self, method: Method, path: &str, body: &Value) {
        let address = self.http.join(&format!("/administration/api/{path}")).expect("an address");
        let answer = self.client.request(method, address).json(body).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// Links the account of a role, without a browser.
    pub async fn link(&self, portal: &Portal, session: &Session, co_owner: CoOwner, role: Role) {
        let authorization =
            companies::begin_link(portal, session, co_owner).await.expect("an authorization request");
        let mut form = authorization.clone();
        form.set_path(&authorization.path().replace("/autorisation", "/connexion"));
        let fields = [("identifiant", login(role)), ("mot_de_passe", PASSWORD.to_owned())];
        let answer = self.client.post(form).form(&fields).send().await.expect("an answer to the sign-in");
        let callback = answer.headers().get("location").expect("the callback").to_str().expect("a URL");
        let callback: Url = callback.parse().expect("a URL");
        let value = |name: &str| {
            callback.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let params = LinkCallbackParams {
            code: value("code"),
            state: value("state"),
            error: value("error"),
            iss: value("iss"),
        };
        companies::complete_link(portal, session, co_owner.code(), &params).await.expect("a link");
    }

    /// Replaces all rights of the role.
    pub async fn set_rights(&self, role: Role, habilitations: &[Habilitation]) {
        for co_owner in CO_OWNERS {
            let rights: Vec<Value> =
                habilitations.iter().filter(|right| right.co_owner == co_owner).map(to_json).collect();
            let body = json!({ "co_owner": co_owner.code(), "compte": login(role), "habilitations": rights });
            self.administer(Method::PUT, "habilitations", &body).await;
        }
    }
}

fn to_json(right: &Habilitation) -> Value {
    let number = right.place.number();
    let mut value = json!({ "teleservice": right.teleservice.code(), "droit": right.droit.code() });
    value[if number.len() == 9 { "siren" } else { "siret" }] = number.into();
    value
}

fn login(role: Role) -> String {
    format!("{role:?}.essai").to_lowercase()
}

/// Path of the simulator: `target/debug/simulator` for the test binary `target/debug/deps/it-…`.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own program");
    test.ancestors().nth(2).expect("a target folder").join("simulator")
}

/// Companies with their figures, and accounts with every right.
fn simulator_data() -> String {
    let mut text = String::new();
    for company in Company::BOTH {
        let (siren, siret) = (company.siren(), company.siret());
        let name = quoted(&Marker::Name(company).written());
        let written = write!(
            text,
            "[[entreprises]]\nsiren = \"{siren}\"\nraison_sociale = {name}\n\
             etablissements = [{{ siret = \"{siret}\", nom = {name}, commune = {name} }}]\n"
        );
        written.expect("writing to a string cannot fail");
    }
    for role in Role::ALL.into_iter().filter(|role| role.has_account()) {
        account(&mut text, role);
    }
    for company in Company::BOTH {
        for co_owner in CO_OWNERS {
            figures(&mut text, co_owner, company);
        }
    }
    text
}

/// A string of TOML; without line breaks, JSON has the same syntax.
fn quoted(text: &str) -> String {
    json!(text).to_string()
}

fn account(text: &mut String, role: Role) {
    let rights: Vec<String> = Company::BOTH
        .into_iter()
        .flat_map(all_rights_on)
        .map(|right| {
            format!(
                "{{ co_owner = \"{}\", teleservice = \"{}\", droits = [\"{}\"], lieux = [\"{}\"] }}",
                right.co_owner.code(),
                right.teleservice.code(),
                right.droit.code(),
                right.place.number()
            )
        })
        .collect();
    let written = write!(
        text,
        "[[comptes]]\nidentifiant = \"{}\"\nprenom = \"Alix\"\nnom = \"Essai\"\nemail = \"{}\"\nrole = \"{role:?}\"\n\
         co_owners = [\"dgddi\", \"dgfip\"]\ndroits = [{}]\n",
        login(role),
        mail(role),
        rights.join(", ")
    );
    written.expect("writing to a string cannot fail");
}

/// Reference of a créance that can be paid by card.
pub fn card_creance(company: Company) -> String {
    format!("QZ-CARTE-{}", company.letter())
}

/// Password of its payment notice.
pub const NOTICE_PASSWORD: &str = "QZPASSE";

fn figures(text: &mut String, co_owner: CoOwner, company: Company) {
    let (code, siret) = (co_owner.code(), company.siret());
    let creance = quoted(&Marker::Creance(co_owner, company).written());
    let mandat = quoted(&Marker::Mandat(co_owner, company).written());
    // With valid check digits, of a fictitious bank.
    let iban = match company {
        Company::Own => "FR7690001001010000001010172",
        Company::Other => "FR7690002002070000002020203",
    };
    let written = write!(
        text,
        "[[creances]]\nco_owner = \"{code}\"\nsiret = \"{siret}\"\nreference = {creance}\nlibelle = {creance}\n\
         montant = 10000\necheance = 5\n\
         [[mandats]]\nco_owner = \"{code}\"\nsiret = \"{siret}\"\nrum = {mandat}\niban = \"{iban}\"\n\
         titulaire = {mandat}\nsigne = -30\netat = \"actif\"\n"
    );
    written.expect("writing to a string cannot fail");
    if co_owner == CoOwner::Dgddi {
        let written = write!(
            text,
            "[[creances]]\nco_owner = \"{code}\"\nsiret = \"{siret}\"\nreference = \"{}\"\nlibelle = \"Alcools\"\n\
             montant = 20000\necheance = 5\nnature = \"alcools\"\nmot_de_passe = \"{NOTICE_PASSWORD}\"\n",
            card_creance(company)
        );
        written.expect("writing to a string cannot fail");
        export(text, company);
    }
}

fn export(text: &mut String, company: Company) {
    let (siret, office) = (company.siret(), quoted(&Marker::Export(company).written()));
    let mrn = match company {
        Company::Own => "26FRMATRIX000001A0",
        Company::Other => "26FRMATRIX000002A9",
    };
    let written = write!(
        text,
        "[[exports]]\nco_owner = \"dgddi\"\nsiret = \"{siret}\"\nmrn = \"{mrn}\"\n\
         etapes = [{{ etape = \"acceptee\", jour = -1, bureau = {office} }}]\n"
    );
    written.expect("writing to a string cannot fail");
}
