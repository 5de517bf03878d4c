use leptos::prelude::*;

use crate::page::{self, Page};

type Links = &'static [(&'static str, &'static str)];

const PUBLIC: Links = &[
    ("/", "Accueil"),
    ("/inscription", "Inscription"),
    ("/activation", "Activation d’un compte"),
    ("/connexion", "Connexion"),
    ("/mot-de-passe-oublie", "Mot de passe oublié"),
    ("/securiser-mon-compte", "Mettre un compte en sécurité"),
    ("/aide", "Aide"),
    ("/auto-controle", "Auto-contrôle de l’accès"),
    ("/avis", "Avis sur le site"),
];

const SIGNED_IN: Links = &[
    ("/tableau-de-bord", "Tableau de bord"),
    ("/teleservices", "Téléservices"),
    ("/mandats", "Mandats de prélèvement"),
    ("/messagerie", "Messagerie sécurisée"),
    ("/messagerie/nouvelle", "Poser une question"),
    ("/notifications", "Notifications"),
    ("/entreprises", "Choix de l’entreprise"),
    ("/entreprises/administrateurs", "Administrateurs de l’entreprise"),
    ("/profil", "Espace personnel"),
    ("/profil/situation", "Situation"),
    ("/profil/securite", "Sécurité"),
    ("/profil/securite/niveau", "Niveau de sécurité"),
    ("/profil/securite/application", "Ajouter une application d’authentification"),
    ("/profil/securite/codes-de-secours", "Codes de secours"),
    ("/profil/securite/historique", "Historique du compte"),
    ("/profil/mot-de-passe", "Mot de passe"),
    ("/profil/courriel", "Courriel"),
    ("/profil/rattachements", "Rattachements"),
    ("/profil/habilitations", "Habilitations"),
    ("/profil/habilitations/historique", "Historique des habilitations"),
    ("/profil/donnees", "Mes données"),
    ("/profil/suppression", "Supprimer mon compte"),
];

const AGENTS: Links =
    &[("/agent/connexion", "Connexion des agents"), ("/agent", "Questions de mes services")];

const LEGAL: Links = &[
    ("/mentions-legales", "Mentions légales"),
    ("/accessibilite", "Accessibilité\u{a0}: non conforme"),
    ("/donnees-personnelles", "Données personnelles"),
];

#[component]
pub fn SiteMapPage() -> impl IntoView {
    page::still(|| {
        let parts = [
            ("Partie publique", PUBLIC),
            ("Une fois connecté", SIGNED_IN),
            ("Agents de la douane", AGENTS),
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
