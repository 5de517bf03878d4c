use domain::path;
use leptos::prelude::*;

use crate::page::{self, Page};

type Links = &'static [(&'static str, &'static str)];

/// Public pages with contents of their own, which search engines may list.
pub const CONTENT_PAGES: Links = &[
    (path::HOME, "Accueil"),
    (path::SEARCH, "Rechercher sur le portail"),
    (path::NEWS, "Actualités"),
    (path::EVENTS, "Agenda"),
    (path::GUIDES, "Documentation"),
    (path::EXPORT_FOLLOW_UP, "Suivre une exportation"),
    (path::EXCHANGE_RATES, "Taux de change pour la valeur en douane"),
    (path::ADHESION, "Adhérer à un téléservice"),
    (path::DIRECTORY, "Annuaire des bureaux de douane"),
    (path::HELP, "Aide"),
    (path::FIRST_STEPS, "Premiers pas"),
    (path::FAQ, "Questions fréquentes"),
    (path::CONTACT, "Nous contacter"),
    (path::SERVICE_STATUS, "État des services"),
    (path::LETTERS, "Infos Douane\u{a0}: lettres et abonnement"),
];

/// Other public pages.
const PUBLIC: Links = &[
    (path::CARD_PAYMENT, "Paiement par carte, sans compte"),
    (path::REGISTRATION, "Inscription"),
    (path::ACTIVATION, "Activation d’un compte"),
    (path::SIGN_IN, "Connexion"),
    (path::FORGOTTEN_PASSWORD, "Mot de passe oublié"),
    (path::SECURING, "Mettre un compte en sécurité"),
    (path::ASSISTANT, "Assistant automatique"),
    (path::REGULATION_REQUEST, "Écrire à Infos Douane Service"),
    (path::SELF_CHECK, "Auto-contrôle de l’accès"),
    (path::SHARING, "Partager ma vue avec un conseiller"),
    (path::VERIFICATION, "Vérifier un accusé de réception ou un reçu"),
    (path::OPINION, "Avis sur le site"),
];

const SIGNED_IN: Links = &[
    (path::DASHBOARD, "Tableau de bord"),
    (path::TELESERVICES, "Téléservices"),
    (path::CALENDAR, "Échéances dans votre agenda"),
    (path::MANDATS, "Mandats de prélèvement"),
    (path::EXPORTS, "Exportations"),
    (path::DECLARANT_STATEMENTS, "États déclarants"),
    (path::QUESTIONS, "Messagerie sécurisée"),
    (path::DOCUMENTS, "Documents partagés"),
    (path::NEW_QUESTION, "Poser une question"),
    (path::NOTIFICATIONS, "Notifications"),
    (path::COMPANIES, "Choix de l’entreprise"),
    (path::COMPANY_ADMINS, "Administrateurs de l’entreprise"),
    (path::PROFILE, "Espace personnel"),
    (path::SITUATION, "Situation"),
    (path::SECURITY, "Sécurité"),
    (path::SECURITY_LEVEL, "Niveau de sécurité"),
    (path::NEW_AUTHENTICATOR_APP, "Ajouter une application d’authentification"),
    (path::RECOVERY_CODES, "Codes de secours"),
    (path::ACCOUNT_HISTORY, "Historique du compte"),
    (path::PASSWORD, "Mot de passe"),
    (path::EMAIL, "Courriel"),
    (path::LINKS, "Rattachements"),
    (path::RIGHTS, "Habilitations"),
    (path::RIGHTS_HISTORY, "Historique des habilitations"),
    (path::MY_DATA, "Mes données"),
    (path::ACCOUNT_DELETION, "Supprimer mon compte"),
];

const STAFF: Links =
    &[(path::STAFF_SIGN_IN, "Connexion de l’équipe"), (path::AGENT_INBOX, "Questions de mes services")];

const LEGAL: Links = &[
    (path::LEGAL_NOTICE, "Mentions légales"),
    (path::ACCESSIBILITY, "Accessibilité\u{a0}: non conforme"),
    (path::PRIVACY, "Données personnelles"),
];

#[component]
pub fn SiteMapPage() -> impl IntoView {
    page::static_page(|| {
        let parts = [
            ("Partie publique", CONTENT_PAGES),
            ("Services sans compte, inscription et connexion", PUBLIC),
            ("Une fois connecté", SIGNED_IN),
            ("Équipe du portail", STAFF),
            ("Informations légales", LEGAL),
        ];
        let parts = parts
            .map(|(title, links)| {
                let links =
                    links.iter().map(|(address, name)| view! { <li><a href=*address>{*name}</a></li> });
                view! { <section><h2>{title}</h2><ul>{links.collect_view()}</ul></section> }
            })
            .into_iter()
            .collect_view();
        view! { <Page title="Plan du site"><div class="prose">{parts}</div></Page> }
    })
}
