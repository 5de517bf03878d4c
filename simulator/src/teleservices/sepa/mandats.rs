//! A mandat: its page, its signature, its deletion.

use askama::Template;
use axum::extract::{OriginalUri, Path};
use axum::response::{IntoResponse, Redirect, Response};

use super::CODE;
use crate::catalogue::Droit;
use crate::co_owner::CoOwner;
use crate::page;
use crate::teleservices::visitor::Visitor;
use crate::world::{Mandat, MandatState};

#[derive(Template)]
#[template(path = "sepa_mandat.html")]
struct MandatPage {
    co_owner: CoOwner,
    home: String,
    address: String,
    mandat: Mandat,
    state: &'static str,
    may_manage: bool,
    asks: Asks,
}

/// What the address asks the person to confirm.
#[derive(PartialEq, Eq)]
enum Asks {
    Nothing,
    Signature,
    Deletion,
}

impl MandatPage {
    fn is_to_sign(&self) -> bool {
        self.mandat.state == MandatState::ASigner
    }
}

/// Shows the mandat. The addresses of the signature and the deletion ask for a confirmation.
pub async fn show(
    visitor: Visitor,
    Path((_, rum)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let Some(mandat) = find(&visitor, &rum) else { return page::not_found() };
    let asks = match uri.path().rsplit('/').next() {
        Some("signature") if mandat.state == MandatState::ASigner => Asks::Signature,
        Some("suppression") => Asks::Deletion,
        _ => Asks::Nothing,
    };
    page::html(&MandatPage {
        co_owner: visitor.site.co_owner,
        home: visitor.home(),
        address: format!("{}/mandats/{rum}", visitor.home()),
        may_manage: visitor.session.may(Droit::Adherer, &mandat.siret),
        state: label(mandat.state),
        asks,
        mandat,
    })
}

/// Signs a mandat, which can then be used.
pub async fn sign(visitor: Visitor, Path((_, rum)): Path<(String, String)>) -> Response {
    let today = visitor.site.simulator.clock.today();
    change(&visitor, &rum, |mandats, index| {
        let mandat = &mut mandats[index];
        let is_to_sign = mandat.state == MandatState::ASigner;
        if is_to_sign {
            (mandat.state, mandat.signed) = (MandatState::Actif, Some(today));
        }
        is_to_sign
    });
    Redirect::to(&format!("{}/mandats/{rum}", visitor.home())).into_response()
}

/// Deletes a mandat.
pub async fn delete(visitor: Visitor, Path((_, rum)): Path<(String, String)>) -> Response {
    change(&visitor, &rum, |mandats, index| {
        mandats.remove(index);
        true
    });
    Redirect::to(&visitor.home()).into_response()
}

/// Changes a mandat whose establishment the person may manage.
fn change(visitor: &Visitor, rum: &str, change: impl FnOnce(&mut Vec<Mandat>, usize) -> bool) {
    let (site, session) = (&visitor.site, &visitor.session);
    site.simulator.change_figures(site.co_owner, &session.siren, |world| {
        let mandats = &mut world.figures_mut(site.co_owner, &session.siren).mandats;
        let index = mandats.iter().position(|one| one.rum == rum)?;
        let allowed = visitor.teleservice.code == CODE && session.may(Droit::Adherer, &mandats[index].siret);
        (allowed && change(mandats, index)).then_some(())
    });
}

/// Returns a mandat of the company, for a person with *adhérer* on one of its establishments.
fn find(visitor: &Visitor, rum: &str) -> Option<Mandat> {
    let (site, session) = (&visitor.site, &visitor.session);
    session.sirets_with(Droit::Adherer).next().filter(|_| visitor.teleservice.code == CODE)?;
    site.simulator.read(|world| {
        let figures = world.figures.get(&(site.co_owner, session.siren.clone()))?;
        figures.mandats.iter().find(|one| one.rum == rum).cloned()
    })
}

fn label(state: MandatState) -> &'static str {
    match state {
        MandatState::ASigner => "à signer",
        MandatState::Actif => "actif",
        MandatState::Suspendu => "suspendu",
    }
}
