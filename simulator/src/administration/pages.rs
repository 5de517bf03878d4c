//! The administration pages.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::catalogue;
use crate::co_owner::CoOwner;
use crate::page;
use crate::state::Simulator;
use crate::world::{Habilitation, World};

#[derive(Template)]
#[template(path = "administration.html")]
struct Overview {
    notice: Option<&'static str>,
    /// Each co-owner, whether it is down, and its accounts.
    co_owners: Vec<(CoOwner, bool, Vec<AccountLine>)>,
}

struct AccountLine {
    login: String,
    name: String,
    role: String,
    rights: usize,
    version: u64,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    notice: Option<&'static str>,
    co_owner: CoOwner,
    login: String,
    name: String,
    role: String,
    version: u64,
    /// Rights, each with the name of its establishment or company.
    rights: Vec<(Habilitation, String)>,
    /// Values and texts of the choice list of rights.
    choices: Vec<(String, String)>,
    /// Values and texts of the choice list of places.
    places: Vec<(String, String)>,
}

/// The action just done, in the address to which a form redirects.
#[derive(Deserialize)]
pub struct Done {
    fait: Option<String>,
}

impl Done {
    fn notice(&self) -> Option<&'static str> {
        match self.fait.as_deref()? {
            "accorde" => Some("L’habilitation est accordée."),
            "retire" => Some("L’habilitation est retirée."),
            "panne" => Some("L’état du copropriétaire est changé."),
            "reinitialise" => Some("Les données initiales sont rétablies."),
            _ => None,
        }
    }
}

pub async fn overview(State(simulator): State<Arc<Simulator>>, Query(done): Query<Done>) -> Response {
    let faults = simulator.faults();
    let co_owners = simulator.read(|world| {
        let line = |co_owner| (co_owner, faults.of(co_owner).down, lines(world, co_owner));
        CoOwner::ALL.map(line).into()
    });
    page::html(&Overview { notice: done.notice(), co_owners })
}

pub async fn account(
    State(simulator): State<Arc<Simulator>>,
    Path((co_owner, login)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Response {
    let Some(co_owner) = CoOwner::from_code(&co_owner) else { return page::not_found() };
    match simulator.read(|world| account_page(world, co_owner, &login, done.notice())) {
        Some(page) => page::html(&page),
        None => page::not_found(),
    }
}

fn lines(world: &World, co_owner: CoOwner) -> Vec<AccountLine> {
    let line = |account: &crate::world::Account| AccountLine {
        login: account.login.clone(),
        name: account.name(),
        role: account.role.clone(),
        rights: account.habilitations.len(),
        version: account.version,
    };
    world.accounts_of(co_owner).map(line).collect()
}

fn account_page(
    world: &World,
    co_owner: CoOwner,
    login: &str,
    notice: Option<&'static str>,
) -> Option<AccountPage> {
    let account = world.account(co_owner, login)?;
    let rights = account.habilitations.iter().map(|one| (one.clone(), place_name(world, one))).collect();
    let choices = catalogue::of(co_owner).flat_map(|one| {
        one.droits
            .iter()
            .map(|droit| (format!("{}:{}", one.code, droit.code()), format!("{} – {droit}", one.code)))
    });
    Some(AccountPage {
        notice,
        co_owner,
        login: account.login.clone(),
        name: account.name(),
        role: account.role.clone(),
        version: account.version,
        rights,
        choices: choices.collect(),
        places: places(world, co_owner),
    })
}

fn place_name(world: &World, one: &Habilitation) -> String {
    let Some(company) = world.companies.get(one.place.siren()) else { return String::new() };
    match company.establishment(one.place.number()) {
        Some(establishment) => format!("{}, {}", company.raison_sociale, establishment.nom),
        None => company.raison_sociale.clone(),
    }
}

/// Places where a right can be granted: establishments for customs, companies elsewhere.
fn places(world: &World, co_owner: CoOwner) -> Vec<(String, String)> {
    // Limited, since the companies generated for load tests would make the choice list unusable.
    let companies = world.companies.values().take(50);
    if co_owner != CoOwner::Dgddi {
        return companies
            .map(|one| (one.siren.clone(), format!("{} – {}", one.siren, one.raison_sociale)))
            .collect();
    }
    companies
        .flat_map(|company| {
            company.etablissements.iter().map(|one| {
                (one.siret.clone(), format!("{} – {}, {}", one.siret, company.raison_sociale, one.nom))
            })
        })
        .collect()
}
