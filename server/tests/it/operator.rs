//! An operator who is signed in and works for a company, put straight into the database: how one gets there is other
//! tests' matter.

use std::net::{IpAddr, Ipv4Addr};

use backend::agents::services;
use backend::clock::Clock;
use backend::session::{self, Client, Session};
use backend::{Portal, account, change};
use domain::motif::RecipientKind;
use uuid::Uuid;

use crate::browser::Browser;
use crate::program::{Installation, Program};

pub const SIREN: &str = "123456782";
pub const SIRET: &str = "12345678200010";
pub const SERVICE: &str = "RR-ESSAI";
/// A motif without files of its own.
pub const MOTIF: &str = "attestation";

pub struct Operator {
    pub token: String,
    pub session: Session,
}

impl Operator {
    /// Works for [`SIREN`].
    pub async fn sign_in(installation: &Installation) -> Self {
        Self::sign_in_for(installation, SIREN, SIRET).await
    }

    /// Works for another company.
    pub async fn sign_in_elsewhere(installation: &Installation) -> Self {
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
        let (token, session) = session::create(&portal, &client).await.expect("a session");
        change!(portal.db, |c| {
            sqlx::query("UPDATE session SET stage = 'usager', account_id = $1, siren = $2, signed_in_at = created_at WHERE id = $3")
                .bind(account)
                .bind(siren)
                .bind(session.id)
                .execute(c)
                .await
                .map(|_| ())
        })
        .expect("signed in");
        let session = session::find(&portal, token.expose()).await.expect("a look-up").expect("the session");
        portal.close().await;
        Self { token: token.expose().to_owned(), session }
    }

    pub fn browser(&self, program: &Program) -> Browser {
        let mut browser = Browser::new(program);
        browser.cookie = Some(format!("__Host-prodouane={}", self.token));
        browser
    }
}

/// One DGDDI habilitation: everything of the messaging but the confidential motifs.
async fn grant(portal: &Portal, account: Uuid, siren: &str, siret: &str) {
    let (link, now) = (Uuid::now_v7(), portal.clock.now());
    change!(portal.db, |c| {
        sqlx::query(
            "INSERT INTO rattachement (id, account_id, co_owner, subject, linked_at, known, version, asked_at, answered_at)
             VALUES ($1, $2, 'dgddi', $3, $4, TRUE, 1, $4, $4)",
        )
        .bind(link)
        .bind(account)
        .bind(account.to_string())
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })
    .expect("a link");
    change!(portal.db, |c| {
        sqlx::query("INSERT INTO entreprise (rattachement_id, siren, raison_sociale, search_key) VALUES ($1, $2, 'Essai (fictif)', 'essai')")
            .bind(link)
            .bind(siren)
            .execute(c)
            .await
            .map(|_| ())
    })
    .expect("a company");
    change!(portal.db, |c| {
        sqlx::query("INSERT INTO etablissement (rattachement_id, siren, siret, nom, commune) VALUES ($1, $2, $3, 'Siège', 'Lille')")
            .bind(link)
            .bind(siren)
            .bind(siret)
            .execute(c)
            .await
            .map(|_| ())
    })
    .expect("an establishment");
    change!(portal.db, |c| {
        sqlx::query("INSERT INTO habilitation (rattachement_id, siren, place, teleservice, droit) VALUES ($1, $2, $3, 'DELTA-G', 'declarer')")
            .bind(link)
            .bind(siren)
            .bind(siret)
            .execute(c)
            .await
            .map(|_| ())
    })
    .expect("a right");
}

/// Begins a question as the page does; gives the draft's number.
pub async fn begin_draft(browser: &Browser) -> Option<Uuid> {
    let sent =
        browser.post("/form/nouveau-brouillon").form(&[("_page", "/messagerie/nouvelle"), ("motif", MOTIF)]);
    let answer = sent.send().await.ok()?;
    let location = answer.headers().get("location")?.to_str().ok()?;
    location.rsplit('/').next()?.parse().ok()
}
