use backend::{
    accounts::sessions::Visitor,
    publications::{self, Headlines},
};
use domain::path;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    page::{self, PageRequest},
    payments::CardLimits,
    publications::{CalendarLink, FeedLink, summary_list},
    ui::*,
};

/// Public services of the portal: name, purpose, address.
const OWN_SERVICES: [(&str, &str, &str); 3] = [
    (
        "Taux de change",
        "Taux à retenir pour la valeur en douane, mois par mois, avec un convertisseur.",
        path::EXCHANGE_RATES,
    ),
    ("Suivre une exportation", "Où en est une déclaration, par son MRN.", path::EXPORT_FOLLOW_UP),
    ("Annuaire des bureaux de douane", "Téléphone, rôles et services de chaque bureau.", path::DIRECTORY),
];

/// Public services of other sites: name, purpose, address.
const SERVICES: [(&str, &str, &str); 8] = [
    (
        "RITA",
        "Simulateur des opérateurs\u{a0}: droits, taxes et formalités d’une marchandise.",
        "https://www.douane.gouv.fr/rita-encyclopedie/public/accueil/init.action",
    ),
    (
        "Tarif en ligne",
        "Taux de droits et mesures par nomenclature.",
        "https://www.douane.gouv.fr/rita-encyclopedie/public/nomenclatures/init.action",
    ),
    (
        "Quota Europa",
        "État des contingents tarifaires de l’Union européenne.",
        "https://ec.europa.eu/taxation_customs/dds2/taric/quota_consultation.jsp?Lang=fr",
    ),
    (
        "TVA intracommunautaire",
        "Vérifier le numéro de TVA d’un partenaire (VIES).",
        "https://ec.europa.eu/taxation_customs/vies/?locale=fr",
    ),
    ("Info accises", "Produits soumis à accise et numéros d’accise.", "https://www.douane.gouv.fr/"),
    (
        "StatNCB",
        "Statistiques du commerce extérieur par nomenclature.",
        "https://lekiosque.finances.gouv.fr/",
    ),
    (
        "Échanges de biens (DEB)",
        "Enquête statistique et état récapitulatif de TVA.",
        "https://www.douane.gouv.fr/service-en-ligne/echanges-intra-ue-de-biens-en-dti-debweb2-dti-ex-deb",
    ),
    (
        "Annuaire des services douaniers",
        "Adresses et horaires des bureaux, des recettes et des PAE (pôles gestion des procédures).",
        "https://www.douane.gouv.fr/service-en-ligne/annuaire-des-services-douaniers",
    ),
];

/// `/`: public home page, with a link to the dashboard for signed-in people.
#[component]
pub fn HomePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let visitor = request.session().map(|session| session.visitor.clone());
        // The rest of the page does not depend on the database.
        let headlines = publications::headlines(request.portal()).await.unwrap_or_default();
        Ok(view! {
            <Title text="Le portail douanier des professionnels"/>
            <FeedLink/>
            <CalendarLink/>
            <div class="page">
                <Welcome visitor/>
                <div class="stack stack--large">
                    <div class="grid grid--2">
                        <WithAccount/>
                        <CardPayment/>
                    </div>
                    {search_form(path::SEARCH, "Rechercher sur le portail", "", None, path::SEARCH.to_owned())}
                    <News headlines/>
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
                "Suivez vos paiements, retrouvez vos déclarations et écrivez aux services de la douane, avec un seul compte."
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
fn PublicServices() -> impl IntoView {
    let own = OWN_SERVICES
        .into_iter()
        .map(|(name, purpose, address)| service(view! { <a href=address>{name}</a> }.into_any(), purpose));
    let others = SERVICES.into_iter().map(|(name, purpose, address)| {
        service(view! { <ExternalLink href=address>{name}</ExternalLink> }.into_any(), purpose)
    });
    let services = own.chain(others).collect_view();
    view! {
        <section class="stack" aria-labelledby="services">
            <h2 id="services">"Services disponibles sans compte"</h2>
            <ul class="grid">{services}</ul>
        </section>
    }
}

fn service(link: AnyView, purpose: &'static str) -> impl IntoView {
    view! {
        <li class="card">
            <h3 class="card__title">{link}</h3>
            <p class="muted">{purpose}</p>
        </li>
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
