//! Access to a company's figures.

use jiff::Timestamp;

use crate::co_owner::CoOwner;
use crate::problem::Problem;
use crate::site::Site;
use crate::world::Figures;

/// Reads a company's figures, which are empty if the co-owner has none. net-entreprises has declarations
/// only, so there is nothing to read.
///
/// # Errors
/// 404 for an unknown company, and for any company at net-entreprises.
pub fn figures<T>(site: &Site, siren: &str, read: impl FnOnce(&Figures) -> T) -> Result<T, Problem> {
    if site.co_owner == CoOwner::NetEntreprises {
        return Err(Problem::not_found("Ce copropriétaire ne tient ni paiements, ni mandats."));
    }
    site.simulator.read(|world| {
        if !world.companies.contains_key(siren) {
            return Err(Problem::not_found("Cette entreprise n’est pas connue."));
        }
        let empty = Figures::default();
        Ok(read(world.figures.get(&(site.co_owner, siren.to_owned())).unwrap_or(&empty)))
    })
}

/// Returns the time at which the figures are valid: now, to the second.
pub fn as_of(site: &Site) -> Timestamp {
    let now = site.simulator.clock.now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
