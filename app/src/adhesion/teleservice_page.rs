use domain::{
    path,
    rights::{Droit, Teleservice},
};
use leptos::prelude::*;

use super::{company_state, explanations::Steps};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, Variant},
};

/// `/adhesion/{code}`: what a téléservice of customs is for, how to adhere to it, and what the selected company may open.
#[component]
pub fn TeleservicePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let code: String = request.param("code")?;
        let teleservice = Teleservice::from_code(&code)
            .filter(|one| one.has_single_sign_on())
            .ok_or(Stop::Error(platform::Error::NotFound))?;
        let state = company_state::section(&request, teleservice).await?;
        let trail = vec![("Adhérer à un téléservice".to_owned(), path::ADHESION.to_owned())];
        Ok(view! {
            <Page title=format!("Adhérer à {}", teleservice.label()) lead=teleservice.purpose() trail>
                {state}
                {rights(teleservice)}
                <Steps/>
                {particular(teleservice)}
                <p class="cluster">
                    <ButtonLink href=path::ADHESION_SERVICES variant=Variant::Secondary>"Trouver le service à qui écrire"</ButtonLink>
                    <a href=path::ADHESION_WORDS>"ROSA, GHOST, correspondant entreprise\u{a0}: les mots à connaître"</a>
                </p>
            </Page>
        }
        .into_any())
    })
}

/// The rights that a person can have on the téléservice.
fn rights(teleservice: Teleservice) -> impl IntoView {
    let lines = teleservice.droits().iter().map(|droit| {
        let meaning = match droit {
            Droit::Lire => "consulter les déclarations",
            Droit::Declarer => "faire des déclarations",
            Droit::Telepayer => "voir les créances et les payer en ligne",
            Droit::Adherer => "voir les mandats de l’entreprise, et gérer ceux de son établissement",
            Droit::Consulter => "consulter les paiements",
        };
        view! { <li><strong>{droit.label()}</strong> <span>{meaning}</span></li> }
    });
    view! {
        <h2 id="droits">"Les droits qui existent"</h2>
        <ul class="asides asides--named">{lines.collect_view()}</ul>
        <p class="muted">"La douane les donne pour un établissement (SIRET)."</p>
    }
}

/// What the administrations say about this téléservice alone.
fn particular(teleservice: Teleservice) -> Option<impl IntoView> {
    let text = match teleservice {
        Teleservice::TelepaiementSepa => {
            "L’entreprise signe une convention Télépaiement SEPA. Un mandat ne s’ouvre et ne se supprime qu’avec le droit adhérer sur \
             l’établissement qui l’a fait."
        }
        Teleservice::TelepaiementCb => {
            "Sans compte, une créance se paie aussi par carte avec la référence et le mot de passe de l’avis de paiement."
        }
        _ => return None,
    };
    Some(view! { <p>{text}</p> })
}
