//! Payment of a créance by direct debit.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::CODE;
use crate::catalogue::Droit;
use crate::co_owner::CoOwner;
use crate::page::{self, euros};
use crate::teleservices::visitor::Visitor;
use crate::world::{Creance, Mandat, MandatState, Payment, PaymentMeans};

#[derive(Template)]
#[template(path = "sepa_creance.html")]
struct CreancePage {
    co_owner: CoOwner,
    home: String,
    creance: Creance,
    amount: String,
    /// Reference of the payment, once paid.
    paid_with: Option<String>,
    /// Mandats that can be used: those of its establishment, in force.
    mandats: Vec<Mandat>,
    may_pay: bool,
    failed: bool,
}

#[derive(Deserialize)]
pub struct PaymentForm {
    #[serde(default)]
    mandat: String,
}

/// Shows the créance, with the mandats that can pay it.
pub async fn show(visitor: Visitor, Path((_, reference)): Path<(String, String)>) -> Response {
    creance_page(&visitor, &reference, false)
}

/// Pays the créance with a mandat of its establishment.
pub async fn pay(
    visitor: Visitor,
    Path((_, reference)): Path<(String, String)>,
    Form(form): Form<PaymentForm>,
) -> Response {
    let Some((creance, mandats)) = find(&visitor, &reference) else { return page::not_found() };
    if !visitor.session.may(Droit::Telepayer, &creance.siret) {
        return creance_page(&visitor, &reference, false);
    }
    if !mandats.iter().any(|mandat| mandat.rum == form.mandat) {
        return (StatusCode::UNPROCESSABLE_ENTITY, creance_page(&visitor, &reference, true)).into_response();
    }
    let (site, siren) = (&visitor.site, visitor.session.siren.as_str());
    let reference_paid = format!("TP-{}", &Uuid::new_v4().simple().to_string()[..8]).to_uppercase();
    let payment = Payment {
        date: site.simulator.clock.today(),
        means: PaymentMeans::Telepaiement,
        reference: reference_paid,
    };
    site.simulator.change_figures(site.co_owner, siren, |world| {
        let figures = world.figures_mut(site.co_owner, siren);
        // A form sent twice pays once.
        figures.creances.iter().find(|one| one.reference == reference && one.remaining > 0)?;
        figures.settle(&reference, payment)
    });
    Redirect::to(&format!("{}/creances/{reference}", visitor.home())).into_response()
}

fn find(visitor: &Visitor, reference: &str) -> Option<(Creance, Vec<Mandat>)> {
    let (site, session) = (&visitor.site, &visitor.session);
    if visitor.teleservice.code != CODE {
        return None;
    }
    site.simulator.read(|world| {
        let figures = world.figures.get(&(site.co_owner, session.siren.clone()))?;
        let creance = figures.creances.iter().find(|one| one.reference == reference)?.clone();
        let usable = |one: &&Mandat| one.siret == creance.siret && one.state == MandatState::Actif;
        let mandats = figures.mandats.iter().filter(usable).cloned().collect();
        Some((creance, mandats))
    })
}

fn creance_page(visitor: &Visitor, reference: &str, failed: bool) -> Response {
    let Some((creance, mandats)) = find(visitor, reference) else { return page::not_found() };
    let may_pay = visitor.session.may(Droit::Telepayer, &creance.siret);
    page::html(&CreancePage {
        co_owner: visitor.site.co_owner,
        home: visitor.home(),
        amount: euros(creance.remaining),
        paid_with: creance
            .payment
            .as_ref()
            .filter(|_| creance.remaining == 0)
            .map(|one| one.reference.clone()),
        creance,
        mandats,
        may_pay,
        failed,
    })
}
