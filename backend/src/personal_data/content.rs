//! What a copy holds: everything that is kept about the person, nothing that others wrote, no secret.

use serde_json::{Value, json};
use uuid::Uuid;

use super::facts;
use crate::{
    Error, Portal, companies,
    db::Moment,
    files::FileKey,
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
rattachements.json  comptes d’administration rattachés, habilitations et leur historique, entreprises
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
        ("compte.json", facts::identity(portal, account).await?),
        ("securite.json", facts::security(portal, account).await?),
        ("historique.json", facts::events(portal, account).await?),
        ("rattachements.json", facts::links(portal, account).await?),
        ("messagerie.json", messaging_of(&written)),
        ("notifications.json", notifications(portal, account, &written).await?),
    ];
    let mut texts = vec![("LISEZMOI.txt", READ_ME.to_owned())];
    for (name, document) in documents {
        texts.push((name, serde_json::to_string_pretty(&document)?));
    }
    Ok(Collected { texts, files: files(&written), confidential_sirens: written.confidential_sirens() })
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
            json!({ "question": number, "etape": step, "le": at.rfc3339(), "lue_le": facts::date(read) })
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
