//! Fixture: accounts, staff, their rights, questions, drafts and other objects, created through use cases.

use std::net::{IpAddr, Ipv4Addr};

use backend::{
    Portal,
    accounts::{
        account,
        sessions::{self, Client, Session},
    },
    archives::Progress,
    assistance::{cases, self_check, sharing},
    companies::{self, company_admins},
    customs::{InboxFilter, appointments, batches, canned_answers, saved_views},
    directory::{
        offices,
        services::{self, NewService},
    },
    exchange_rates,
    id::{AppointmentId, AppointmentKindId, BatchId, CannedAnswerId, SavedViewId},
    information,
    messaging::{self, ExchangesQueue, NewUpload, Prefill},
    payments,
    personal_data::{self, ExportQueue},
    publications,
    staff::{self, NewMember},
};
use domain::{
    account::SecurityLevel,
    appointments::{Channel, KindSettings, SLOT, kind_answers},
    archive_form,
    article::ArticleKind,
    batch::BatchAct,
    form::Answers,
    motif::RecipientKind,
    rights::StaffRole,
};
use platform::{clock::Clock, execute, on, outbox, secret::Secret, transparency};
use uuid::Uuid;

use super::{
    documents::{self, SharedDocument},
    injection::HTML,
    markers::{Marker, mail},
    roles::{Company, Role, Stage},
    simulator::{API_TOKEN, CLIENT_SECRET, CO_OWNERS, NOTICE_PASSWORD, Simulator, card_creance},
};
use crate::{
    database::Database,
    program::{Installation, Program},
};

const PASSWORD: &str = "phrase de passe assez longue";
const PORTAL: &str = "https://portail.example";
/// Freshness of data of co-owners in seconds: longer than the test.
const FRESHNESS: &str = "86400";

pub struct Fixture {
    pub program: Program,
    pub portal: Portal,
    pub people: Vec<Person>,
    pub questions: Vec<Question>,
    /// Objects of an account that is no role.
    pub bystander: OwnedObjects,
    /// A member of the staff that is no role.
    pub member: Uuid,
    /// Identifier and reference of a case of an account that is no role.
    pub case: (Uuid, String),
    /// A draft of a letter of the mailing list.
    pub letter: Uuid,
    /// A view shared with an adviser that is no role.
    pub shared_view: Uuid,
    /// A kind of appointment with the service of the first company's questions, and an appointment of that company.
    pub kind: Uuid,
    pub appointment: Uuid,
    /// A batch of the agent of the same service.
    pub batch: Uuid,
    /// Saved views of that agent; the second one is deleted by a form.
    pub saved_views: [Uuid; 2],
    /// Shared by the agents of the same service; the second one is deleted by a form.
    pub canned_answers: [Uuid; 2],
    /// Shared by the same service, one for each circle.
    pub documents: Vec<SharedDocument>,
    pub installation: Installation,
    _simulator: Simulator,
}

pub struct Person {
    pub role: Role,
    /// Identifier of the account or the member of the staff.
    id: Uuid,
    pub own: OwnedObjects,
}

/// Objects of one person.
#[derive(Default)]
pub struct OwnedObjects {
    pub drafts: Vec<Draft>,
    /// Another session of the person.
    pub session: Uuid,
    pub device: Uuid,
    pub application: Uuid,
    /// Only of the bystander.
    pub passkey: Uuid,
    /// Archive of the exchanges of the first company.
    pub exchanges: Uuid,
    /// Copy of the personal data.
    pub copy: Uuid,
    /// Only of the bystander.
    pub self_check: String,
    /// Role of administrator of the company, only of the bystander.
    pub role: Uuid,
    /// Payment notice of a créance of the other company, only of the bystander.
    pub notice: Uuid,
    /// Running payment of that créance, only of the bystander.
    pub payment: Uuid,
}

pub struct Question {
    pub company: Company,
    pub confidential: bool,
    pub id: Uuid,
    pub file: Uuid,
    /// Its first message.
    pub message: Uuid,
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub company: Company,
    pub confidential: bool,
    pub id: Uuid,
    pub file: Uuid,
    /// A file being received in pieces.
    pub upload: Uuid,
}

/// Token and identifier of a session.
#[derive(Clone)]
pub struct NewSession {
    pub token: String,
    pub id: Uuid,
}

impl Fixture {
    pub async fn create(database: Database) -> Self {
        let installation = Installation::on(database);
        let simulator = Simulator::start(&installation.path(""), PORTAL).await;
        let installation = with_co_owners(installation, &simulator);
        let settings = simulator.settings();
        let portal = installation.portal_with(Clock::system(), |config| {
            config.base_url = PORTAL.parse().expect("an address");
            config.mail.smtp_url = Secret::new("smtp://127.0.0.1:9");
            config.co_owners = settings;
        });
        let portal = portal.await;
        services(&portal).await;
        offices(&portal).await;
        let rates = b"Date,USD,\n2026-02-18,1.1845,\n".to_vec();
        exchange_rates::import(&portal, rates).await.expect("exchange rates");
        let mut people = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| role.stage() != Stage::Visitor) {
            people.push(Person::create(&portal, &simulator, role).await);
        }
        let questions = questions(&portal, &people).await;
        transparency::sign_checkpoint(&portal).await.expect("proofs of the receipts");
        let bystander = bystander(&portal).await;
        let member = other_member(&portal).await;
        let case = case(&portal).await;
        let letter = letter(&portal, &people).await;
        articles(&portal, &people).await;
        let shared_view = shared_view(&portal).await;
        let (kind, appointment) = appointment(&portal, &people).await;
        let batch = batch(&portal, &people, &questions).await;
        let saved_views = [saved_view(&portal, &people).await, saved_view(&portal, &people).await];
        let canned_answers = [canned_answer(&portal, &people).await, canned_answer(&portal, &people).await];
        let manager = people.iter().find(|person| person.role == Role::DocumentManager).expect("a manager");
        let manager = create_session_at(&portal, "equipe", manager.id, None, true).await;
        let manager = sessions::find(&portal, &manager.token).await.expect("a look-up").expect("the session");
        let documents = documents::create(&portal, &manager).await;
        archives(&portal, &mut people).await;
        for person in people.iter().filter(|person| person.role.has_account()) {
            simulator.set_rights(person.role, &person.role.rights()).await;
            let rights = companies::habilitations(&portal, person.id.into(), None).await.expect("rights");
            assert_eq!(rights.len(), person.role.rights().len(), "{:?}", person.role);
        }
        let program = installation.start();
        Self {
            program,
            portal,
            people,
            questions,
            bystander,
            member,
            case,
            letter,
            shared_view,
            kind,
            appointment,
            batch,
            saved_views,
            canned_answers,
            documents,
            installation,
            _simulator: simulator,
        }
    }

    pub fn person(&self, role: Role) -> Option<&Person> {
        self.people.iter().find(|person| person.role == role)
    }

    /// Creates a session of the role at its stage. Returns `None` for a visitor.
    pub async fn create_session(&self, role: Role) -> Option<NewSession> {
        match self.person(role) {
            Some(person) => Some(create_session(&self.portal, role, person.id).await),
            None => None,
        }
    }

    /// Creates a draft of the role, to be deleted or sent.
    pub async fn new_draft(&self, role: Role, company: Company) -> Option<Draft> {
        let person = self.person(role).filter(|person| person.role.stage() == Stage::Usager)?;
        let session = usager_session(&self.portal, person.id, company).await;
        Some(draft(&self.portal, &session, Marker::Draft(role, company, false), company, false).await)
    }
}

fn with_co_owners(installation: Installation, simulator: &Simulator) -> Installation {
    let mut installation = installation
        .with("PRODOUANE__CO_OWNERS__RIGHTS_FRESHNESS_SECONDS", FRESHNESS)
        .with("PRODOUANE__CO_OWNERS__FIGURES_FRESHNESS_SECONDS", FRESHNESS)
        .with("PRODOUANE__CO_OWNERS__ANSWER_TIMEOUT_MS", "20000")
        // The clients of the test administer the portal, without second factors of their own.
        .with("PRODOUANE__STAFF__SECURED_NETWORKS", "[\"127.0.0.0/8\"]")
        .with("PRODOUANE__STAFF__STRONG_FACTOR_REQUIRED", "false");
    for co_owner in CO_OWNERS {
        let section = format!("PRODOUANE__CO_OWNERS__{}", co_owner.code().to_uppercase());
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
            let service = NewService {
                code,
                kind,
                name: &format!("Service {code}{HTML}"),
                address: &format!("1 quai d’essai{HTML}"),
                email: "service@douane.exemple.fr",
                phone: "02 40 00 00 00",
                office: None,
            };
            services::add(portal, &service).await.expect("a service");
        }
    }
}

async fn offices(portal: &Portal) {
    let list = r#"[{"id":"FRESSAI1","name":"Bureau d’essai","phoneNumber":"01 23 45 67 89","countryId":"FR","roles":["EXP"]}]"#;
    offices::import(portal, list.as_bytes()).await.expect("an office");
}

impl Person {
    /// Creates an account with every right on both companies and a draft of each kind, or a member of the staff.
    async fn create(portal: &Portal, simulator: &Simulator, role: Role) -> Self {
        if role.stage() == Stage::Staff {
            return Self { role, id: member(portal, role).await, own: OwnedObjects::default() };
        }
        let login = format!("{role:?}.essai").to_lowercase();
        let (first, last) = (format!("Alix{HTML}"), format!("Essai{HTML}"));
        let id = account::create_activated(portal, &login, &mail(role), &first, &last, PASSWORD).await;
        let id: Uuid = id.expect("an account").into();
        set_address(portal, id).await;
        let session = usager_session(portal, id, Company::Own).await;
        for co_owner in CO_OWNERS {
            simulator.link(portal, &session, co_owner, role).await;
        }
        let mut own = owned_objects(portal, id).await;
        for company in Company::BOTH {
            let session = usager_session(portal, id, company).await;
            for confidential in [false, true] {
                let marker = Marker::Draft(role, company, confidential);
                own.drafts.push(draft(portal, &session, marker, company, confidential).await);
            }
        }
        if role.stage() == Stage::Enrolling {
            set_level(portal, id, SecurityLevel::Totp).await;
        }
        Self { role, id, own }
    }
}

/// Opens a case of an account that is no role.
async fn case(portal: &Portal) -> (Uuid, String) {
    let id =
        account::create_activated(portal, "dossier.essai", "dossier@exemple.fr", "Alix", "Essai", PASSWORD);
    let session = usager_session(portal, id.await.expect("an account").into(), Company::Own).await;
    let answers = Answers::from_iter([
        ("sujet", "autre".to_owned()),
        ("description", format!("Essai{HTML}")),
        ("nom", "Alix Essai".to_owned()),
        ("email", "dossier@exemple.fr".to_owned()),
        ("entreprise", format!("Essai{HTML}")),
    ]);
    cases::open(portal, &session, &client(), &answers).await.expect("a case");
    on!(portal.db, |c| sqlx::query_as("SELECT id, reference FROM support_case").fetch_one(c).await)
        .expect("the case")
}

/// Publishes an article of each kind.
async fn articles(portal: &Portal, people: &[Person]) {
    let session = editor(portal, people).await;
    for (kind, title) in [
        (ArticleKind::News, "Actualité d’essai"),
        (ArticleKind::Event, "Événement d’essai"),
        (ArticleKind::Guide, "Document d’essai"),
    ] {
        let text = |text: &str| format!("{text}{HTML}");
        let answers = Answers::from_iter([
            ("titre", title.to_owned()),
            ("resume", text("Résumé")),
            ("texte", text("Essai **gras** [aide](/aide)")),
            ("genre", "guide".to_owned()),
            ("debut_jour", "2099-12-01".to_owned()),
            ("debut_heure", "09:00".to_owned()),
            ("fin_heure", "10:00".to_owned()),
            ("territoire", "metropole".to_owned()),
            ("lieu", text("Lieu")),
        ]);
        let id = publications::create(portal, &session, kind, &answers).await.expect("a draft");
        let now = Answers::from_iter([("quand", "maintenant")]);
        publications::publish(portal, &session, &id, 1, &now).await.expect("published");
    }
}

async fn editor(portal: &Portal, people: &[Person]) -> Session {
    let editor = people.iter().find(|person| person.role == Role::Editor).expect("an editor");
    let created = create_session_at(portal, "equipe", editor.id, None, true).await;
    sessions::find(portal, &created.token).await.expect("a look-up").expect("the session")
}

/// Drafts a letter of the mailing list.
async fn letter(portal: &Portal, people: &[Person]) -> Uuid {
    let session = editor(portal, people).await;
    let answers = Answers::from_iter([("objet", format!("Lettre{HTML}")), ("texte", format!("Essai{HTML}"))]);
    information::create(portal, &session, &answers).await.expect("a letter").into()
}

async fn agent(portal: &Portal, people: &[Person]) -> Session {
    let agent = people.iter().find(|person| person.role == Role::Agent).expect("an agent");
    let created = create_session_at(portal, "equipe", agent.id, None, true).await;
    sessions::find(portal, &created.token).await.expect("a look-up").expect("the session")
}

/// Prepares a batch that takes a question.
async fn batch(portal: &Portal, people: &[Person], questions: &[Question]) -> Uuid {
    let (agent, id) = (agent(portal, people).await, BatchId::generate());
    let question = questions.iter().find(|one| one.company == Company::Own).expect("a question");
    let answers = Answers::from_iter([("acte", BatchAct::Take.code())]);
    batches::prepare(portal, &agent, id, &[question.id.into()], &answers).await.expect("a batch");
    id.into()
}

/// Saves a view of the inbox.
async fn saved_view(portal: &Portal, people: &[Person]) -> Uuid {
    let (agent, id) = (agent(portal, people).await, SavedViewId::generate());
    let filter = InboxFilter { search: format!("mots{HTML}"), ..InboxFilter::default() };
    let name = Answers::from_iter([("nom", format!("Vue{HTML}"))]);
    saved_views::create(portal, &agent, id, &filter, &name).await.expect("a saved view");
    id.into()
}

/// Prepares an answer for the agents of a service.
async fn canned_answer(portal: &Portal, people: &[Person]) -> Uuid {
    let (agent, id) = (agent(portal, people).await, CannedAnswerId::generate());
    let (title, text) = (format!("Réponse{HTML}"), format!("{{objet}}{HTML}"));
    let answers = Answers::from_iter([
        ("portee", Company::Own.service(false)),
        ("titre", title.as_str()),
        ("texte", text.as_str()),
    ]);
    canned_answers::create(portal, &agent, id, &answers).await.expect("a canned answer");
    id.into()
}

/// Creates a kind of appointment, and books one.
async fn appointment(portal: &Portal, people: &[Person]) -> (Uuid, Uuid) {
    let person = |role| people.iter().find(|person| person.role == role).expect("a person").id;
    let agent = agent(portal, people).await;
    let (service, kind) = (Company::Own.service(false), AppointmentKindId::generate());
    for weekday in ["1", "2", "3", "4", "5"] {
        let opening = Answers::from_iter([
            ("jour", weekday),
            ("debut", "09:00"),
            ("fin", "12:00"),
            ("semaines", "1"),
            ("valable_du", "2026-01-01"),
        ]);
        appointments::add_opening(portal, &agent, service, &opening).await.expect("an opening range");
    }
    let closing = Answers::from_iter([("ferme_du", "2026-12-24"), ("ferme_au", "")]);
    appointments::add_closing(portal, &agent, service, &closing).await.expect("a closing day");
    let settings = KindSettings {
        label: format!("Essai{HTML}"),
        channel: Channel::Office,
        location: format!("1 quai d’essai{HTML}"),
        minutes: 30,
        buffer_minutes: 0,
        capacity: 1,
        notice_hours: 24,
        window_days: 30,
        weekly_max: 20,
        offered: true,
    };
    let answers = kind_answers(&settings);
    appointments::create_kind(portal, &agent, service, kind, &answers).await.expect("a kind");
    let operator = usager_session(portal, person(Role::Payer), Company::Own).await;
    let free = appointments::slots(portal, &operator, kind).await.expect("free slots");
    let booking =
        Answers::from_iter([(SLOT, free.slots[10].value()), ("objet", format!("Rendez-vous{HTML}"))]);
    let id = AppointmentId::generate();
    appointments::book(portal, &operator, id, kind, &booking).await.expect("an appointment");
    (kind.into(), id.into())
}

/// Creates a shared view of an adviser that is no role.
async fn shared_view(portal: &Portal) -> Uuid {
    let adviser = NewMember {
        login: "conseil.essai",
        name: "Conseil Essai",
        mail: "conseil@exemple.fr",
        password: PASSWORD,
        roles: &[StaffRole::Adviser],
        services: &[],
        remote: true,
    };
    let adviser = staff::create(portal, &adviser).await.expect("an adviser");
    let (_, session) = sessions::create(portal, &client()).await.expect("a session");
    let mut tx = portal.db.begin().await.expect("a transaction");
    let token = sessions::sign_staff_in(&mut tx, portal, session.id, adviser).await.expect("signed in");
    tx.commit().await.expect("signed in");
    let session = sessions::find(portal, token.expose()).await.expect("a look-up").expect("the session");
    sharing::create(portal, &session).await.expect("a shared view").id.into()
}

/// Creates a member without a role.
async fn other_member(portal: &Portal) -> Uuid {
    let member = NewMember {
        login: "membre.essai",
        name: &format!("Membre d’essai{HTML}"),
        mail: "membre@exemple.fr",
        password: PASSWORD,
        roles: &[],
        services: &[],
        remote: true,
    };
    staff::create(portal, &member).await.expect("a member").into()
}

async fn member(portal: &Portal, role: Role) -> Uuid {
    let services: Vec<String> = role.services().iter().map(|&code| code.to_owned()).collect();
    let login = format!("{role:?}.essai").to_lowercase();
    let member = NewMember {
        login: &login,
        name: &format!("Équipe d’essai{HTML}"),
        mail: "equipe@exemple.fr",
        password: PASSWORD,
        roles: role.staff_roles(),
        services: &services,
        remote: true,
    };
    staff::create(portal, &member).await.expect("a member").into()
}

fn client() -> Client {
    Client { address: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: String::new(), device: None }
}

async fn create_session(portal: &Portal, role: Role, id: Uuid) -> NewSession {
    let stage = match role.stage() {
        Stage::Visitor => "anonyme",
        Stage::AwaitingCode => "code",
        Stage::Enrolling => "enrolement",
        Stage::Usager => "usager",
        Stage::Staff => "equipe",
    };
    create_session_at(portal, stage, id, role.company(), role.is_recently_authenticated()).await
}

/// Creates a session directly in the database. Other tests cover the sign-in.
async fn create_session_at(
    portal: &Portal,
    stage: &str,
    id: Uuid,
    company: Option<Company>,
    recently_authenticated: bool,
) -> NewSession {
    let (token, created) = sessions::create(portal, &client()).await.expect("a session");
    let (account, member) = if stage == "equipe" { (None, Some(id)) } else { (Some(id), None) };
    execute!(portal.db, sqlx::query(
            "UPDATE session SET stage = $1, account_id = $2, staff_id = $3, siren = $4, signed_in_at = created_at,
                    authenticated_at = CASE WHEN $5 THEN created_at ELSE NULL END WHERE id = $6",
        )
        .bind(stage)
        .bind(account)
        .bind(member)
        .bind(company.map(|company| company.siren().to_string()))
        .bind(recently_authenticated)
        .bind(created.id))
    .expect("signed in");
    NewSession { token: token.expose().to_owned(), id: created.id.into() }
}

async fn usager_session(portal: &Portal, account: Uuid, company: Company) -> Session {
    let created = create_session_at(portal, "usager", account, Some(company), true).await;
    sessions::find(portal, &created.token).await.expect("a look-up").expect("the session")
}

async fn set_address(portal: &Portal, account: Uuid) {
    let address = format!("1 quai d’essai{HTML}");
    execute!(
        portal.db,
        sqlx::query("UPDATE account SET address = $1 WHERE id = $2").bind(&address).bind(account)
    )
    .expect("an address");
}

async fn set_level(portal: &Portal, account: Uuid, level: SecurityLevel) {
    execute!(
        portal.db,
        sqlx::query("UPDATE account SET security_level = $1 WHERE id = $2").bind(level.code()).bind(account)
    )
    .expect("a level");
}

async fn draft(
    portal: &Portal,
    session: &Session,
    marker: Marker,
    company: Company,
    confidential: bool,
) -> Draft {
    let motif = if confidential { "echeancier" } else { "ci-agrement" };
    let id = messaging::start(portal, session, motif, &Prefill::default()).await.expect("a draft");
    let answers = answers(marker, company, confidential);
    messaging::save(portal, session, id, &answers, None).await.expect("a stored draft");
    let slot = if confidential { "piece_justificative" } else { "" };
    let guard = messaging::begin_upload(portal, session, id, slot).await.expect("room for a file");
    let mut upload = portal.files.begin(guard.max_bytes).await.expect("a file");
    upload.write(format!("{}\n", marker.text()).as_bytes()).await.expect("written");
    let stored = upload.finish().await.expect("durable");
    let name = format!("{}.txt", marker.written().replace('/', ""));
    let file = messaging::finish_upload(portal, session, id, slot, &name, stored).await.expect("attached");
    let new = NewUpload { target: id.into(), slot, name: &name, size: 10 };
    let upload = messaging::begin_in_pieces(portal, session, new).await.expect("an upload").id;
    Draft { company, confidential, id: id.into(), file: file.id.into(), upload: upload.into() }
}

/// Answers of a complete draft.
fn answers(marker: Marker, company: Company, confidential: bool) -> Answers {
    let (word, siret) = (marker.written(), company.siret().to_string());
    let mut answers = Answers::from_iter([("objet", word.as_str()), ("message", word.as_str())]);
    answers.set("service", company.service(confidential));
    if confidential {
        answers.set("creance", Marker::Creance(CO_OWNERS[0], company).text());
        answers.set("montant", "1 500,00");
        answers.set("echeance", "2031-12-31");
        answers.set("motif_economique", "tresorerie");
    } else {
        answers.set("siret", siret);
    }
    answers
}

/// Creates two questions for each company.
async fn questions(portal: &Portal, people: &[Person]) -> Vec<Question> {
    let mut questions = Vec::new();
    for company in Company::BOTH {
        let author = if company == Company::Own { Role::Payer } else { Role::OtherCompany };
        let author = people.iter().find(|person| person.role == author).expect("an author");
        let session = usager_session(portal, author.id, company).await;
        for confidential in [false, true] {
            let marker = Marker::Question(company, confidential);
            let draft = draft(portal, &session, marker, company, confidential).await;
            let id = messaging::send(portal, &session, draft.id.into()).await.expect("a question");
            let sent = messaging::question(portal, &session, id).await.expect("the question");
            let message = sent.messages[0].id.into();
            questions.push(Question { company, confidential, id: id.into(), file: draft.file, message });
        }
    }
    questions
}

/// Creates objects that no role may access.
async fn bystander(portal: &Portal) -> OwnedObjects {
    let id =
        account::create_activated(portal, "tiers.essai", "tiers@exemple.fr", "Camille", "Tiers", PASSWORD)
            .await;
    let id = id.expect("an account");
    let created = create_session_at(portal, "usager", id.into(), None, true).await;
    let session = sessions::find(portal, &created.token).await.expect("a look-up").expect("the session");
    let made =
        self_check::create(portal, &session, &client(), &Answers::default()).await.expect("a self-check");
    // After the first view with the cookie, only that browser can view it.
    self_check::view(portal, Some(&session), &client(), made.as_str()).await.expect("a view");
    company_admins::grant(portal, "tiers.essai", Company::Own.siren().as_str()).await.expect("a role");
    let role = on!(portal.db, |c| sqlx::query_scalar("SELECT id FROM company_admin_role").fetch_one(c).await);
    let (role, passkey) = (role.expect("the role"), passkey(portal, id.into()).await);
    let (notice, payment) = payment(portal, &session).await;
    let owned = owned_objects(portal, id.into()).await;
    OwnedObjects { self_check: made.grouped(), passkey, role, notice, payment, ..owned }
}

/// Finds a payment notice of the other company and begins its payment by card.
async fn payment(portal: &Portal, session: &Session) -> (Uuid, Uuid) {
    let reference = card_creance(Company::Other);
    let typed = Answers::from_iter([("reference", reference.as_str()), ("code", NOTICE_PASSWORD)]);
    let notice = payments::find_notice(portal, session, &client(), &typed).await.expect("a notice");
    payments::begin_for_notice(portal, session, notice).await.expect("a payment");
    let id = on!(portal.db, |c| sqlx::query_scalar("SELECT id FROM card_payment").fetch_one(c).await);
    (notice.into(), id.expect("the payment"))
}

/// Creates a passkey that cannot sign in.
async fn passkey(portal: &Portal, account: Uuid) -> Uuid {
    let id = Uuid::now_v7();
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO passkey (id, account_id, name, credential_id, credential, counter, created_at)
             VALUES ($1, $2, $3, $4, $5, 0, $6)",
        )
        .bind(id)
        .bind(account)
        .bind(format!("Essai{HTML}"))
        .bind(id.as_bytes().as_slice())
        .bind(sqlx::types::Json(serde_json::json!({})))
        .bind(portal.clock.now())
    )
    .expect("a passkey");
    id
}

async fn owned_objects(portal: &Portal, account: Uuid) -> OwnedObjects {
    let session = create_session_at(portal, "usager", account, None, true).await.id;
    let (device, application) = (Uuid::now_v7(), Uuid::now_v7());
    let now = portal.clock.now();
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO trusted_device (id, token_hash, account_id, label, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(device)
        .bind(device.as_bytes().as_slice())
        .bind(account)
        .bind(format!("Essai{HTML}"))
        .bind(now)
        .bind(now + std::time::Duration::from_secs(86_400))
    )
    .expect("a device");
    execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO totp_factor (id, account_id, name, secret, key_id, created_at, last_step)
             VALUES ($1, $2, $3, $4, '2026', $5, 0)",
        )
        .bind(application)
        .bind(account)
        .bind(format!("Essai{HTML}"))
        .bind([7_u8; 20].as_slice())
        .bind(now)
    )
    .expect("an application");
    OwnedObjects { session, device, application, ..OwnedObjects::default() }
}

/// Creates the copies of personal data and the archives of exchanges, before rights are revoked.
async fn archives(portal: &Portal, people: &mut [Person]) {
    let mut period = Answers::default();
    period.set(archive_form::FIRST, "2020-01-01");
    period.set(archive_form::LAST, "2099-12-31");
    for person in people.iter_mut().filter(|person| person.role.stage() == Stage::Usager) {
        let session = usager_session(portal, person.id, Company::Own).await;
        personal_data::request_export(portal, &session).await.expect("a request");
        outbox::deliver_due(&ExportQueue::new(portal)).await.expect("the copy is built");
        let copy = personal_data::export(portal, &session).await.expect("a state").expect("a copy");
        assert!(matches!(copy.progress, Progress::Ready { .. }), "{copy:?}");
        person.own.copy = copy.id.into();
        messaging::request_exchanges(portal, &session, &period).await.expect("a request");
        outbox::deliver_due(&ExchangesQueue::new(portal)).await.expect("the archive is built");
        let archive = messaging::exchanges(portal, &session).await.expect("a state").expect("an archive");
        assert!(matches!(archive.progress, Progress::Ready { .. }), "{archive:?}");
        person.own.exchanges = archive.id.into();
    }
}
