//! Fixture: a signed-in operator with a current company, written directly to the database. Other tests cover the
//! sign-in.

use std::net::{IpAddr, Ipv4Addr};

use backend::{
    Portal,
    accounts::{
        account,
        sessions::{self, Client, Session},
    },
    directory::services::{self, NewService},
    id::{AccountId, DraftId, RattachementId},
};
use domain::{motif::RecipientKind, path};
use platform::{clock::Clock, execute, on};
use uuid::Uuid;

use crate::{
    browser::Browser,
    program::{Installation, Program},
};

pub const SIREN: &str = "123456782";
pub const SIRET: &str = "12345678200010";
pub const SERVICE: &str = "RR-ESSAI";
/// A motif without required files.
pub const MOTIF: &str = "attestation";

pub struct Operator {
    pub token: String,
    /// Name of the session cookie of this installation.
    cookie: &'static str,
    pub session: Session,
}

impl Operator {
    /// Signs in an operator of [`SIREN`].
    pub async fn sign_in(installation: &Installation) -> Self {
        Self::sign_in_for(installation, SIREN, SIRET).await
    }

    /// Signs in an operator of another company.
    pub async fn sign_in_for_other_company(installation: &Installation) -> Self {
        Self::sign_in_for(installation, "987654324", "98765432400019").await
    }

    pub async fn sign_in_for(installation: &Installation, siren: &str, siret: &str) -> Self {
        let portal = installation.portal(Clock::system()).await;
        let login = format!("essai-{}", &Uuid::new_v4().simple().to_string()[..12]);
        let email = format!("{login}@exemple.fr");
        let password = "phrase de passe assez longue";
        let account = account::create_activated(&portal, &login, &email, "Alix", "Essai", password).await;
        let account = account.expect("an account");
        add_service(&portal).await;
        grant(&portal, account, siren, siret).await;
        let client =
            Client { address: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: String::new(), device: None };
        let (token, session) = sessions::create(&portal, &client).await.expect("a session");
        execute!(portal.db, sqlx::query("UPDATE session SET stage = 'usager', account_id = $1, siren = $2, signed_in_at = created_at WHERE id = $3")
                .bind(account)
                .bind(siren)
                .bind(session.id))
        .expect("signed in");
        let session = sessions::find(&portal, token.expose()).await.expect("a look-up").expect("the session");
        portal.close().await;
        Self { token: token.expose().to_owned(), cookie: installation.session_cookie(), session }
    }

    /// Grants the same habilitation on another company.
    pub async fn grant_other_company(
        &self,
        installation: &Installation,
        siren: &str,
        siret: &str,
        name: &str,
    ) {
        let portal = installation.portal(Clock::system()).await;
        let account = self.session.usager().expect("an operator").account;
        let link: RattachementId = on!(portal.db, |c| {
            sqlx::query_scalar("SELECT id FROM rattachement WHERE account_id = $1")
                .bind(account)
                .fetch_one(c)
                .await
        })
        .expect("a link");
        grant_on(&portal, link, siren, siret, name).await;
        portal.close().await;
    }

    pub fn browser(&self, program: &Program) -> Browser {
        let mut browser = Browser::new(program);
        browser.cookie = Some(format!("{}={}", self.cookie, self.token));
        browser
    }
}

/// Links a customs account with one habilitation, which opens the messaging without the confidential motifs.
async fn grant(portal: &Portal, account: AccountId, siren: &str, siret: &str) {
    let (link, now) = (RattachementId::generate(), portal.clock.now());
    execute!(portal.db, sqlx::query(
            "INSERT INTO rattachement (id, account_id, co_owner, subject, linked_at, known, version, requested_at,
                                       answered_at)
             VALUES ($1, $2, 'dgddi', $3, $4, TRUE, 1, $4, $4)",
        )
        .bind(link)
        .bind(account)
        .bind(account.to_string())
        .bind(now))
    .expect("a link");
    grant_on(portal, link, siren, siret, "Essai (fictif)").await;
}

async fn grant_on(portal: &Portal, link: RattachementId, siren: &str, siret: &str, name: &str) {
    execute!(portal.db, sqlx::query("INSERT INTO entreprise (rattachement_id, siren, raison_sociale, search_key) VALUES ($1, $2, $3, 'essai')")
            .bind(link)
            .bind(siren)
            .bind(name))
    .expect("a company");
    execute!(portal.db, sqlx::query("INSERT INTO etablissement (rattachement_id, siren, siret, nom, commune) VALUES ($1, $2, $3, 'Siège', 'Lille')")
            .bind(link)
            .bind(siren)
            .bind(siret))
    .expect("an establishment");
    execute!(portal.db, sqlx::query("INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit) VALUES ($1, $2, $3, 'DELTA-G', 'declarer')")
            .bind(link)
            .bind(siren)
            .bind(siret))
    .expect("a right");
}

/// Returns the fields of a complete draft of [`MOTIF`] on its page `page`, except its recipient. `id`: that of the draft.
pub fn draft_fields<'a>(id: &'a str, page: &'a str, message: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("_page", page),
        ("_siren", SIREN),
        ("brouillon", id),
        ("siret", SIRET),
        ("periode_debut", "2026-01"),
        ("periode_fin", "2026-03"),
        ("objet", "Attestation"),
        ("message", message),
    ]
}

/// Creates a draft with the form of the page. Returns its identifier.
pub async fn create_draft(browser: &Browser) -> Option<DraftId> {
    let sent =
        browser.post("/form/nouveau-brouillon").form(&[("_page", path::NEW_QUESTION), ("motif", MOTIF)]);
    let answer = sent.send().await.ok()?;
    let location = answer.headers().get("location")?.to_str().ok()?;
    location.rsplit('/').next()?.parse().ok()
}

/// Adds the recette [`SERVICE`].
pub async fn add_service(portal: &Portal) {
    let service = NewService {
        code: SERVICE,
        kind: RecipientKind::Recette,
        name: "Recette d’essai",
        address: "1 quai d’essai, 44000 Nantes",
        email: "recette@douane.exemple.fr",
        phone: "02 40 00 00 00",
        office: None,
    };
    services::add(portal, &service).await.expect("a service");
}

/// Creates a session of a visitor. Returns its cookie.
pub async fn visitor(installation: &Installation) -> String {
    let portal = installation.portal(Clock::system()).await;
    let client = Client { address: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: String::new(), device: None };
    let (token, _) = sessions::create(&portal, &client).await.expect("a session");
    portal.close().await;
    format!("{}={}", installation.session_cookie(), token.expose())
}
