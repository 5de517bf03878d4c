//! What is kept about the person, as their copy tells it: account, factors, history, rattachements.

use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::Moment,
    history::{self, Event},
    identity::attached,
    on,
};

pub(super) fn date(at: Option<Moment>) -> Value {
    at.map_or(Value::Null, |at| at.rfc3339().into())
}

pub(super) async fn identity(portal: &Portal, account: Uuid) -> Result<Value, Error> {
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

pub(super) async fn security(portal: &Portal, account: Uuid) -> Result<Value, Error> {
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
    let passkeys = dated(
        portal,
        "SELECT name, created_at, last_used_at FROM passkey WHERE account_id = $1 ORDER BY created_at",
        account,
    );
    let (applications, devices, passkeys) = (applications.await?, devices.await?, passkeys.await?);
    let providers: Vec<Value> = attached(portal, account)
        .await?
        .into_iter()
        .map(|one| {
            json!({
                "fournisseur": one.provider.label(), "nom": one.name, "mel": one.email,
                "depuis": one.attached_at.rfc3339(), "derniere_connexion": date(one.last_used_at),
            })
        })
        .collect();
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
        "cles_d_acces": named(passkeys, "derniere_utilisation"),
        "fournisseurs_d_identite": providers,
        "codes_de_secours_restants": codes,
        "appareils_de_confiance": named(devices, "jusqu_au"),
        "sessions_ouvertes": opened.collect::<Vec<_>>(),
    }))
}

async fn dated(portal: &Portal, statement: &'static str, account: Uuid) -> Result<Vec<Dated>, Error> {
    Ok(on!(portal.db, |c| sqlx::query_as(statement).bind(account).fetch_all(c).await)?)
}

pub(super) async fn events(portal: &Portal, account: Uuid) -> Result<Value, Error> {
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

pub(super) async fn links(portal: &Portal, account: Uuid) -> Result<Value, Error> {
    type Linked = (String, String, Option<String>, Option<String>, Moment);
    let linked: Vec<Linked> = on!(portal.db, |c| {
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
    let visits: Vec<(String, String, Moment, Moment)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT teleservice, siren, first_at, last_at FROM teleservice_visit WHERE account = $1 ORDER BY first_at",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let visits = visits.into_iter().map(|(service, siren, first, last)| {
        json!({ "teleservice": service, "siren": siren, "du": first.rfc3339(), "au": last.rfc3339() })
    });
    type Changed = (String, String, String, String, String, bool, Moment);
    let changes: Vec<Changed> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, siren, place, teleservice, droit, granted, changed_at FROM right_change
             WHERE account_id = $1 ORDER BY changed_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    type Role = (String, bool, Moment, Option<Moment>, Option<Moment>, Option<Moment>, String);
    let roles: Vec<Role> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT siren, account_id IS NOT NULL AND account_id = $1, offered_at, starts_at, ends_at, closed_at,
                    CASE WHEN giver = $1 THEN typed ELSE '' END
             FROM age_role WHERE account_id = $1 OR giver = $1 ORDER BY offered_at, id",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let roles = roles.into_iter().map(|(siren, mine, offered, starts, ends, closed, typed)| {
        json!({
            "siren": siren, "role": if mine { "recu" } else { "delegue" }, "propose_le": offered.rfc3339(),
            "depuis": date(starts), "jusqu_au": date(ends), "termine_le": date(closed), "destinataire_saisi": typed,
        })
    });
    let changes = changes.into_iter().map(|(co_owner, siren, place, service, right, granted, at)| {
        json!({
            "administration": co_owner, "siren": siren, "sur": place, "teleservice": service, "droit": right,
            "accordee": granted, "le": at.rfc3339(),
        })
    });
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
        "historique_des_habilitations": changes.collect::<Vec<_>>(),
        "entreprises_recentes": recent.collect::<Vec<_>>(),
        "teleservices_ouverts": visits.collect::<Vec<_>>(),
        "roles_d_administrateur_general": roles.collect::<Vec<_>>(),
    }))
}
