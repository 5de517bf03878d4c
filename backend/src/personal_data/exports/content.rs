//! Content of a copy of personal data: the exports of all contexts. Contains everything stored about the person,
//! nothing that others wrote and no secret.

use serde_json::Value;

use platform::Error;

use crate::{
    Portal, accounts,
    assistance::{cases, sharing},
    companies, customs, documents,
    id::AccountId,
    messaging::{self, personal_data::ExportedFile},
    oidc_provider,
};

pub(super) struct Content {
    /// Name and text of each entry.
    pub texts: Vec<(&'static str, String)>,
    pub files: Vec<ExportedFile>,
    /// SIRENs of the confidential questions in the copy.
    pub confidential_sirens: Vec<String>,
}

const READ_ME: &str = "\
Copie de vos données du portail Prodouane.

compte.json         identité, coordonnées, choix
securite.json       niveau, seconds facteurs (sans leurs secrets), appareils, sessions
historique.json     ce qui s’est passé sur le compte depuis treize mois
rattachements.json  comptes d’administration rattachés, habilitations et leur historique, entreprises
messagerie.json     ce que vous avez écrit\u{a0}: questions, compléments, brouillons
notifications.json  ce que le portail vous a signalé
assistance.json     vos messages à l’assistance
rendez-vous.json    vos rendez-vous avec les services des douanes
documents.json      les documents dont vous avez pris connaissance
vues-partagees.json quand vous avez partagé votre vue avec un conseiller
pieces/             les fichiers que vous avez envoyés, par question ou dossier

Les réponses des services et les messages de vos collègues n’y figurent pas\u{a0}: consultez-les dans la messagerie.
Les dates sont en temps universel (RFC 3339).
";

/// Collects the content of a copy.
///
/// # Errors
/// [`Error::NotFound`] if the account does not exist.
pub(super) async fn collect(portal: &Portal, account: AccountId) -> Result<Content, Error> {
    let messaging = messaging::personal_data::export(portal, account).await?;
    let personal = accounts::personal_data::export(portal, account).await?;
    let (cases, files_of_cases) = cases::personal_data::export(portal, account).await?;
    let documents = [
        ("compte.json", personal.account),
        ("securite.json", personal.security),
        ("historique.json", personal.history),
        ("rattachements.json", links(portal, account).await?),
        ("messagerie.json", messaging.written),
        ("notifications.json", messaging.notifications),
        ("assistance.json", cases),
        ("rendez-vous.json", customs::appointments::personal_data::export(portal, account).await?),
        ("documents.json", documents::personal_data::export(portal, account).await?),
        ("vues-partagees.json", sharing::export(portal, account).await?),
    ];
    let mut texts = vec![("LISEZMOI.txt", READ_ME.to_owned())];
    for (name, document) in documents {
        texts.push((name, serde_json::to_string_pretty(&document)?));
    }
    let files = messaging.files.into_iter().chain(files_of_cases).collect();
    Ok(Content { texts, files, confidential_sirens: messaging.confidential_sirens })
}

async fn links(portal: &Portal, account: AccountId) -> Result<Value, Error> {
    let mut links = companies::personal_data::export(portal, account).await?;
    links["teleservices_ouverts"] = oidc_provider::personal_data::export(portal, account).await?.into();
    Ok(links)
}
