use domain::{
    assistance::PROMISED_DAYS,
    helpline::{HOTLINE, INFOS_DOUANE_SERVICE, PHONE_CALLS},
    path,
};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// What a person wants to talk about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Technical,
    Regulation,
    Assessment,
    Payment,
    Rights,
    Opinion,
}

impl Subject {
    const ALL: [Subject; 6] = [
        Subject::Technical,
        Subject::Assessment,
        Subject::Payment,
        Subject::Regulation,
        Subject::Rights,
        Subject::Opinion,
    ];

    fn code(self) -> &'static str {
        match self {
            Subject::Technical => "technique",
            Subject::Regulation => "reglementation",
            Subject::Assessment => "assiette",
            Subject::Payment => "paiement",
            Subject::Rights => "droits",
            Subject::Opinion => "avis",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Subject::Technical => "Un problème technique",
            Subject::Regulation => "La réglementation douanière",
            Subject::Assessment => "Une déclaration, une taxe ou une garantie",
            Subject::Payment => "Une créance, un paiement ou un cautionnement",
            Subject::Rights => "Un droit qui me manque",
            Subject::Opinion => "Mon avis sur le portail",
        }
    }

    fn examples(self) -> &'static str {
        match self {
            Subject::Technical => "Connexion, affichage, compte, téléservice qui ne s’ouvre pas.",
            Subject::Regulation => "Formalités pour importer ou exporter, droits et taxes d’une marchandise.",
            Subject::Assessment => {
                "Rectifier une déclaration, classement, remboursement de droits, garantie."
            }
            Subject::Payment => "Échéancier, paiement non pris en compte, attestation, caution, mandat.",
            Subject::Rights => "Téléservice ou page refusés, habilitation absente.",
            Subject::Opinion => "Ce qui va bien, et ce qui peut être amélioré.",
        }
    }
}

/// `/nous-contacter`: asks about the subject, then leads to the service in charge (004, Assistance).
#[component]
pub fn ContactPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let asked = request.query("sujet");
        let subject = Subject::ALL.into_iter().find(|subject| asked == Some(subject.code()));
        Ok(match subject {
            Some(subject) => view! {
                <Page
                    title=subject.title()
                    trail=vec![("Nous contacter".to_owned(), path::CONTACT.to_owned())]
                >
                    <div class="prose">{answer(subject)}</div>
                    <p><ButtonLink href=path::CONTACT variant=Variant::Secondary>"Un autre sujet"</ButtonLink></p>
                </Page>
            }
            .into_any(),
            None => view! {
                <Page
                    title="Nous contacter"
                    lead="De quoi s’agit-il\u{a0}? Chaque sujet a son service."
                    trail=vec![("Aide".to_owned(), path::HELP.to_owned())]
                >
                    <ul class="grid">{Subject::ALL.map(choice).into_iter().collect_view()}</ul>
                    <p class="muted">
                        "La réponse est peut-être déjà dans les " <a href=path::FAQ>"questions fréquentes"</a>
                        ", ou connue de l’" <a href=path::ASSISTANT>"assistant"</a> ". Un bureau de douane a sa page dans l’"
                        <a href=path::DIRECTORY>"annuaire"</a> "."
                    </p>
                </Page>
            }
            .into_any(),
        })
    })
}

fn choice(subject: Subject) -> impl IntoView {
    view! {
        <li class="card">
            <h2 class="card__title"><a href=path::contact_about(subject.code())>{subject.title()}</a></h2>
            <p class="muted">{subject.examples()}</p>
        </li>
    }
}

fn answer(subject: Subject) -> AnyView {
    match subject {
        Subject::Technical => view! { <Technical/> }.into_any(),
        Subject::Regulation => view! { <Regulation/> }.into_any(),
        Subject::Assessment => messaging(
            "un PAE (pôle gestion des procédures du bureau de douane)",
            "l’assiette (taxation) et les garanties",
        ),
        Subject::Payment => {
            messaging("une recette des douanes", "les créances, le cautionnement et les paiements")
        }
        Subject::Rights => view! { <Rights/> }.into_any(),
        Subject::Opinion => view! {
            <p>
                "Le formulaire " <a href=path::OPINION>"Avis sur le site"</a>
                " est anonyme et ouvert à tous. Il ne reçoit pas de réponse."
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Technical() -> impl IntoView {
    view! {
        <p>"L’assistance du portail répond seule aux questions techniques, avec ou sans compte."</p>
        <p>
            <strong>"Par téléphone\u{a0}: "</strong> <HelplineNumber line=&HOTLINE/>
            {format!(". Appel gratuit, {}.", HOTLINE.calendar.words())}
        </p>
        <p>
            <strong>"Par écrit\u{a0}: "</strong> "le " <a href=path::ASSISTANCE>"formulaire d’assistance"</a>
            " ouvre un dossier, que vous suivez avec ou sans compte."
        </p>
        <p>
            <strong>"Par rappel\u{a0}: "</strong> <a href=path::PHONE_CALL_BOOKING>"choisissez l’heure d’un appel"</a>
            {format!(", {} (heure de Paris).", PHONE_CALLS.words())}
        </p>
        <p>
            <strong>"Pendant l’appel\u{a0}: "</strong> <a href=path::SHARING>"partagez votre vue"</a>
            " avec le code que donne le conseiller. Il suit vos pages, sans voir vos données."
        </p>
        <h2>"Avant d’appeler"</h2>
        <ul>
            <li>
                "L’" <a href=path::SELF_CHECK>"auto-contrôle de l’accès"</a>
                " cherche ce qui bloque, et donne une référence que l’assistance peut lire."
            </li>
            <li>"L’" <a href=path::SERVICE_STATUS>"état des services"</a> " dit si une administration ne répond pas."</li>
            <li><a href=path::faq_theme("connexion")>"Les questions sur la connexion"</a> " couvrent les causes courantes."</li>
        </ul>
    }
}

#[component]
fn Regulation() -> impl IntoView {
    view! {
        <p>"Infos Douane Service renseigne les entreprises et les particuliers sur la réglementation."</p>
        <p>
            <strong>"Par téléphone\u{a0}: "</strong> <HelplineNumber line=&INFOS_DOUANE_SERVICE/>
            {format!(", outre-mer et étranger, {}. En métropole, le service et l’appel sont gratuits.", INFOS_DOUANE_SERVICE.calendar.words())}
        </p>
        <p>
            <strong>"Par écrit\u{a0}: "</strong>
            "le " <a href=path::REGULATION_REQUEST>"formulaire d’Infos Douane Service"</a>
            {format!(" reçoit une réponse écrite sous {PROMISED_DAYS}\u{a0}jours ouvrés, avec ou sans compte.")}
        </p>
        <p>
            <strong>"Par rappel\u{a0}: "</strong>
            {format!("demandé sur douane.gouv.fr, selon les disponibilités, {} (heure de Paris).", PHONE_CALLS.words())}
        </p>
    }
}

/// Secure messaging, with its condition. `services`: recipients; `matters`: what they answer.
fn messaging(services: &'static str, matters: &'static str) -> AnyView {
    view! {
        <p>{format!("Par la messagerie sécurisée, écrivez à {services}. Ce service traite {matters}.")}</p>
        <p><ButtonLink href=path::NEW_QUESTION>"Poser une question"</ButtonLink></p>
        <h2>"Qui peut l’utiliser\u{a0}?"</h2>
        <p>
            "Il faut un compte et au moins une habilitation à la douane sur l’entreprise choisie. Deux questions, sur les \
             échéanciers et les télérèglements rejetés, demandent aussi le droit «\u{a0}télépayer\u{a0}»."
        </p>
        <p>
            "Vous n’avez pas d’habilitation\u{a0}? Demandez-la au correspondant de votre entreprise, sur douane.gouv.fr. Pour \
             une question générale, voyez " <a href=path::contact_about(Subject::Regulation.code())>"la réglementation douanière"</a> "."
        </p>
    }
    .into_any()
}

#[component]
fn Rights() -> impl IntoView {
    view! {
        <p>
            "Les habilitations à la douane sont accordées par le correspondant de votre entreprise, sur douane.gouv.fr\u{a0}: \
             le portail les lit et les applique aussitôt. Chaque refus indique le droit qui manque et la personne qui l’accorde."
        </p>
        <ul>
            <li><a href=path::RIGHTS>"Voir mes habilitations"</a> ", une fois connecté."</li>
            <li><a href=path::faq_entry("habilitation-non-visible")>"Mon habilitation n’apparaît pas sur le portail"</a></li>
            <li><a href=path::faq_entry("relation-rosa")>"Faut-il un agrément ou une convention\u{a0}?"</a></li>
        </ul>
    }
}
