//! What there is to be asked for: people, their rights, their questions and drafts, put in through use cases.

use std::net::{IpAddr, Ipv4Addr};

use backend::agents::{self, NewAgent, services};
use backend::clock::Clock;
use backend::messaging::{self, Prefill};
use backend::personal_data::{self, Progress};
use backend::secret::Secret;
use backend::session::{self, Client, Session};
use backend::{Portal, account, age, change, companies, diagnostics, on};
use domain::account::SecurityLevel;
use domain::form::Answers;
use domain::motif::RecipientKind;
use uuid::Uuid;

use super::people::{Company, Role, Stage};
use super::simulator::{API_TOKEN, CLIENT_SECRET, CO_OWNERS, Simulator};
use super::tokens::{Token, mail};
use crate::database::Database;
use crate::program::{Installation, Program};

const PASSWORD: &str = "phrase de passe assez longue";
const PORTAL: &str = "https://portail.example";
/// Answers of co-owners stay fresh as long as the test lasts.
const LONG: &str = "86400";

pub struct World {
    pub program: Program,
    pub portal: Portal,
    pub people: Vec<Person>,
    pub questions: Vec<Question>,
    /// Somebody whose things are nobody's else.
    pub bystander: Possessions,
    pub installation: Installation,
    _simulator: Simulator,
}

pub struct Person {
    pub role: Role,
    /// The account, or the agent.
    id: Uuid,
    pub own: Possessions,
}

/// What belongs to one person.
#[derive(Default)]
pub struct Possessions {
    pub drafts: Vec<Draft>,
    /// Another session of theirs.
    pub session: Uuid,
    pub device: Uuid,
    pub application: Uuid,
    /// The bystander's alone.
    pub passkey: Uuid,
    /// The copy of their data.
    pub copy: Uuid,
    /// The bystander's alone.
    pub diagnostic: String,
    /// Their role of administrator of the company; the bystander's alone.
    pub role: Uuid,
}

pub struct Question {
    pub company: Company,
    pub confidential: bool,
    pub id: Uuid,
    pub file: Uuid,
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub company: Company,
    pub confidential: bool,
    pub id: Uuid,
    pub file: Uuid,
}

/// A session's cookie and identifier.
#[derive(Clone)]
pub struct Open {
    pub token: String,
    pub id: Uuid,
}

impl World {
    pub async fn build(database: Database) -> Self {
        let installation = Installation::on(database);
        let simulator = Simulator::start(&installation.path(""), PORTAL).await;
        let installation = with_partners(installation, &simulator);
        let settings = simulator.settings();
        let portal = installation.portal_with(Clock::system(), |config| {
            config.base_url = PORTAL.parse().expect("an address");
            config.mail.smtp_url = Secret::new("smtp://127.0.0.1:9");
            config.partners = settings;
        });
        let portal = portal.await;
        services(&portal).await;
        let mut people = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| role.stage() != Stage::Visitor) {
            people.push(Person::enter(&portal, &simulator, role).await);
        }
        let questions = questions(&portal, &people).await;
        let bystander = bystander(&portal).await;
        copies(&portal, &mut people).await;
        for person in people.iter().filter(|person| person.role.has_account()) {
            simulator.set_rights(person.role, &person.role.held()).await;
            let told = companies::habilitations(&portal, person.id, None).await.expect("rights");
            assert_eq!(told.len(), person.role.held().len(), "{:?}", person.role);
        }
        let program = installation.start();
        Self { program, portal, people, questions, bystander, installation, _simulator: simulator }
    }

    pub fn person(&self, role: Role) -> Option<&Person> {
        self.people.iter().find(|person| person.role == role)
    }

    /// A new session of that person, as far as they are signed in; a visitor has none.
    pub async fn open(&self, role: Role) -> Option<Open> {
        match self.person(role) {
            Some(person) => Some(open(&self.portal, role, person.id).await),
            None => None,
        }
    }

    /// A draft that only this person has, to be thrown away or sent.
    pub async fn fresh_draft(&self, role: Role, company: Company) -> Option<Draft> {
        let person = self.person(role).filter(|person| person.role.stage() == Stage::Usager)?;
        let session = working_for(&self.portal, person.id, company).await;
        Some(draft(&self.portal, &session, Token::Draft(role, company, false), company, false).await)
    }
}

fn with_partners(installation: Installation, simulator: &Simulator) -> Installation {
    let mut installation = installation
        .with("PRODOUANE__PARTNERS__RIGHTS_FRESHNESS_SECONDS", LONG)
        .with("PRODOUANE__PARTNERS__FIGURES_FRESHNESS_SECONDS", LONG)
        .with("PRODOUANE__PARTNERS__ANSWER_TIMEOUT_MS", "20000");
    for co_owner in CO_OWNERS {
        let section = format!("PRODOUANE__PARTNERS__{}", co_owner.code().to_uppercase());
        let address = simulator.base_url(co_owner);
        installation = installation
            .with(&format!("{section}__BASE_URL"), address.as_str())
            .with(&format!("{section}__CLIENT_SECRET"), CLIENT_SECRET)
            .with(&format!("{section}__API_TOKEN"), API_TOKEN);
    }
    installation
}

async fn services(portal: &Portal) {
    for company in Company::BOTH {
        for (confidential, kind) in [(false, RecipientKind::Pae), (true, RecipientKind::Recette)] {
            let code = company.service(confidential);
            services::add(portal, code, kind, &format!("Service {code}"), None).await.expect("a service");
        }
    }
}

impl Person {
    /// With every right on both companies, and a draft of each kind.
    async fn enter(portal: &Portal, simulator: &Simulator, role: Role) -> Self {
        if role.stage() == Stage::Agent {
            return Self { role, id: agent(portal, role).await, own: Possessions::default() };
        }
        let login = format!("{role:?}.essai").to_lowercase();
        let id = account::create_activated(portal, &login, &mail(role), "Alix", "Essai", PASSWORD).await;
        let id = id.expect("an account");
        let session = working_for(portal, id, Company::Own).await;
        for co_owner in CO_OWNERS {
            simulator.link(portal, &session, co_owner, role).await;
        }
        let mut own = possessions(portal, id).await;
        for company in Company::BOTH {
            let session = working_for(portal, id, company).await;
            for confidential in [false, true] {
                let token = Token::Draft(role, company, confidential);
                own.drafts.push(draft(portal, &session, token, company, confidential).await);
            }
        }
        if role.stage() == Stage::Enrolling {
            set_level(portal, id, SecurityLevel::Totp).await;
        }
        Self { role, id, own }
    }
}

async fn agent(portal: &Portal, role: Role) -> Uuid {
    let services: Vec<String> = role.services().iter().map(|&code| code.to_owned()).collect();
    let login = format!("{role:?}.essai").to_lowercase();
    let agent = NewAgent {
        login: &login,
        name: "Agent d’essai",
        mail: "agent@exemple.fr",
        password: PASSWORD,
        services: &services,
        remote: true,
    };
    agents::create(portal, &agent).await.expect("an agent")
}

fn client() -> Client {
    Client { address: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: String::new(), device: None }
}

async fn open(portal: &Portal, role: Role, id: Uuid) -> Open {
    let stage = match role.stage() {
        Stage::Visitor => "anonyme",
        Stage::CodeAwaited => "code",
        Stage::Enrolling => "enrolement",
        Stage::Usager => "usager",
        Stage::Agent => "agent",
    };
    open_as(portal, stage, id, role.company(), role.has_fresh_proof()).await
}

/// How one signs in is other tests' matter.
async fn open_as(portal: &Portal, stage: &str, id: Uuid, company: Option<Company>, proved: bool) -> Open {
    let (token, created) = session::create(portal, &client()).await.expect("a session");
    let (account, agent) = if stage == "agent" { (None, Some(id)) } else { (Some(id), None) };
    change!(portal.db, |c| {
        sqlx::query(
            "UPDATE session SET stage = $1, account_id = $2, agent_id = $3, siren = $4, signed_in_at = created_at,
                    proved_at = CASE WHEN $5 THEN created_at ELSE NULL END WHERE id = $6",
        )
        .bind(stage)
        .bind(account)
        .bind(agent)
        .bind(company.map(|company| company.siren().to_string()))
        .bind(proved)
        .bind(created.id)
        .execute(c)
        .await
        .map(|_| ())
    })
    .expect("signed in");
    Open { token: token.expose().to_owned(), id: created.id }
}

async fn working_for(portal: &Portal, account: Uuid, company: Company) -> Session {
    let open = open_as(portal, "usager", account, Some(company), true).await;
    session::find(portal, &open.token).await.expect("a look-up").expect("the session")
}

async fn set_level(portal: &Portal, account: Uuid, level: SecurityLevel) {
    change!(portal.db, |c| {
        sqlx::query("UPDATE account SET security_level = $1 WHERE id = $2")
            .bind(level.code())
            .bind(account)
            .execute(c)
            .await
            .map(|_| ())
    })
    .expect("a level");
}

async fn draft(
    portal: &Portal,
    session: &Session,
    token: Token,
    company: Company,
    confidential: bool,
) -> Draft {
    let motif = if confidential { "echeancier" } else { "ci-agrement" };
    let id = messaging::start(portal, session, motif, &Prefill::default()).await.expect("a draft");
    let answers = answers(token, company, confidential);
    messaging::save(portal, session, id, &answers).await.expect("a kept draft");
    let slot = if confidential { "piece_justificative" } else { "" };
    let guard = messaging::begin_upload(portal, session, id, slot).await.expect("room for a file");
    let mut upload = portal.files.begin(guard.max_bytes).await.expect("a file");
    upload.write(format!("{}\n", token.text()).as_bytes()).await.expect("written");
    let stored = upload.finish().await.expect("durable");
    let name = format!("{}.txt", token.text());
    let file = messaging::finish_upload(portal, session, id, slot, &name, stored).await.expect("attached");
    Draft { company, confidential, id, file: file.id }
}

/// Complete: the draft can be sent.
fn answers(token: Token, company: Company, confidential: bool) -> Answers {
    let (word, siret) = (token.text(), company.siret().to_string());
    let mut answers = Answers::from_iter([("objet", word.as_str()), ("message", word.as_str())]);
    answers.set("service", company.service(confidential));
    if confidential {
        answers.set("creance", Token::Creance(CO_OWNERS[0], company).text());
        answers.set("montant", "1 500,00");
        answers.set("echeance", "2031-12-31");
        answers.set("motif_economique", "tresorerie");
    } else {
        answers.set("siret", siret);
    }
    answers
}

/// Two questions of each company, asked by somebody who works there.
async fn questions(portal: &Portal, people: &[Person]) -> Vec<Question> {
    let mut questions = Vec::new();
    for company in Company::BOTH {
        let asker = if company == Company::Own { Role::Payer } else { Role::Stranger };
        let asker = people.iter().find(|person| person.role == asker).expect("somebody who asks");
        let session = working_for(portal, asker.id, company).await;
        for confidential in [false, true] {
            let token = Token::Question(company, confidential);
            let draft = draft(portal, &session, token, company, confidential).await;
            let id = messaging::send(portal, &session, draft.id).await.expect("a question");
            questions.push(Question { company, confidential, id, file: draft.file });
        }
    }
    questions
}

/// What nobody of the matrix may touch.
async fn bystander(portal: &Portal) -> Possessions {
    let id =
        account::create_activated(portal, "tiers.essai", "tiers@exemple.fr", "Camille", "Tiers", PASSWORD)
            .await;
    let id = id.expect("an account");
    let open = open_as(portal, "usager", id, None, true).await;
    let session = session::find(portal, &open.token).await.expect("a look-up").expect("the session");
    let made =
        diagnostics::make(portal, &session, &client(), &Answers::default()).await.expect("a self-check");
    // Once the cookie came back, it is that browser's alone.
    diagnostics::open(portal, Some(&session), &client(), made.as_str()).await.expect("looked at");
    age::grant(portal, "tiers.essai", Company::Own.siren().as_str()).await.expect("a role");
    let role = on!(portal.db, |c| sqlx::query_scalar("SELECT id FROM age_role").fetch_one(c).await);
    let (role, passkey) = (role.expect("the role"), passkey(portal, id).await);
    Possessions { diagnostic: made.grouped(), passkey, role, ..possessions(portal, id).await }
}

/// Nobody signs in with it.
async fn passkey(portal: &Portal, account: Uuid) -> Uuid {
    let id = Uuid::now_v7();
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO passkey (id, account_id, name, credential_id, credential, counter, created_at)
             VALUES ($1, $2, 'Essai', $3, $4, 0, $5)",
        )
        .bind(id)
        .bind(account)
        .bind(id.as_bytes().as_slice())
        .bind(sqlx::types::Json(serde_json::json!({})))
        .bind(portal.clock.now())
        .execute(c)
        .await
        .map(|_| ())
    })
    .expect("a passkey");
    id
}

async fn possessions(portal: &Portal, account: Uuid) -> Possessions {
    let session = open_as(portal, "usager", account, None, true).await.id;
    let (device, application) = (Uuid::now_v7(), Uuid::now_v7());
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO trusted_device (id, token_hash, account_id, label, created_at, expires_at)
             VALUES ($1, $2, $3, 'Essai', $4, $5)",
        )
        .bind(device)
        .bind(device.as_bytes().as_slice())
        .bind(account)
        .bind(now)
        .bind(now + std::time::Duration::from_secs(86_400))
        .execute(c)
        .await
        .map(|_| ())
    })
    .expect("a device");
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO totp_factor (id, account_id, name, secret, created_at, last_step) VALUES ($1, $2, 'Essai', $3, $4, 0)",
        )
        .bind(application)
        .bind(account)
        .bind([7_u8; 20].as_slice())
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })
    .expect("an application");
    Possessions { session, device, application, ..Possessions::default() }
}

/// Copies of data, made while every right was there.
async fn copies(portal: &Portal, people: &mut [Person]) {
    for person in people.iter_mut().filter(|person| person.role.stage() == Stage::Usager) {
        let session = working_for(portal, person.id, Company::Own).await;
        personal_data::ask_export(portal, &session).await.expect("a copy is asked for");
        personal_data::build_due(portal).await.expect("it is made");
        let copy = personal_data::export(portal, &session).await.expect("a state").expect("a copy");
        assert!(matches!(copy.progress, Progress::Ready { .. }), "{copy:?}");
        person.own.copy = copy.id;
    }
}
