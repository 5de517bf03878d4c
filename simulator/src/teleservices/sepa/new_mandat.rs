//! Creation of a mandat.

use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::CODE;
use crate::catalogue::Droit;
use crate::co_owner::CoOwner;
use crate::data::is_valid_iban;
use crate::page;
use crate::teleservices::visitor::Visitor;
use crate::world::{Mandat, MandatState};

#[derive(Template)]
#[template(path = "sepa_new_mandat.html")]
struct NewMandatPage {
    co_owner: CoOwner,
    home: String,
    sirets: Vec<String>,
    typed: Typed,
    holder_problem: Option<&'static str>,
    iban_problem: Option<&'static str>,
    siret_problem: Option<&'static str>,
}

impl NewMandatPage {
    fn failed(&self) -> bool {
        self.holder_problem.is_some() || self.iban_problem.is_some() || self.siret_problem.is_some()
    }
}

/// The fields as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    siret: String,
    titulaire: String,
    iban: String,
}

/// Shows the form, for the establishment of the address if the person may manage it.
pub async fn show(visitor: Visitor, Query(typed): Query<Typed>) -> Response {
    form_page(&visitor, typed, false)
}

/// Creates the mandat, to be signed.
pub async fn create(visitor: Visitor, Form(typed): Form<Typed>) -> Response {
    let iban = compact(&typed.iban);
    let is_complete = !typed.titulaire.trim().is_empty() && is_valid_iban(&iban);
    if visitor.teleservice.code != CODE || !is_complete || !visitor.session.may(Droit::Adherer, &typed.siret)
    {
        return form_page(&visitor, typed, true);
    }
    let (site, siren) = (&visitor.site, visitor.session.siren.as_str());
    let rum = site.simulator.change_figures(site.co_owner, siren, |world| {
        let mandats = &mut world.figures_mut(site.co_owner, siren).mandats;
        // A form sent twice creates one mandat.
        let same =
            |one: &&Mandat| one.iban == iban && one.siret == typed.siret && one.state == MandatState::ASigner;
        if let Some(known) = mandats.iter().find(same) {
            return Some(known.rum.clone());
        }
        let rum = free_rum(mandats, siren);
        mandats.push(Mandat {
            rum: rum.clone(),
            iban,
            holder: typed.titulaire.trim().to_owned(),
            siret: typed.siret,
            signed: None,
            state: MandatState::ASigner,
        });
        Some(rum)
    });
    Redirect::to(&format!("{}/mandats/{}", visitor.home(), rum.unwrap_or_default())).into_response()
}

/// Returns the first reference that no mandat of the company has.
fn free_rum(mandats: &[Mandat], siren: &str) -> String {
    let rum = |rank: usize| format!("DGDDI-{siren}-{rank:04}");
    (1..).map(rum).find(|rum| mandats.iter().all(|one| one.rum != *rum)).unwrap_or_default()
}

fn form_page(visitor: &Visitor, typed: Typed, is_checked: bool) -> Response {
    let sirets: Vec<String> = visitor.session.sirets_with(Droit::Adherer).map(str::to_owned).collect();
    if sirets.is_empty() || visitor.teleservice.code != CODE {
        return page::not_found();
    }
    let problem = |is_wrong: bool, text: &'static str| (is_checked && is_wrong).then_some(text);
    let shown = NewMandatPage {
        co_owner: visitor.site.co_owner,
        home: visitor.home(),
        siret_problem: problem(
            !sirets.contains(&typed.siret),
            "Choisissez un établissement où vous avez le droit d’adhérer.",
        ),
        holder_problem: problem(typed.titulaire.trim().is_empty(), "Indiquez le titulaire du compte."),
        iban_problem: problem(
            !is_valid_iban(&compact(&typed.iban)),
            "Cet IBAN n’est pas valable\u{a0}: vérifiez ses chiffres.",
        ),
        sirets,
        typed,
    };
    let status = if shown.failed() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page::html(&shown)).into_response()
}

fn compact(iban: &str) -> String {
    iban.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}
