//! Loads and checks the initial data.

use std::collections::BTreeSet;

use anyhow::{Context, bail, ensure};
use jiff::civil::Date;

use crate::catalogue;
use crate::co_owner::CoOwner;
use crate::options::Options;
use crate::world::{
    Account, Creance, Declaration, Due, Export, ExportStep, Figures, Habilitation, Mandat, Payment, Place,
    World,
};

use super::dates::day;
use super::file::{self, File, PASSWORD};
use super::{numbers, volume};

const DEMO: &str = include_str!("../../data/demo.toml");

/// Loads the initial data.
///
/// # Errors
/// If the data are invalid; the error names the faulty entry.
pub fn load(options: &Options, today: Date) -> anyhow::Result<World> {
    let mut world = match &options.data {
        None => read(DEMO, today).context("built-in data")?,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("failed to read {}", path.display()))?;
            read(&text, today).with_context(|| path.display().to_string())?
        }
    };
    volume::add(&mut world, options, today)?;
    Ok(world)
}

fn read(text: &str, today: Date) -> anyhow::Result<World> {
    let file: File = toml::from_str(text)?;
    let mut world = World::default();
    for company in file.entreprises {
        ensure!(numbers::is_valid_siren(&company.siren), "SIREN {}", company.siren);
        for one in &company.etablissements {
            ensure!(
                numbers::is_valid_siret(&one.siret) && one.siret.starts_with(&company.siren),
                "SIRET {}",
                one.siret
            );
        }
        world.companies.insert(company.siren.clone(), company);
    }
    for account in file.comptes {
        add_account(&mut world, &account).with_context(|| format!("account {}", account.identifiant))?;
    }
    for creance in file.creances {
        let reference = creance.reference.clone();
        add_creance(&mut world, creance, today).with_context(|| format!("créance {reference}"))?;
    }
    for mandat in file.mandats {
        add_mandat(&mut world, mandat, today)?;
    }
    for due in file.echeances {
        ensure!(due.co_owner.has_schedule(), "{} has no schedule", due.co_owner);
        let figures = figures(&mut world, due.co_owner, &due.siren)?;
        figures.schedule.push(Due { date: day(today, due.jour)?, label: due.libelle, amount: due.montant });
    }
    for one in file.declarations {
        ensure!(catalogue::find(one.co_owner, &one.teleservice).is_some(), "téléservice {}", one.teleservice);
        let figures = figures(&mut world, one.co_owner, &one.siren)?;
        let next = one.prochaine.map(|days| day(today, days)).transpose()?;
        figures.declarations.push(Declaration {
            teleservice: one.teleservice,
            in_progress: one.en_cours,
            next,
        });
    }
    for export in file.exports {
        let mrn = export.mrn.clone();
        add_export(&mut world, export, today).with_context(|| format!("export {mrn}"))?;
    }
    Ok(world)
}

fn add_account(world: &mut World, account: &file::Account) -> anyhow::Result<()> {
    for &co_owner in &account.co_owners {
        let mut habilitations = BTreeSet::new();
        for right in account.droits.iter().filter(|right| right.co_owner == co_owner) {
            for (&droit, lieu) in
                right.droits.iter().flat_map(|droit| right.lieux.iter().map(move |lieu| (droit, lieu)))
            {
                let place = Place::parse(lieu).with_context(|| format!("place {lieu}"))?;
                ensure!(world.contains(&place), "{place} is unknown");
                let habilitation = Habilitation { teleservice: right.teleservice.clone(), droit, place };
                habilitation.check(co_owner).map_err(anyhow::Error::msg)?;
                habilitations.insert(habilitation);
            }
        }
        world.accounts.insert(
            (co_owner, account.identifiant.clone()),
            Account {
                login: account.identifiant.clone(),
                password: account.mot_de_passe.clone().unwrap_or_else(|| PASSWORD.to_owned()),
                first_name: account.prenom.clone(),
                last_name: account.nom.clone(),
                email: account.email.clone(),
                phone: account.telephone.clone(),
                role: account.role.clone(),
                version: 0,
                habilitations,
            },
        );
    }
    Ok(())
}

fn add_creance(world: &mut World, creance: file::Creance, today: Date) -> anyhow::Result<()> {
    let payment = match creance.paiement {
        None => None,
        Some(paid) => {
            Some(Payment { date: day(today, paid.jour)?, means: paid.moyen, reference: paid.reference })
        }
    };
    // Without an explicit remaining amount, a payment settles the whole créance.
    let remaining = creance.reste.unwrap_or(if payment.is_some() { 0 } else { creance.montant });
    ensure!(
        (0..=creance.montant).contains(&remaining),
        "the remaining amount exceeds the amount or is negative"
    );
    ensure!(payment.is_some() || remaining == creance.montant, "partly paid without a payment");
    let figures = figures(world, creance.co_owner, &creance.siret)?;
    figures.creances.push(Creance {
        reference: creance.reference,
        label: creance.libelle,
        siret: creance.siret,
        amount: creance.montant,
        remaining,
        due: day(today, creance.echeance)?,
        teleservice: creance.teleservice,
        kind: creance.nature,
        notice_password: creance.mot_de_passe,
        payment,
        recette: creance.recette,
    });
    Ok(())
}

fn add_mandat(world: &mut World, mandat: file::Mandat, today: Date) -> anyhow::Result<()> {
    ensure!(numbers::is_valid_iban(&mandat.iban), "IBAN {}", mandat.iban);
    let figures = figures(world, mandat.co_owner, &mandat.siret)?;
    figures.mandats.push(Mandat {
        rum: mandat.rum,
        iban: mandat.iban,
        holder: mandat.titulaire,
        siret: mandat.siret,
        signed: Some(day(today, mandat.signe)?),
        state: mandat.etat,
    });
    Ok(())
}

fn add_export(world: &mut World, export: file::Export, today: Date) -> anyhow::Result<()> {
    ensure!(numbers::is_valid_mrn(&export.mrn), "the MRN is wrong");
    ensure!(!export.etapes.is_empty(), "no step");
    let step = |step: file::ExportStep| {
        let day = day(today, step.jour)?;
        anyhow::Ok(ExportStep { stage: step.etape, day, office: step.bureau })
    };
    let steps = export.etapes.into_iter().map(step).collect::<Result<_, _>>()?;
    let figures = figures(world, export.co_owner, &export.siret)?;
    figures.exports.push(Export { mrn: export.mrn, siret: export.siret, steps });
    Ok(())
}

/// Returns the figures of the company with this SIREN or SIRET.
fn figures<'a>(world: &'a mut World, co_owner: CoOwner, number: &str) -> anyhow::Result<&'a mut Figures> {
    let Some(place) = Place::parse(number).filter(|place| world.contains(place)) else {
        bail!("{number} is unknown");
    };
    Ok(world.figures.entry((co_owner, place.siren().to_owned())).or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::CreanceState;

    fn demo() -> (World, Date) {
        let today = jiff::civil::date(2026, 3, 31);
        (load(&Options::default(), today).unwrap(), today)
    }

    #[test]
    fn demo_has_the_documented_accounts() {
        let (world, _) = demo();
        assert_eq!(world.companies.len(), 3);
        let sirens = |login: &str| {
            let account = world.account(CoOwner::Dgddi, login).unwrap();
            account.habilitations.iter().map(|one| one.place.siren()).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(["alix.demo", "basile.demo", "chloe.demo", "dorian.demo"].map(sirens), [3, 1, 1, 0]);
        assert!(world.account(CoOwner::Urssaf, "basile.demo").is_some());
        assert!(world.account(CoOwner::Urssaf, "chloe.demo").is_none());
    }

    #[test]
    fn every_company_has_creances_in_every_state() {
        let (world, today) = demo();
        for ((co_owner, siren), figures) in &world.figures {
            for state in [CreanceState::Paye, CreanceState::APayer, CreanceState::EnRetard] {
                let some = figures.creances.iter().any(|one| one.state(today) == state);
                assert!(some, "{co_owner} {siren}: no créance {state:?}");
            }
            assert!((8..=15).contains(&figures.creances.len()), "{co_owner} {siren}");
            assert_eq!(figures.schedule.is_empty(), *co_owner == CoOwner::Dgddi, "{co_owner} {siren}");
            assert!(!figures.mandats.is_empty(), "{co_owner} {siren}");
        }
        assert_eq!(world.figures.len(), 9);
    }

    #[test]
    fn creance_references_are_unique() {
        let (world, _) = demo();
        let all: Vec<_> = world.figures.values().flat_map(|figures| &figures.creances).collect();
        let distinct: BTreeSet<_> = all.iter().map(|one| &one.reference).collect();
        assert_eq!(all.len(), distinct.len());
    }

    #[test]
    fn generated_companies_are_valid_and_have_the_requested_number() {
        let options = Options { companies: 30, habilitations: 200, creances: 4, ..Options::default() };
        let today = jiff::civil::date(2026, 3, 31);
        let world = load(&options, today).unwrap();
        let account = world.account(CoOwner::Dgddi, "volume.demo").unwrap();
        assert_eq!((world.companies.len(), account.habilitations.len()), (33, 200));
        for company in world.companies.values() {
            assert!(numbers::is_valid_siren(&company.siren), "{}", company.siren);
            assert!(
                company.etablissements.iter().all(|one| numbers::is_valid_siret(&one.siret)),
                "{}",
                company.siren
            );
        }
    }

    #[test]
    fn invalid_data_are_refused_with_the_faulty_entry() {
        let wrong = "[[entreprises]]\nsiren = \"000101013\"\nraison_sociale = \"x\"\netablissements = []\n";
        assert_eq!(read(wrong, jiff::civil::date(2026, 1, 1)).unwrap_err().to_string(), "SIREN 000101013");
        assert!(read("inconnu = 1", jiff::civil::date(2026, 1, 1)).is_err());
    }
}
