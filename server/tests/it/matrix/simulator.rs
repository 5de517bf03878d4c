//! The co-owners: the simulator, a program of its own, with two companies and an account for each person.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use backend::Portal;
use backend::companies::{self, LinkBackParams};
use backend::partners::{PartnerSettings, Settings};
use backend::secret::Secret;
use backend::session::Session;
use domain::co_owner::CoOwner;
use domain::rights::Habilitation;
use reqwest::{Client, Method, Url, redirect};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::people::{Company, Role, everything_on};
use super::tokens::{Token, mail};

/// The password of every account that the data give none of its own.
const PASSWORD: &str = "Simulateur-2026";
pub const CLIENT_SECRET: &str = "secret-de-demonstration";
pub const API_TOKEN: &str = "jeton-de-demonstration";
pub const CO_OWNERS: [CoOwner; 2] = [CoOwner::Dgddi, CoOwner::Dgfip];

pub struct Simulator {
    _program: Child,
    http: Url,
    client: Client,
}

impl Simulator {
    /// `portal`: where people are sent back to.
    pub async fn start(folder: &Path, portal: &str) -> Self {
        let data = folder.join("simulator.toml");
        std::fs::write(&data, everything()).expect("the simulator's data");
        let mut program = Command::new(program())
            .args(["--port", "0", "--smtp-port", "0", "--portal", portal, "--data"])
            .arg(&data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the simulator starts");
        let stdout = program.stdout.take().expect("its output");
        let ready = BufReader::new(stdout).lines().next_line().await.expect("readable").expect("a line");
        let ready: Value = serde_json::from_str(&ready).expect("addresses");
        let http = ready["http"].as_str().expect("an address").parse().expect("an address");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            Client::builder().no_proxy().redirect(redirect::Policy::none()).build().expect("a client");
        let simulator = Self { _program: program, http, client };
        for co_owner in CO_OWNERS {
            // The portal is told by being asked again: it is not up yet.
            let quiet = json!({ "co_owner": co_owner.code(), "en_panne": false, "sans_evenements": true });
            simulator.administer(Method::POST, "panne", &quiet).await;
        }
        simulator
    }

    pub fn base_url(&self, co_owner: CoOwner) -> Url {
        self.http.join(co_owner.code()).expect("an address")
    }

    /// For the use cases of this process, which ask again every time.
    pub fn settings(&self) -> Settings {
        let partner = |co_owner| {
            Some(PartnerSettings {
                base_url: self.base_url(co_owner),
                client_id: "prodouane".to_owned(),
                client_secret: Secret::new(CLIENT_SECRET),
                api_token: Secret::new(API_TOKEN),
                push_secret: None,
                opens_accounts: false,
            })
        };
        Settings {
            dgddi: partner(CoOwner::Dgddi),
            dgfip: partner(CoOwner::Dgfip),
            rights_freshness_seconds: 0,
            connect_timeout_ms: 10_000,
            answer_timeout_ms: 20_000,
            pause_after_timeout_ms: 0,
            ..Settings::default()
        }
    }

    async fn administer(&self, method: Method, path: &str, body: &Value) {
        let address = self.http.join(&format!("/administration/api/{path}")).expect("an address");
        let answer = self.client.request(method, address).json(body).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// The whole journey of a rattachement, without a browser.
    pub async fn link(&self, portal: &Portal, session: &Session, co_owner: CoOwner, role: Role) {
        let authorization = companies::link_begin(portal, session, co_owner).await.expect("a journey begins");
        let mut form = authorization.clone();
        form.set_path(&authorization.path().replace("/autorisation", "/connexion"));
        let typed = [("identifiant", login(role)), ("mot_de_passe", PASSWORD.to_owned())];
        let answer = self.client.post(form).form(&typed).send().await.expect("an answer to the sign-in");
        let back = answer.headers().get("location").expect("the way back").to_str().expect("an address");
        let back: Url = back.parse().expect("an address");
        let value =
            |name: &str| back.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let params = LinkBackParams {
            code: value("code"),
            state: value("state"),
            error: value("error"),
            iss: value("iss"),
        };
        companies::link_back(portal, session, co_owner.code(), &params).await.expect("a journey ends");
    }

    /// The person holds this and nothing else from now on.
    pub async fn set_rights(&self, role: Role, held: &[Habilitation]) {
        for co_owner in CO_OWNERS {
            let rights: Vec<Value> =
                held.iter().filter(|right| right.co_owner == co_owner).map(wire).collect();
            let body = json!({ "co_owner": co_owner.code(), "compte": login(role), "habilitations": rights });
            self.administer(Method::PUT, "habilitations", &body).await;
        }
    }
}

fn wire(right: &Habilitation) -> Value {
    let number = right.place.number();
    let mut value = json!({ "teleservice": right.teleservice.code(), "droit": right.droit.code() });
    value[if number.len() == 9 { "siren" } else { "siret" }] = number.into();
    value
}

fn login(role: Role) -> String {
    format!("{role:?}.essai").to_lowercase()
}

/// `target/debug/simulator` for `target/debug/deps/it-…`.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own program");
    test.ancestors().nth(2).expect("a target folder").join("simulator")
}

/// Companies with their figures, and accounts that hold every right.
fn everything() -> String {
    let mut text = String::new();
    for company in Company::BOTH {
        let (siren, siret, name) = (company.siren(), company.siret(), Token::Name(company).text());
        let written = write!(
            text,
            "[[entreprises]]\nsiren = \"{siren}\"\nraison_sociale = \"{name}\"\n\
             etablissements = [{{ siret = \"{siret}\", nom = \"{name}\", commune = \"{name}\" }}]\n"
        );
        written.expect("a string takes every text");
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

fn account(text: &mut String, role: Role) {
    let rights: Vec<String> = Company::BOTH
        .into_iter()
        .flat_map(everything_on)
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
    written.expect("a string takes every text");
}

fn figures(text: &mut String, co_owner: CoOwner, company: Company) {
    let (code, siret) = (co_owner.code(), company.siret());
    let (creance, mandat) =
        (Token::Creance(co_owner, company).text(), Token::Mandat(co_owner, company).text());
    // With a valid key, of a bank that does not exist.
    let iban = match company {
        Company::Own => "FR7690001001010000001010172",
        Company::Other => "FR7690002002070000002020203",
    };
    let written = write!(
        text,
        "[[creances]]\nco_owner = \"{code}\"\nsiret = \"{siret}\"\nreference = \"{creance}\"\nlibelle = \"{creance}\"\n\
         montant = 10000\necheance = 5\n\
         [[mandats]]\nco_owner = \"{code}\"\nsiret = \"{siret}\"\nrum = \"{mandat}\"\niban = \"{iban}\"\n\
         titulaire = \"{mandat}\"\nsigne = -30\netat = \"actif\"\n"
    );
    written.expect("a string takes every text");
}
