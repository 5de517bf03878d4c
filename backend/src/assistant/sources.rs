//! Pages and téléservices that the assistant knows, beside the frequent questions.

use domain::{path, rights::Teleservice};
use jiff::civil::{Date, date};
use platform::Error;

use crate::{
    Portal,
    search::{self, Document, Kind},
};

/// A page of the portal, as the assistant presents it.
#[derive(Debug)]
pub struct PageSource {
    pub path: &'static str,
    pub title: &'static str,
    pub text: &'static str,
    keywords: &'static str,
}

/// Day on which the texts of [`PAGES`] and of téléservices were last read again.
pub(super) const REVIEWED: Date = date(2026, 11, 30);

/// Pages that answer without an account, or after a sign-in that they announce.
pub(super) const PAGES: &[PageSource] = &[
    PageSource {
        path: path::CONTACT,
        title: "Nous contacter",
        text: "La page demande de quoi il s’agit et mène au bon service, avec ses horaires.",
        keywords: "contact téléphone joindre adresse écrire appeler conseiller",
    },
    PageSource {
        path: path::REGULATION_REQUEST,
        title: "Écrire à Infos Douane Service",
        text: "Pour une question sur la réglementation douanière, avec ou sans compte. La réponse écrite arrive sous 5\u{a0}jours \
               ouvrés.",
        keywords: "réglementation infos douane service formulaire question écrire",
    },
    PageSource {
        path: path::SELF_CHECK,
        title: "Auto-contrôle de l’accès",
        text: "Vérifie le navigateur, les cookies, l’horloge, la connexion et l’état du compte.",
        keywords: "diagnostic problème connexion vérification",
    },
    PageSource {
        path: path::SERVICE_STATUS,
        title: "État des services",
        text: "Indique si chaque administration répond au portail, et ses interruptions récentes.",
        keywords: "panne maintenance indisponible interruption",
    },
    PageSource {
        path: path::VERIFICATION,
        title: "Vérifier un accusé de réception ou un reçu",
        text: "Dit si un fichier délivré par le portail figure au registre, et s’il a été modifié.",
        keywords: "preuve authenticité registre",
    },
    PageSource {
        path: path::CARD_PAYMENT,
        title: "Payer par carte, sans compte",
        text: "Avec la référence de la créance et le mot de passe imprimés sur l’avis de paiement.",
        keywords: "carte bancaire avis paiement",
    },
    PageSource {
        path: path::REGISTRATION,
        title: "Inscription",
        text: "Le formulaire qui crée un compte, personnel et gratuit.",
        keywords: "créer compte nouveau",
    },
    PageSource {
        path: path::FORGOTTEN_PASSWORD,
        title: "Mot de passe oublié",
        text: "Envoie par courriel un lien pour choisir un autre mot de passe.",
        keywords: "perdu réinitialiser",
    },
    PageSource {
        path: path::EXCHANGE_RATES,
        title: "Taux de change pour la valeur en douane",
        text: "Les taux à retenir mois par mois, avec un convertisseur et des fichiers.",
        keywords: "devise monnaie dollar conversion cours",
    },
    PageSource {
        path: path::ADHESION,
        title: "Adhérer à un téléservice",
        text: "Les étapes, la convention, ROSA et GHOST, et le service de la douane à qui écrire.",
        keywords: "adhésion convention agrément audit correspondant entreprise gestion service en ligne",
    },
    PageSource {
        path: path::DIRECTORY,
        title: "Annuaire des bureaux de douane",
        text: "Téléphone, rôles et services de chaque bureau.",
        keywords: "bureau ville coordonnées",
    },
    PageSource {
        path: path::NEWS,
        title: "Actualités",
        text: "Les nouvelles de la douane pour les entreprises, à lire ou à suivre par un flux.",
        keywords: "nouvelles flux atom",
    },
    PageSource {
        path: path::EVENTS,
        title: "Agenda",
        text: "Les réunions et webinaires à venir, à ajouter à votre calendrier.",
        keywords: "événement réunion webinaire calendrier",
    },
    PageSource {
        path: path::GUIDES,
        title: "Documentation",
        text: "Guides, tutoriels, webinaires transcrits et conventions des téléservices.",
        keywords: "guide tutoriel manuel mode d’emploi",
    },
    PageSource {
        path: path::OPINION,
        title: "Avis sur le site",
        text: "Pour dire, sans nom, ce qui peut être amélioré. Un avis ne reçoit pas de réponse.",
        keywords: "satisfaction suggestion",
    },
    PageSource {
        path: path::PRIVACY,
        title: "Données personnelles et cookies",
        text: "Ce que le portail conserve, pourquoi et combien de temps.",
        keywords: "rgpd confidentialité vie privée",
    },
    PageSource {
        path: path::ACCESSIBILITY,
        title: "Accessibilité",
        text: "L’état de conformité du portail, et comment signaler une difficulté.",
        keywords: "handicap rgaa",
    },
];

/// Returns the pages that searches find.
pub fn pages() -> &'static [PageSource] {
    PAGES
}

/// Indexes pages and téléservices, unless they are indexed. Returns the number of texts indexed.
pub async fn refresh_index(portal: &Portal) -> Result<u64, Error> {
    let pages = PAGES.iter().map(|page| document(page.path, page.title, page.keywords, page.text)).collect();
    let teleservices = Teleservice::ALL
        .into_iter()
        .map(|one| document(one.code(), one.label(), one.code(), one.purpose()))
        .collect();
    Ok(index(portal, Kind::Page, pages).await? + index(portal, Kind::Teleservice, teleservices).await?)
}

fn document(reference: &str, title: &str, keywords: &str, body: &str) -> Document {
    Document {
        reference: reference.to_owned(),
        title: title.to_owned(),
        keywords: keywords.to_owned(),
        body: body.to_owned(),
    }
}

async fn index(portal: &Portal, kind: Kind, documents: Vec<Document>) -> Result<u64, Error> {
    if search::is_indexed(portal, kind, &documents).await? {
        return Ok(0);
    }
    let mut tx = portal.db.begin().await?;
    search::index(&mut tx, kind, &documents).await?;
    tx.commit().await?;
    Ok(documents.len() as u64)
}
