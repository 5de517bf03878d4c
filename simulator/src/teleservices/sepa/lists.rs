//! Lists of the home page.

use super::CODE;
use crate::catalogue::{Droit, Teleservice};
use crate::page::euros;
use crate::site::Site;
use crate::teleservices::sessions::Session;
use crate::world::{Figures, Mandat};

/// Créances to pay and mandats of the company, as far as the rights of the person allow.
pub struct Lists {
    /// Reference, object and amount of the créances on establishments with *télépayer*.
    pub creances: Vec<(String, String, String)>,
    /// All mandats of the company, with *adhérer* on one establishment.
    pub mandats: Vec<Mandat>,
    /// The person may create a mandat.
    pub may_create: bool,
}

/// Returns the lists, or `None` on another téléservice.
pub fn lists(site: &Site, teleservice: &Teleservice, session: &Session) -> Option<Lists> {
    if teleservice.code != CODE {
        return None;
    }
    let may_create = session.sirets_with(Droit::Adherer).next().is_some();
    let empty = Figures::default();
    Some(site.simulator.read(|world| {
        let figures = world.figures.get(&(site.co_owner, session.siren.clone())).unwrap_or(&empty);
        let due = figures.creances.iter().filter(|one| one.remaining > 0);
        let payable = due.filter(|one| session.may(Droit::Telepayer, &one.siret));
        Lists {
            creances: payable
                .map(|one| (one.reference.clone(), one.label.clone(), euros(one.remaining)))
                .collect(),
            mandats: if may_create { figures.mandats.clone() } else { Vec::new() },
            may_create,
        }
    }))
}
