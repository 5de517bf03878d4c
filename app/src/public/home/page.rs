use backend::{
    Portal,
    accounts::sessions::Visitor,
    exchange_rates, interruptions,
    publications::{self, Headlines},
};
use domain::{helpline::HOTLINE, month::Month, path};
use leptos::prelude::*;
use leptos_meta::Title;
use serde_json::json;

use super::{
    at_a_glance::{main_rates, services_state},
    services::PublicServices,
};
use crate::{
    page::{self, PageRequest},
    payments::CardLimits,
    publications::{CalendarLink, FeedLink, summary_list},
    ui::*,
};

const TITLE: &str = "Le portail douanier des professionnels";
const LEAD: &str = "Suivez vos paiements, retrouvez vos déclarations et écrivez aux services de la douane, avec un seul compte.";

/// The portal and its search as search engines read them.
fn description(portal: &Portal) -> AnyView {
    let home = portal.link(path::HOME);
    let publisher = json!({
        "@type": "Organization",
        "name": "Prodouane",
        "url": home,
        "logo": portal.link("/logo.svg"),
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "customer support",
            "telephone": HOTLINE.link.trim_start_matches("tel:"),
            "availableLanguage": "fr",
        },
    });
    structured_data(json!({
        "@type": "WebSite",
        "name": "Prodouane",
        "inLanguage": "fr",
        "url": home,
        "publisher": publisher,
        "potentialAction": {
            "@type": "SearchAction",
            "target": portal.link(&path::search_for("{mots}")),
            "query-input": "required name=mots",
        },
    }))
}

/// `/`: public home page, with a link to the dashboard for signed-in people.
#[component]
pub fn HomePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let visitor = request.session().map(|session| session.visitor.clone());
        let portal = request.portal();
        // The rest of the page does not depend on the database.
        let headlines = publications::headlines(portal).await.unwrap_or_default();
        let states = interruptions::states(portal).await.unwrap_or_default();
        let rates = exchange_rates::month(portal, Month::of(portal.clock.now().day())).await.ok();
        Ok(view! {
            <Title text=TITLE/>
            <FeedLink/>
            <CalendarLink/>
            {page::preview(TITLE, LEAD)}
            {description(portal)}
            <div class="page">
                <Welcome visitor/>
                <div class="stack stack--large">
                    {search_form(path::SEARCH, "Rechercher sur le portail", "", None, path::SEARCH.to_owned())}
                    <div class="grid grid--2">
                        <WithAccount/>
                        <CardPayment/>
                    </div>
                    <News headlines/>
                    <div class="grid grid--2">{main_rates(rates)} {services_state(states)}</div>
                    <PublicServices/>
                </div>
            </div>
        }
        .into_any())
    })
}

#[component]
fn Welcome(visitor: Option<Visitor>) -> impl IntoView {
    let buttons = match visitor {
        Some(Visitor::Usager(_)) => view! {
            <ButtonLink href=path::DASHBOARD>"Aller à mon tableau de bord"</ButtonLink>
        }
        .into_any(),
        Some(Visitor::Staff(_)) => {
            view! { <ButtonLink href=path::STAFF_HOME>"Aller à mon espace"</ButtonLink> }.into_any()
        }
        _ => view! {
            <ButtonLink href=path::SIGN_IN>"Se connecter"</ButtonLink>
            <ButtonLink href=path::REGISTRATION variant=Variant::Secondary>"Inscription"</ButtonLink>
        }
        .into_any(),
    };
    view! {
        <section class="hero">
            <h1 class="page__title" id="titre" tabindex="-1">"Vos démarches douanières, au même endroit"</h1>
            <p class="lead">
                {LEAD}
            </p>
            <p class="cluster">{buttons}</p>
        </section>
    }
}

/// The latest news and the next events, with links to all.
#[component]
fn News(headlines: Headlines) -> impl IntoView {
    let Headlines { news, events } = headlines;
    let news = match news.is_empty() {
        true => view! { <p>"Les prochaines actualités paraîtront ici."</p> }.into_any(),
        false => summary_list(news, 3),
    };
    let events = match events.is_empty() {
        true => view! { <p>"Aucun événement à venir."</p> }.into_any(),
        false => summary_list(events, 3),
    };
    view! {
        <div class="grid grid--2">
            <section class="stack" aria-labelledby="actualites">
                <h2 id="actualites">"Actualités"</h2>
                {news}
                <p>
                    <a href=path::NEWS>"Toutes les actualités"</a> " – "
                    <a href=path::LETTERS>"Lettres Infos Douane"</a>
                </p>
            </section>
            <section class="stack" aria-labelledby="agenda">
                <h2 id="agenda">"Agenda"</h2>
                {events}
                <p>
                    <a href=path::EVENTS>"Tout l’agenda"</a> " – " <a href=path::GUIDES>"Documentation"</a>
                </p>
            </section>
        </div>
    }
}

#[component]
fn CardPayment() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="paiement-cb">
            <h2 class="card__title" id="paiement-cb">"Payer par carte, sans compte"</h2>
            <div class="prose">
                <p>
                    "Munissez-vous de l’avis de paiement\u{a0}: la "
                    <strong>"référence de la créance"</strong> " et le " <strong>"mot de passe"</strong>
                    " y sont imprimés. Le paiement se fait sur douane.gouv.fr\u{a0}; aucun numéro de carte ne passe par le portail."
                </p>
                <CardLimits/>
                <p><ButtonLink href=path::CARD_PAYMENT variant=Variant::Secondary>"Payer par carte"</ButtonLink></p>
            </div>
        </section>
    }
}

#[component]
fn WithAccount() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="avec-compte">
            <h2 class="card__title" id="avec-compte">"Avec un compte"</h2>
            <div class="prose">
                <ul>
                    <li>"La synthèse de vos paiements à la douane, aux impôts et à l’Urssaf, et l’accès à vos déclarations."</li>
                    <li>"Vos déclarations en cours et l’accès direct à chaque téléservice."</li>
                    <li>"Vos mandats de prélèvement."</li>
                    <li>"La messagerie sécurisée\u{a0}: posez une question au service compétent et suivez sa \
                         réponse."</li>
                </ul>
            </div>
            <p class="muted">
                "Le compte est personnel et gratuit. Les services accessibles dépendent de vos habilitations, que \
                 votre "
                "correspondant entreprise accorde sur douane.gouv.fr."
            </p>
        </section>
    }
}
