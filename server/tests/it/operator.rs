//! Fixture: a signed-in operator with a current company, written directly to the database. Other tests cover the
//! sign-in.

use std::net::{IpAddr, Ipv4Addr};

use backend::{
    Portal,
    accounts::{
        account,
        sessions::{self, Client, Session},
    },
    directory::services,
    id::{AccountId, DraftId, RattachementId},
};
use domain::{motif::RecipientKind, path};
use platform::{clock::Clock, execute};
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
        services::add(&portal, SERVICE, RecipientKind::Recette, "Recette d’essai", None)
            .await
            .expect("a service");
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
        Self { token: token.expose().to_owned(), session }
    }

    pub fn browser(&self, program: &Program) -> Browser {
        let mut browser = Browser::new(program);
        browser.cookie = Some(format!("__Host-prodouane={}", self.token));
        browser
    }
}

/// Grants one habilitation of the DGDDI, which opens the messaging without the confidential motifs.
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
    execute!(portal.db, sqlx::query("INSERT INTO entreprise (rattachement_id, siren, raison_sociale, search_key) VALUES ($1, $2, 'Essai (fictif)', 'essai')")
            .bind(link)
            .bind(siren))
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

/// Creates a draft with the form of the page. Returns its identifier.
pub async fn create_draft(browser: &Browser) -> Option<DraftId> {
    let sent =
        browser.post("/form/nouveau-brouillon").form(&[("_page", path::NEW_QUESTION), ("motif", MOTIF)]);
    let answer = sent.send().await.ok()?;
    let location = answer.headers().get("location")?.to_str().ok()?;
    location.rsplit('/').next()?.parse().ok()
}
