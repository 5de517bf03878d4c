//! Operators with rights, agents with services, and their usual actions, for the tests.

use backend::{
    accounts::sessions::{self, Client, Session},
    directory::services::{self, NewService},
    id::{AccountId, ConversationId, DraftId, RattachementId, RowId},
    messaging::{self, Attachment, Prefill, Target},
    staff::{self, NewMember},
};
use domain::{
    co_owner::CoOwner,
    form::Answers,
    motif::RecipientKind,
    problem::{Problem, Problems},
    rights::{Droit, StaffRole, Teleservice},
    siren::Siren,
    siret::Siret,
};
use platform::Error;

use crate::{accounts::client_at, database::TestEnv};

pub const SIRET: &str = "12345678200010";
pub const OTHER_SIRET: &str = "99999998000017";
pub const RECETTE: &str = "RR-FICTIVE";
pub const OTHER_RECETTE: &str = "RR-AILLEURS";
pub const PAE: &str = "PAE-FICTIF";
pub const AGENT_PASSWORD: &str = "Vent-de-Ventose-1800";

/// Time of the last fetch, far in the future: the rights inserted by the test are never refreshed.
const FETCHED_AT: i64 = i64::MAX / 2;

pub fn siren_of(siret: &str) -> Siren {
    Siret::parse(siret).expect("a SIRET").siren()
}

pub fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend([7; 600]);
    bytes
}

pub fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".to_vec()
}

/// Returns the problems of a refusal.
pub fn problems<T: std::fmt::Debug>(result: Result<T, Error>) -> Problems {
    match result {
        Err(Error::Invalid(problems)) => problems,
        other => panic!("expected problems, got {other:?}"),
    }
}

/// Returns the only problem of a refusal, with its field.
pub fn only_problem<T: std::fmt::Debug>(result: Result<T, Error>) -> (String, Problem) {
    let mut problems = problems(result);
    assert_eq!(problems.len(), 1, "{problems:?}");
    let problem = problems.remove(0);
    (problem.field, problem.problem)
}

pub fn is_not_found<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound))
}

/// Returns a member of the staff without role and service, with [`AGENT_PASSWORD`]. [`TestEnv::add_member`] sets the mail.
pub fn new_member(login: &str) -> NewMember<'_> {
    NewMember {
        login,
        name: "Camille Fictif",
        mail: "",
        password: AGENT_PASSWORD,
        roles: &[],
        services: &[],
        remote: true,
    }
}

impl TestEnv {
    /// Links an account to customs (once) and grants it a right on a SIRET.
    pub async fn grant(&self, account: AccountId, siret: &str, teleservice: Teleservice, droit: Droit) {
        let link = self.link_to_customs(account).await;
        let siren = siren_of(siret);
        platform::execute!(
            self.portal.db,
            sqlx::query(
                "INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            )
            .bind(link)
            .bind(siren.as_str())
            .bind(siret)
            .bind(teleservice.code())
            .bind(droit.code())
        )
        .expect("a right is granted");
        platform::execute!(
            self.portal.db,
            sqlx::query(
                "INSERT INTO entreprise (rattachement_id, siren, raison_sociale, search_key)
                 VALUES ($1, $2, 'Brumaire Négoce (fictif)', 'brumaire') ON CONFLICT DO NOTHING",
            )
            .bind(link)
            .bind(siren.as_str())
        )
        .expect("a company is added");
        platform::execute!(
            self.portal.db,
            sqlx::query(
                "INSERT INTO etablissement (rattachement_id, siren, siret, nom, commune)
                 VALUES ($1, $2, $3, 'Siège', 'Lille') ON CONFLICT DO NOTHING",
            )
            .bind(link)
            .bind(siren.as_str())
            .bind(siret)
        )
        .expect("an établissement is added");
    }

    async fn link_to_customs(&self, account: AccountId) -> RattachementId {
        platform::execute!(
            self.portal.db,
            sqlx::query(
                "INSERT INTO rattachement (id, account_id, co_owner, subject, linked_at, known, version,
                                           requested_at)
                 VALUES ($1, $2, $3, $4, $5, TRUE, 1, $5) ON CONFLICT DO NOTHING",
            )
            .bind(RowId::generate())
            .bind(account)
            .bind(CoOwner::Dgddi.code())
            .bind(account.to_string())
            .bind(FETCHED_AT)
        )
        .expect("an account is linked");
        platform::on!(self.portal.db, |c| {
            sqlx::query_scalar("SELECT id FROM rattachement WHERE account_id = $1")
                .bind(account)
                .fetch_one(c)
                .await
        })
        .expect("the link is there")
    }

    /// Withdraws every *télépayer* right of an account.
    pub async fn withdraw_telepayer(&self, account: AccountId) {
        let link = self.link_to_customs(account).await;
        platform::execute!(
            self.portal.db,
            sqlx::query("DELETE FROM habilitation WHERE rattachement_id = $1 AND droit = 'telepayer'")
                .bind(link)
        )
        .expect("a right is withdrawn");
    }

    pub async fn choose_siren(&self, session: &Session, siren: &Siren) -> Session {
        let token = sessions::choose_siren(&self.portal, session, siren).await.expect("a SIREN is chosen");
        self.session(token.expose()).await
    }

    /// Signs in an account with *télépayer* on the company: sees confidential questions.
    pub async fn accountant(&self, login: &str) -> (AccountId, Session) {
        let (account, session) = self.signed_in_account(login).await;
        self.grant(account, SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
        (account, self.choose_siren(&session, &siren_of(SIRET)).await)
    }

    /// Signs in an account without *télépayer* on the company: sees no confidential questions.
    pub async fn declarant(&self, login: &str) -> (AccountId, Session) {
        let (account, session) = self.signed_in_account(login).await;
        self.grant(account, SIRET, Teleservice::DeltaG, Droit::Lire).await;
        (account, self.choose_siren(&session, &siren_of(SIRET)).await)
    }

    /// Signs in an account on another company.
    pub async fn outsider(&self, login: &str) -> Session {
        let (account, session) = self.signed_in_account(login).await;
        self.grant(account, OTHER_SIRET, Teleservice::TelepaiementSepa, Droit::Telepayer).await;
        self.choose_siren(&session, &siren_of(OTHER_SIRET)).await
    }

    pub async fn add_services(&self) {
        for (code, kind, name) in [
            (RECETTE, RecipientKind::Recette, "Recette régionale fictive"),
            (OTHER_RECETTE, RecipientKind::Recette, "Recette régionale d’ailleurs (fictive)"),
            (PAE, RecipientKind::Pae, "PAE fictif"),
        ] {
            services::add(&self.portal, &new_service(code, kind, name)).await.expect("a service is added");
        }
    }

    /// Creates an agent of one service and signs it in with password and code.
    pub async fn signed_in_agent(&self, login: &str, service: &str) -> Session {
        self.add_agent(login, service, true).await;
        self.agent_session(login).await
    }

    /// Creates a member of the staff with this role and signs them in. `login` is the name, too.
    pub async fn staff_session(&self, login: &str, role: StaffRole) -> Session {
        self.add_member(&NewMember { name: login, roles: &[role], ..new_member(login) }).await;
        self.agent_session(login).await
    }

    /// Creates an agent of one service. `remote`: may sign in from any network.
    pub async fn add_agent(&self, login: &str, service: &str, remote: bool) {
        let services = [service.to_owned()];
        let agent =
            NewMember { roles: &[StaffRole::Agent], services: &services, remote, ..new_member(login) };
        self.add_member(&agent).await;
    }

    /// Creates a member of the staff, with the address `{login}@douane.exemple.fr`.
    pub async fn add_member(&self, member: &NewMember<'_>) {
        let mail = format!("{}@douane.exemple.fr", member.login);
        let member = NewMember { mail: &mail, ..*member };
        staff::create(&self.portal, &member).await.expect("a member is created");
    }

    pub async fn agent_session(&self, login: &str) -> Session {
        self.agent_session_from(login, client_at(9)).await
    }

    /// Like [`TestEnv::agent_session`], from this client.
    pub async fn agent_session_from(&self, login: &str, client: Client) -> Session {
        let (_, session) = self.visitor().await;
        self.sign_in_agent_from(&session, login, client).await
    }

    /// Signs an agent in within this session.
    pub async fn sign_in_agent(&self, session: &Session, login: &str) -> Session {
        self.sign_in_agent_from(session, login, client_at(9)).await
    }

    async fn sign_in_agent_from(&self, session: &Session, login: &str, client: Client) -> Session {
        let answers = Answers::from_iter([("identifiant", login), ("mot_de_passe", AGENT_PASSWORD)]);
        let token = staff::sign_in(&self.portal, session, &client, &answers).await.expect("right password");
        let pending = self.session(token.expose()).await;
        let code = Answers::from_iter([("code", self.agent_code(login).await)]);
        let token = staff::confirm_code(&self.portal, &pending, &client, &code).await.expect("right code");
        self.session(token.expose()).await
    }

    pub async fn agent_code(&self, login: &str) -> String {
        self.deliver().await;
        let address = format!("{login}@douane.exemple.fr");
        let mail = self.mailbox.last_containing(&address, "code de connexion\u{a0}: ");
        let text = mail.text.split("code de connexion\u{a0}: ").nth(1).expect("a code in the mail");
        text.chars().take(6).collect()
    }

    pub async fn upload(
        &self,
        session: &Session,
        target: impl Into<Target>,
        slot: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Attachment, Error> {
        let target = target.into();
        let guard = messaging::begin_upload(&self.portal, session, target, slot).await?;
        let mut upload = self.portal.files.begin(guard.max_bytes).await?;
        for piece in bytes.chunks(64 * 1024) {
            upload.write(piece).await?;
        }
        let stored = upload.finish().await?;
        messaging::finish_upload(&self.portal, session, target, slot, name, stored).await
    }

    /// Creates a complete draft of a question on a créance.
    pub async fn ready_draft(&self, session: &Session) -> DraftId {
        let draft = messaging::start(&self.portal, session, "precision-creance", &Prefill::default())
            .await
            .expect("a draft begins");
        messaging::save(&self.portal, session, draft, &creance_answers(), None).await.expect("it is saved");
        draft
    }

    pub async fn send_question(&self, session: &Session) -> ConversationId {
        let draft = self.ready_draft(session).await;
        messaging::send(&self.portal, session, draft).await.expect("the question is sent")
    }

    /// Sends a confidential question with its required document.
    pub async fn send_confidential_question(&self, session: &Session) -> ConversationId {
        let draft = messaging::start(&self.portal, session, "echeancier", &Prefill::default())
            .await
            .expect("a draft");
        let mut answers = creance_answers();
        for (name, value) in
            [("montant", "1 500,00"), ("echeance", "2026-12-31"), ("motif_economique", "tresorerie")]
        {
            answers.set(name, value);
        }
        answers.set("objet", "Report secret");
        messaging::save(&self.portal, session, draft, &answers, None).await.expect("it is saved");
        self.upload(session, draft, "piece_justificative", "prévision.pdf", &pdf())
            .await
            .expect("a document");
        messaging::send(&self.portal, session, draft).await.expect("the question is sent")
    }
}

/// A service with the same contact details as every other of the tests.
pub fn new_service<'a>(code: &'a str, kind: RecipientKind, name: &'a str) -> NewService<'a> {
    let (address, email, phone) =
        ("1 quai fictif, 44000 Nantes", "service@douane.exemple.fr", "02 40 00 00 00");
    NewService { code, kind, name, address, email, phone, office: None }
}

pub fn creance_answers() -> Answers {
    Answers::from_iter([
        ("creance", "CR-2026-000123"),
        ("service", RECETTE),
        ("objet", "Origine de la créance"),
        ("message", "Bonjour,\nd’où vient cette créance ?"),
        ("telephone", "01 23 45 67 89"),
    ])
}

pub fn text(message: &str) -> Answers {
    Answers::from_iter([("message", message)])
}
