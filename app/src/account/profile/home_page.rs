use backend::{
    accounts::{
        profile::{self, Situation},
        sessions::{Session, Usager},
    },
    companies,
};
use domain::{email, path};
use leptos::prelude::*;

use super::{Tab, Tabs};
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// Shortcuts: address, title, description.
const SHORTCUTS: [(&str, &str, &str); 5] = [
    (path::SECURITY, "Vérifier mes sessions", "Appareils connectés, appareils de confiance"),
    (path::ACCOUNT_HISTORY, "Consulter l’historique", "Connexions, échecs et changements du compte"),
    (path::PASSWORD, "Changer de mot de passe", "Ferme vos autres sessions"),
    (path::EMAIL, "Choisir mes messages", "Adresse de courriel, suivi des questions, liste de diffusion"),
    (path::MY_DATA, "Mes données", "En télécharger une copie, supprimer mon compte"),
];

/// `/profil`: identity, previous sign-in, missing information.
#[component]
pub fn ProfilePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let usager = request.usager()?.clone();
        let session = request.usager_session()?;
        let situation = profile::situation(request.portal(), session).await?;
        let linked = companies::has_company(request.portal(), usager.account).await?;
        let suggestions = suggestions(&situation, linked);
        let identity = identity(&usager, session);
        let shortcuts = SHORTCUTS.map(|(href, title, text)| shortcut(href, title, text)).collect_view();
        Ok(view! {
            <Page title="Mon profil" wide=true trail=Vec::new()>
                <Tabs current=Tab::Home/>
                <div class="grid grid--2">
                    <Card title="Vous">{identity}</Card>
                    <Card title="À compléter">{suggestions}</Card>
                </div>
                <section class="stack" aria-labelledby="raccourcis">
                    <h2 id="raccourcis">"Raccourcis"</h2>
                    <ul class="choices">{shortcuts}</ul>
                </section>
            </Page>
        }
        .into_any())
    })
}

fn identity(usager: &Usager, session: &Session) -> impl IntoView + use<> {
    let previous = session.previous.clone().map(|previous| {
        view! {
            <Definition term="Dernière connexion">
                <Time at=previous.at/>
            </Definition>
            <Definition term="Appareil et réseau">{previous.place}</Definition>
        }
    });
    let Usager { login, email, .. } = usager.clone();
    let name = usager.full_name();
    view! {
        <DefinitionList>
            <Definition term="Nom">{name}</Definition>
            <Definition term="Identifiant">{login}</Definition>
            <Definition term="Adresse de courriel">{email::shown(&email)}</Definition>
            {previous}
        </DefinitionList>
    }
}

/// Suggestions to complete the profile; all optional.
fn suggestions(situation: &Situation, linked: bool) -> AnyView {
    let number = situation.company_number.is_some();
    let items = [
        (!linked, path::LINKS, "Rattachez un compte d’administration pour voir vos entreprises"),
        (situation.phone.is_none(), path::SITUATION_PHONE, "Indiquez un numéro de téléphone"),
        (situation.address.is_none(), path::SITUATION_ADDRESS, "Indiquez votre adresse professionnelle"),
        (!number, path::SITUATION_COMPANY_NUMBER, "Indiquez le numéro de votre entreprise"),
        (
            number && !situation.company_number_verified,
            path::SITUATION_COMPANY_NUMBER,
            "Corrigez si besoin le numéro de votre entreprise\u{a0}: il n’a pas pu être vérifié",
        ),
    ];
    let items: Vec<_> = items
        .into_iter()
        .filter(|(is_missing, ..)| *is_missing)
        .map(|(_, href, text)| view! { <li><a href=href>{text}</a></li> })
        .collect();
    if items.is_empty() {
        return view! { <p>"Aucune information ne manque."</p> }.into_any();
    }
    view! { <ul>{items}</ul> }.into_any()
}

fn shortcut(href: &'static str, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li>
            <a class="choice" href=href>
                <span class="choice__title">{title}</span>
                <span class="choice__text">{text}</span>
            </a>
        </li>
    }
}
