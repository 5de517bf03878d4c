//! Pages of an archive: HTML that needs neither network nor scripts.

use askama::Template;
use domain::path;
use platform::Error;

use super::{manifest::Manifest, question::ArchivedQuestion};

pub(super) const READ_ME: &str = "\
Archive des échanges d’une entreprise avec les services des douanes, par le portail Prodouane.

index.html        la liste des questions\u{a0}: ouvrez-la dans un navigateur
Q-…/              un dossier par question
  question.html   la question et ses réponses, à lire ou à imprimer
  question.json   les mêmes, pour un programme
  pieces/         les fichiers échangés
  preuves/        l’accusé de réception et les messages tels que le registre de transparence les a inscrits, avec
                  leurs preuves
registre/         les clés publiques du registre et, s’il y en a, les horodatages des points de contrôle des preuves\u{a0}: le
                  nombre de leur nom est celui de la deuxième ligne du point de contrôle
manifeste.json    la taille et l’empreinte SHA-256 de chaque fichier, et les fichiers absents
SHA256SUMS        les mêmes empreintes, à vérifier par «\u{a0}sha256sum --check SHA256SUMS\u{a0}»

Une preuve se vérifie sur le portail («\u{a0}Vérifier un accusé de réception ou un reçu\u{a0}») ou sans lui\u{a0}:
  server receipt verify message.json message.tlog-proof --key CLÉ
Les dates des fichiers JSON sont en temps universel (RFC 3339).
";

/// Returns the page that lists the questions.
pub(super) fn index(manifest: &Manifest) -> Result<String, Error> {
    #[derive(Template)]
    #[template(path = "archive/index.html")]
    struct Index<'a> {
        manifest: &'a Manifest,
    }
    Ok(Index { manifest }.render()?)
}

/// Returns the page of a question.
pub(super) fn question(question: &ArchivedQuestion<'_>) -> Result<String, Error> {
    #[derive(Template)]
    #[template(path = "archive/question.html")]
    struct Question<'a> {
        question: &'a ArchivedQuestion<'a>,
    }
    Ok(Question { question }.render()?)
}

/// Returns the last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns a path as the address of a link.
fn href(path: &str) -> String {
    path::encode(path)
}
