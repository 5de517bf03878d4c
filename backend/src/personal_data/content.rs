//! What a copy holds: everything that is kept about the person, nothing that others wrote, no secret.

use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal, companies,
    db::Moment,
    files::FileKey,
    history::{self, Event},
    messaging::{self, Written},
    on,
};

pub(super) struct Collected {
    /// Name and text of each entry.
    pub texts: Vec<(&'static str, String)>,
    pub files: Vec<CollectedFile>,
    /// SIRENs of the confidential questions among them.
    pub confidential_sirens: Vec<String>,
}

pub(super) struct CollectedFile {
    /// Number of the question, or « brouillon ».
    pub folder: String,
    pub name: String,
    pub key: FileKey,
}

const READ_ME: &str = "\
Copie de vos données du portail Prodouane.

compte.json         identité, coordonnées, choix
securite.json       niveau, seconds facteurs (sans leurs secrets), appareils, sessions
historique.json     ce qui s’est passé sur le compte depuis treize mois
rattachements.json  comptes d’administration rattachés, habilitations, entreprises
messagerie.json     ce que vous avez écrit : questions, suites, brouillons
notifications.json  ce que le portail vous a signalé
pieces/             les fichiers que vous avez envoyés, par question

Les réponses des services et les messages de vos collègues n’y figurent pas : ils se lisent dans la messagerie.
Les dates sont en temps universel (RFC 3339).
";

/// # Errors
/// [`Error::NotFound`] when the account is gone.
pub(super) async fn collect(portal: &Portal, account: Uuid) -> Result<Collected, Error> {
    let held = companies::habilitations(portal, account, None).await?;
    let written = messaging::written_by(portal, account, &held).await?;
    let documents = [
        ("compte.json", identity(portal, account).await?),
        ("securite.json", security(portal, account).await?),
        ("historique.json", events(portal, account).await?),
        ("rattachements.json", links(portal, account).await?),
        ("messagerie.json", messaging_of(&written)),
        ("notifications.json", notifications(portal, account, &written).await?),
    ];
    let mut texts = vec![("LISEZMOI.txt", READ_ME.to_owned())];
    for (name, document) in documents {
        texts.push((name, serde_json::to_string_pretty(&document)?));
    }
    Ok(Collected { texts, files: files(&written), confidential_sirens: written.confidential_sirens() })
}

fn date(at: Option<Moment>) -> Value {
    at.map_or(Value::Null, |at| at.rfc3339().into())
}

async fn identity(portal: &Portal, account: Uuid) -> Result<Value, Error> {
    #[derive(sqlx::FromRow)]
    struct Row {
        login: String,
        email: String,
        first_name: String,
        last_name: String,
        phone: Option<String>,
        address: Option<String>,
        company_number: Option<String>,
        company_number_verified: bool,
        newsletter: bool,
        mel_transmise: bool,
        mel_prise_en_charge: bool,
        mel_reponse: bool,
        mel_cloture: bool,
        created_at: Moment,
        activated_at: Option<Moment>,
        last_sign_in_at: Option<Moment>,
        last_sign_in_place: Option<String>,
        wanted_email: Option<String>,
    }
    let row: Option<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT a.login, a.email, a.first_name, a.last_name, a.phone, a.address, a.company_number,
                    a.company_number_verified, a.newsletter, a.mel_transmise, a.mel_prise_en_charge, a.mel_reponse,
                    a.mel_cloture, a.created_at, a.activated_at, a.last_sign_in_at, a.last_sign_in_place,
                    e.email AS wanted_email
             FROM account a LEFT JOIN email_change e ON e.account_id = a.id WHERE a.id = $1",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(json!({
        "identifiant": row.login, "adresse_mel": row.email, "prenom": row.first_name, "nom": row.last_name,
        "telephone": row.phone, "adresse": row.address, "adresse_mel_demandee": row.wanted_email,
        "numero_entreprise": row.company_number, "numero_entreprise_verifie": row.company_number_verified,
        "liste_diffusion": row.newsletter,
        "mels_voulus": {
            "question_transmise": row.mel_transmise, "prise_en_charge": row.mel_prise_en_charge,
            "reponse": row.mel_reponse, "cloture": row.mel_cloture,
        },
        "cree_le": row.created_at.rfc3339(), "active_le": date(row.activated_at),
        "derniere_connexion": { "le": date(row.last_sign_in_at), "depuis": row.last_sign_in_place },
    }))
}

type Dated = (String, Moment, Option<Moment>);

async fn security(portal: &Portal, account: Uuid) -> Result<Value, Error> {
    let (level, number, confirmed): (String, Option<String>, Option<Moment>) = on!(portal.db, |c| {
        sqlx::query_as("SELECT security_level, sms_number, sms_confirmed_at FROM account WHERE id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    let applications = dated(
        portal,
        "SELECT name, created_at, last_used_at FROM totp_factor WHERE account_id = $1 ORDER BY created_at",
        account,
    );
    let devices = dated(
        portal,
        "SELECT label, created_at, expires_at FROM trusted_device WHERE account_id = $1 ORDER BY created_at",
        account,
    );
    let (applications, devices) = (applications.await?, devices.await?);
    let sessions: Vec<(String, String, Moment, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT network, device, created_at, seen_at FROM session
             WHERE account_id = $1 AND closed_at IS NULL ORDER BY created_at",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let codes: i64 = on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    let named = |rows: Vec<Dated>, last: &str| -> Vec<Value> {
        let one = |(name, since, until): Dated| json!({ "nom": name, "depuis": since.rfc3339(), last: date(until) });
        rows.into_iter().map(one).collect()
    };
    let opened = sessions.into_iter().map(|(network, device, since, seen)| {
        json!({
            "depuis": history::stored_place(&network, &device), "ouverte_le": since.rfc3339(),
            "derniere_activite": seen.rfc3339(),
        })
    });
    Ok(json!({
        "niveau": level,
        "numero_sms": { "numero": number, "confirme_le": date(confirmed) },
        "applications": named(applications, "derniere_utilisation"),
        "codes_de_secours_restants": codes,
        "appareils_de_confiance": named(devices, "jusqu_au"),
        "sessions_ouvertes": opened.collect::<Vec<_>>(),
    }))
}

async fn dated(portal: &Portal, statement: &'static str, account: Uuid) -> Result<Vec<Dated>, Error> {
    Ok(on!(portal.db, |c| sqlx::query_as(statement).bind(account).fetch_all(c).await)?)
}

async fn events(portal: &Portal, account: Uuid) -> Result<Value, Error> {
    let rows: Vec<(Moment, String, Json<Value>, i64)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT happened_at, place, event, times FROM account_event WHERE account_id = $1
             ORDER BY happened_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let lines = rows.into_iter().map(|(at, place, Json(event), times)| {
        let known = serde_json::from_value::<Event>(event).ok();
        json!({
            "le": at.rfc3339(), "depuis": place, "fois": times,
            "evenement": known.as_ref().map(Event::title), "detail": known.as_ref().map(Event::detail),
        })
    });
    Ok(Value::Array(lines.collect()))
}

async fn links(portal: &Portal, account: Uuid) -> Result<Value, Error> {
    let linked: Vec<(String, String, Option<String>, Option<String>, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, subject, name, email, linked_at FROM rattachement WHERE account_id = $1 ORDER BY co_owner",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let rights: Vec<(String, String, String, String, String)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.co_owner, h.siren, h.place, h.teleservice, h.droit
             FROM rattachement r JOIN habilitation h ON h.rattachement_id = r.id WHERE r.account_id = $1
             ORDER BY r.co_owner, h.siren, h.place, h.teleservice, h.droit",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let recent: Vec<(String, Moment)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT siren, chosen_at FROM recent_company WHERE account_id = $1 ORDER BY chosen_at")
            .bind(account)
            .fetch_all(c)
            .await
    })?;
    let linked = linked.into_iter().map(|(co_owner, subject, name, email, at)| {
        json!({ "administration": co_owner, "compte": subject, "nom": name, "adresse_mel": email, "le": at.rfc3339() })
    });
    let rights = rights.into_iter().map(|(co_owner, siren, place, service, right)| {
        json!({ "administration": co_owner, "siren": siren, "sur": place, "teleservice": service, "droit": right })
    });
    let recent = recent.into_iter().map(|(siren, at)| json!({ "siren": siren, "le": at.rfc3339() }));
    Ok(json!({
        "rattachements": linked.collect::<Vec<_>>(),
        "habilitations": rights.collect::<Vec<_>>(),
        "entreprises_recentes": recent.collect::<Vec<_>>(),
    }))
}

fn messaging_of(written: &Written) -> Value {
    let files = |owner: Uuid| -> Vec<Value> {
        let its = written.files.iter().filter(move |file| file.owner == owner);
        its.map(|file| json!({ "nom": file.name, "octets": file.size, "sha256": file.sha256.as_str(), "fourni": file.opens }))
            .collect()
    };
    let messages = written.messages.iter().map(|message| {
        json!({
            "question": message.number, "siren": message.siren, "entreprise": message.company,
            "motif": message.motif, "service": message.service, "objet": message.subject,
            "sorte": message.kind, "envoye_le": message.sent_at.rfc3339(),
            "saisie": message.content.get("typed"), "reponses_affichees": message.content.get("shown"),
            "pieces": files(message.id),
        })
    });
    let drafts = written.drafts.iter().map(|draft| {
        json!({
            "sorte": draft.kind, "siren": draft.siren, "saisie": draft.answers,
            "modifie_le": draft.updated_at.rfc3339(), "pieces": files(draft.id),
        })
    });
    json!({ "messages": messages.collect::<Vec<_>>(), "brouillons": drafts.collect::<Vec<_>>() })
}

/// Of questions that the person may read now; of the others, not even that they exist.
async fn notifications(portal: &Portal, account: Uuid, written: &Written) -> Result<Value, Error> {
    let rows: Vec<(String, bool, String, Moment, Option<Moment>)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT c.number, c.confidential, n.step, n.created_at, n.read_at
             FROM notification n JOIN conversation c ON c.id = n.conversation WHERE n.account = $1
             ORDER BY n.created_at, n.id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let shown = |number: &str, confidential: bool| {
        !confidential || written.messages.iter().any(|message| message.number == number)
    };
    let lines = rows.into_iter().filter(|(number, confidential, ..)| shown(number, *confidential)).map(
        |(number, _, step, at, read)| {
            json!({ "question": number, "etape": step, "le": at.rfc3339(), "lue_le": date(read) })
        },
    );
    Ok(Value::Array(lines.collect()))
}

fn files(written: &Written) -> Vec<CollectedFile> {
    let number = |owner: Uuid| {
        let message = written.messages.iter().find(|message| message.id == owner);
        message.map_or_else(|| "brouillons".to_owned(), |message| message.number.clone())
    };
    let given = written.files.iter().filter(|file| file.opens).enumerate();
    given
        .map(|(rank, file)| CollectedFile {
            folder: number(file.owner),
            // Two files may bear one name.
            name: format!("{:03}-{}", rank + 1, file.name),
            key: file.key.clone(),
        })
        .collect()
}
