use domain::{
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Place, Teleservice},
    siren::Siren,
    siret::Siret,
};

/// Columns of a habilitation, with the co-owner that granted it.
#[derive(sqlx::FromRow)]
pub(super) struct RightRow {
    co_owner: String,
    place: String,
    teleservice: String,
    droit: String,
}

impl RightRow {
    /// Returns `None` for a right on a téléservice that this version of the portal does not know.
    pub fn read(&self) -> Option<Habilitation> {
        let place = match Siren::parse(&self.place) {
            Ok(siren) => Place::Siren(siren),
            Err(_) => Place::Siret(Siret::parse(&self.place).ok()?),
        };
        Some(Habilitation {
            co_owner: CoOwner::from_code(&self.co_owner)?,
            teleservice: Teleservice::from_code(&self.teleservice)?,
            droit: Droit::from_code(&self.droit)?,
            place,
        })
    }
}
