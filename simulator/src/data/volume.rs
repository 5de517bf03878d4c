//! Generated companies for load tests.

use std::collections::BTreeSet;

use anyhow::ensure;
use jiff::civil::Date;

use crate::catalogue::{self, Droit};
use crate::co_owner::CoOwner;
use crate::options::Options;
use crate::world::{
    Account, Company, Creance, Declaration, Establishment, Figures, Habilitation, Payment, PaymentMeans,
    Place, World,
};

use super::dates::day;
use super::file::PASSWORD;
use super::numbers;

const LOGIN: &str = "volume.demo";
const RECETTE: &str = "FR009620";

/// Adds the companies, their créances and the account with rights on them. Deterministic.
pub fn add(world: &mut World, options: &Options, today: Date) -> anyhow::Result<()> {
    if options.companies == 0 && options.habilitations == 0 {
        return Ok(());
    }
    ensure!(options.companies <= 99_999, "99 999 additional companies at most");
    let mut sirets = Vec::new();
    for number in 0..options.companies {
        let company = company(number);
        let siret = company.etablissements[0].siret.clone();
        let mut figures = Figures::default();
        for rank in 0..options.creances {
            figures.creances.push(creance(number, rank, &siret, today)?);
        }
        figures.declarations.push(Declaration {
            teleservice: "DELTA-G".to_owned(),
            in_progress: 2,
            next: None,
        });
        world.figures.insert((CoOwner::Dgddi, company.siren.clone()), figures);
        sirets.extend(company.etablissements.iter().map(|one| one.siret.clone()));
        world.companies.insert(company.siren.clone(), company);
    }
    let habilitations = habilitations(&sirets, options.habilitations as usize)?;
    world.accounts.insert(
        (CoOwner::Dgddi, LOGIN.to_owned()),
        Account {
            login: LOGIN.to_owned(),
            password: PASSWORD.to_owned(),
            first_name: "Vincent".to_owned(),
            last_name: "Volume (fictif)".to_owned(),
            email: "volume.demo@exemple.invalid".to_owned(),
            phone: None,
            role: "Compte pour les mesures".to_owned(),
            version: 0,
            habilitations,
        },
    );
    Ok(())
}

/// Generates a company with two establishments. No real SIREN begins with 0.
fn company(number: u32) -> Company {
    let body = format!("001{number:05}");
    let siren = format!("{body}{}", numbers::luhn_check_digit(&body));
    let establishment = |rank: u32| {
        let head = format!("{siren}{rank:04}");
        let siret = format!("{head}{}", numbers::luhn_check_digit(&head));
        Establishment { siret, nom: format!("Site {rank}"), commune: "Ville-Fictive".to_owned() }
    };
    Company {
        etablissements: vec![establishment(1), establishment(2)],
        raison_sociale: format!("Société fictive n° {:05}", number + 1),
        siren,
    }
}

/// Generates a créance. One in three was paid a month before; the others are due within a month before or
/// after today.
fn creance(number: u32, rank: u32, siret: &str, today: Date) -> anyhow::Result<Creance> {
    let amount = i64::from(number) * 7919 % 5_000_000 + i64::from(rank) * 104_729 % 4_000_000 + 10_000;
    let due = i32::try_from(rank % 60)? - 30;
    let paid = rank.is_multiple_of(3);
    let payment = if paid {
        let reference = format!("TP-VOL-{number:05}-{rank:04}");
        Some(Payment { date: day(today, due - 31)?, means: PaymentMeans::Telepaiement, reference })
    } else {
        None
    };
    Ok(Creance {
        reference: format!("VOL-{number:05}-{rank:04}"),
        label: "Droits et taxes à l’importation".to_owned(),
        siret: siret.to_owned(),
        amount,
        remaining: if paid { 0 } else { amount },
        due: day(today, if paid { due - 30 } else { due })?,
        teleservice: Some("DELTA-G".to_owned()),
        kind: None,
        notice_password: None,
        payment,
        recette: Some(RECETTE.to_owned()),
    })
}

/// Generates the habilitations, right by right over all establishments, so that a small number covers all
/// companies.
fn habilitations(sirets: &[String], wanted: usize) -> anyhow::Result<BTreeSet<Habilitation>> {
    let rights: Vec<(&str, Droit)> = catalogue::of(CoOwner::Dgddi)
        .flat_map(|one| one.droits.iter().map(|&droit| (one.code, droit)))
        .collect();
    let possible = rights.len() * sirets.len();
    ensure!(wanted <= possible, "{possible} habilitations at most over that many companies");
    let every = rights.iter().flat_map(|&(code, droit)| {
        sirets.iter().map(move |siret| Habilitation {
            teleservice: code.to_owned(),
            droit,
            place: Place::Siret(siret.clone()),
        })
    });
    Ok(every.take(wanted).collect())
}
