use backend::{
    companies,
    profile::{self, Situation},
    session::{Session, Usager},
};
use leptos::prelude::*;

use super::{Tab, Tabs};
use crate::{
    page::{self, Page, Visit},
    ui::*,
};

/// Address, title and text of each way on.
const SHORTCUTS: [(&str, &str, &str); 5] = [
    ("/profil/securite", "Vérifier mes sessions", "Appareils connectés, appareils de confiance"),
    ("/profil/securite/historique", "Relire l’historique", "Connexions, échecs et changements du compte"),
    ("/profil/mot-de-passe", "Changer de mot de passe", "Ferme vos autres sessions"),
    ("/profil/courriel", "Choisir mes messages", "Adresse mél, avis d’étapes, liste de diffusion"),
    ("/profil/donnees", "Mes données", "En emporter une copie, supprimer mon compte"),
];

/// `/profil`: who is signed in, since when, what is missing.
#[component]
pub fn ProfilePage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let usager = visit.usager()?.clone();
        let session = visit.usager_session()?;
        let situation = profile::situation(visit.portal(), session).await?;
        let linked = companies::has_company(visit.portal(), usager.account).await?;
        let missing = missing(&situation, linked);
        let who = who(&usager, session);
        let shortcuts = SHORTCUTS.map(|(href, title, text)| shortcut(href, title, text)).collect_view();
        Ok(view! {
            <Page title="Mon profil" wide=true>
                <Tabs current=Tab::Home/>
                <div class="grid grid--2">
                    <Card title="Vous">{who}</Card>
                    <Card title="À compléter">{missing}</Card>
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

fn who(usager: &Usager, session: &Session) -> impl IntoView + use<> {
    let previous = session.previous.clone().map(|previous| {
        view! {
            <Definition term="Dernière connexion">
                <time datetime=previous.at.rfc3339()>{previous.at.french_minute()}</time>
            </Definition>
            <Definition term="Depuis">{previous.place}</Definition>
        }
    });
    let Usager { login, email, .. } = usager.clone();
    let name = usager.full_name();
    view! {
        <DefinitionList>
            <Definition term="Nom">{name}</Definition>
            <Definition term="Identifiant">{login}</Definition>
            <Definition term="Adresse mél">{email}</Definition>
            {previous}
        </DefinitionList>
    }
}

/// What would make the account more useful; nothing of it is mandatory.
fn missing(situation: &Situation, linked: bool) -> AnyView {
    let number = situation.company_number.is_some();
    let gaps = [
        (!linked, "/profil/rattachements", "Rattachez un compte d’administration pour voir vos entreprises"),
        (situation.phone.is_none(), "/profil/situation#telephone", "Indiquez un numéro de téléphone"),
        (situation.address.is_none(), "/profil/situation#adresse", "Indiquez votre adresse professionnelle"),
        (!number, "/profil/situation#numero_entreprise", "Indiquez le numéro de votre entreprise"),
        (
            number && !situation.company_number_verified,
            "/profil/situation#numero_entreprise",
            "Relisez le numéro de votre entreprise\u{a0}: il n’a pas pu être vérifié",
        ),
    ];
    let gaps: Vec<_> = gaps
        .into_iter()
        .filter(|(holds, ..)| *holds)
        .map(|(_, href, text)| view! { <li><a href=href>{text}</a></li> })
        .collect();
    if gaps.is_empty() {
        return view! { <p>"Rien ne manque à votre compte."</p> }.into_any();
    }
    view! { <ul>{gaps}</ul> }.into_any()
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
