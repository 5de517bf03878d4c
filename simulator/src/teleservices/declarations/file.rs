//! Files a declaration: it is counted, and creates the créance that the contract serves.

use jiff::Span;

use super::definition::Definition;
use super::form::Checked;
use crate::teleservices::visitor::Visitor;
use crate::world::{Creance, FiledDeclaration, World};

/// Recette of the créances.
const RECETTE: &str = "FR009620";

/// Files the declaration. The same key files once. Returns its number.
pub fn file(visitor: &Visitor, definition: &'static Definition, key: &str, checked: &Checked) -> String {
    let (site, siren) = (&visitor.site, visitor.session.siren.as_str());
    let mut number = String::new();
    site.simulator.change_figures(site.co_owner, siren, |world| {
        if let Some(known) = world.figures_mut(site.co_owner, siren).filed.iter().find(|one| one.key == key) {
            number.clone_from(&known.number);
            return None;
        }
        let filed = declaration(visitor, definition, key, checked, rank(world));
        number.clone_from(&filed.number);
        add(world, visitor, definition, checked, filed);
        Some(())
    });
    number
}

/// Returns the rank of the next declaration, among all that were filed.
fn rank(world: &World) -> usize {
    world.figures.values().map(|figures| figures.filed.len()).sum::<usize>() + 1
}

fn declaration(
    visitor: &Visitor,
    definition: &'static Definition,
    key: &str,
    checked: &Checked,
    rank: usize,
) -> FiledDeclaration {
    let amount = checked.kind.amount(checked.quantity);
    let clock = &visitor.site.simulator.clock;
    FiledDeclaration {
        number: format!("{}-{}-{rank:05}", definition.teleservice, clock.today().year()),
        teleservice: definition.teleservice,
        siret: checked.siret.clone(),
        object: format!("{}, {}", checked.kind.label, checked.detail),
        amount,
        creance: (amount > 0).then(|| format!("DEMO-{}-{:04}", definition.prefix, 5000 + rank)),
        filed_at: clock.now(),
        by: visitor.session.nom.clone(),
        key: key.to_owned(),
    }
}

fn add(
    world: &mut World,
    visitor: &Visitor,
    definition: &Definition,
    checked: &Checked,
    filed: FiledDeclaration,
) {
    let figures = world.figures_mut(visitor.site.co_owner, &visitor.session.siren);
    let today = visitor.site.simulator.clock.today();
    if let Some(reference) = &filed.creance {
        figures.creances.push(Creance {
            reference: reference.clone(),
            label: filed.object.clone(),
            siret: filed.siret.clone(),
            amount: filed.amount,
            remaining: filed.amount,
            due: today.checked_add(Span::new().days(definition.due_days)).unwrap_or(today),
            teleservice: Some(definition.teleservice.to_owned()),
            kind: checked.kind.card,
            notice_password: None,
            payment: None,
            recette: Some(RECETTE.to_owned()),
        });
    }
    figures.declarations_on(definition.teleservice).in_progress += 1;
    figures.filed.push(filed);
}
