//! `/teleservices`: open téléservices of the selected company, closed ones with the reason, other sites, adhesion.

use backend::{
    companies::CompanyView,
    oidc_provider::{self, OpenTeleservice, SiteLink, TeleserviceCatalogue},
};
use domain::{
    path,
    plain_link::PlainLink,
    rights::{Denial, Habilitation, Place, Teleservice},
};
use leptos::prelude::*;

use crate::{
    dashboard::select_company_if_lost,
    denial::DenialDetails,
    page::{self, Page, PageRequest},
    ui::{Card, EmptyState, ExternalLink, site_link},
};

#[component]
pub fn TeleservicesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.siren()?;
        let TeleserviceCatalogue { view, open, closed, sites } =
            oidc_provider::catalogue(request.portal(), request.usager_session()?)
                .await
                .map_err(select_company_if_lost)?;
        let lead = format!("{} – SIREN {}", view.raison_sociale(), view.siren().grouped());
        Ok(view! {
            <Page title="Téléservices" lead=lead wide=true trail=Vec::new()>
                {open_section(&view, open)}
                {closed_section(closed)}
                {sites_section(sites)}
                {links_section()}
                <Adhesion/>
            </Page>
        }
        .into_any())
    })
}

fn open_section(view: &CompanyView, open: Vec<OpenTeleservice>) -> impl IntoView + use<> {
    let content = if open.is_empty() {
        view! {
            <EmptyState title="Aucun téléservice accessible">
                <p>"Vous n’avez d’habilitation sur aucun téléservice de la douane pour cette entreprise."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        let cards = open.into_iter().map(|one| card(view, one)).collect_view();
        view! { <div class="grid grid--2">{cards}</div> }.into_any()
    };
    view! {
        <h2 id="ouverts">"Téléservices accessibles"</h2>
        <p class="muted">
            "Chaque téléservice s’ouvre dans une nouvelle fenêtre, sans autre connexion\u{a0}: le portail lui \
             transmet votre identité, l’entreprise choisie et vos droits sur ce seul téléservice."
        </p>
        {content}
    }
}

fn card(view: &CompanyView, open: OpenTeleservice) -> impl IntoView + use<> {
    let OpenTeleservice { teleservice, held, launch_address, has_own_sign_in } = open;
    let rights = held_rights(view, &held);
    let sign_in_note = has_own_sign_in.then(|| {
        view! { <p class="muted small">"Ce téléservice demandera sa propre connexion."</p> }
    });
    let label = teleservice.label();
    let button = match launch_address {
        Some(address) => view! {
            <ExternalLink href=address class="button">
                "Ouvrir" <span class="visually-hidden">" " {label}</span>
            </ExternalLink>
        }
        .into_any(),
        None => view! { <p class="muted">"Ce téléservice n’est pas encore relié au portail."</p> }.into_any(),
    };
    view! {
        <Card title=label level=3>
            <p>{teleservice.purpose()}</p>
            {rights}
            {sign_in_note}
            <p>{button}</p>
        </Card>
    }
}

/// Rights that the person has on a téléservice, place by place.
pub fn held_rights(view: &CompanyView, held: &[(Place, Vec<Habilitation>)]) -> impl IntoView + use<> {
    let lines = held.iter().map(|(place, rights)| line(view, place, rights)).collect_view();
    view! { <ul>{lines}</ul> }
}

/// Rights at one place: « 123 456 782 00015 – Siège, Lille : lire, déclarer »
fn line(view: &CompanyView, place: &Place, rights: &[Habilitation]) -> impl IntoView + use<> {
    let place = match place {
        Place::Siret(siret) => view.company.label_of(siret),
        Place::Siren(_) => "Toute l’entreprise".to_owned(),
    };
    let rights: Vec<&str> = rights.iter().map(|right| right.droit.label()).collect();
    view! { <li>{place} "\u{a0}: " {rights.join(", ")}</li> }
}

fn closed_section(closed: Vec<(Teleservice, Denial)>) -> Option<impl IntoView> {
    (!closed.is_empty()).then(|| {
        let lines = closed
            .into_iter()
            .map(|(teleservice, denial)| {
                view! {
                    <li>
                        <strong>{teleservice.label()}</strong>
                        <div>{teleservice.purpose()} " " <DenialDetails denial/></div>
                    </li>
                }
            })
            .collect_view();
        view! {
            <h2 id="fermes">"Téléservices non accessibles"</h2>
            <ul class="asides asides--named">{lines}</ul>
        }
    })
}

/// Home pages of the co-owners, signed in where the account is linked.
fn sites_section(sites: Vec<SiteLink>) -> Option<impl IntoView> {
    let lines = sites
        .into_iter()
        .map(|site| {
            let name = site.co_owner.site();
            let note = match (site.signs_in, site.linked) {
                (true, _) => "S’ouvre avec votre compte rattaché, sans autre connexion.".into_any(),
                (false, true) => "Le site demandera sa propre connexion.".into_any(),
                (false, false) => view! {
                    "Votre compte n’est pas rattaché au portail\u{a0}: le site demandera sa propre connexion. "
                    <a href=path::LINKS>"Rattacher mon compte " {name}</a>
                }
                .into_any(),
            };
            view! {
                <li>
                    <strong><ExternalLink href=site.address>{name}</ExternalLink></strong>
                    <span>{note}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <h2 id="sites">"Sites des administrations"</h2>
            <ul class="asides asides--named">{lines}</ul>
        }
    })
}

fn links_section() -> impl IntoView {
    let lines = PlainLink::CATALOGUE
        .map(|link| {
            view! {
                <li>
                    <strong>{site_link(link, link.label())}</strong>
                    <span>{link.purpose()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2 id="liens">"Autres sites utiles"</h2>
        <p class="muted">"Le portail ne transmet rien à ces sites\u{a0}; certains demandent leur propre \
                          connexion."</p>
        <ul class="asides asides--named">{lines}</ul>
    }
}

/// Explains the adhesion to a téléservice, which takes place outside the portal (003).
#[component]
fn Adhesion() -> impl IntoView {
    view! {
        <h2 id="adherer">"Adhérer à un téléservice"</h2>
        <div class="prose">
            <p>
                "L’adhésion ne se fait pas sur le portail\u{a0}: elle passe par une convention sur papier avec la douane. Voyez "
                <a href=path::ADHESION>"les étapes, les mots à connaître et le service à qui écrire"</a> "."
            </p>
            <p>
                "Une question\u{a0}? Posez-la dans la " <a href=path::NEW_QUESTION>"messagerie sécurisée"</a> "."
            </p>
        </div>
    }
}
