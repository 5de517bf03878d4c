use domain::{co_owner::CoOwner, rights::Habilitation, siren::Siren, siret::Siret};
use platform::co_owners::Etablissement;

/// A company on which a person holds at least one habilitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub siren: Siren,
    pub raison_sociale: String,
    /// The establishments reported by the co-owners, sorted by SIRET.
    pub etablissements: Vec<Etablissement>,
}

impl Company {
    /// Label of an establishment: « 123 456 782 00015 – Siège, Lille », or the number alone if no co-owner reports its
    /// name.
    pub fn label_of(&self, siret: &Siret) -> String {
        let named = self.etablissements.iter().find(|one| one.siret == *siret);
        named.map_or_else(|| siret.grouped(), Etablissement::label)
    }
}

/// The current company and the person's rights on it.
#[derive(Clone, Debug, PartialEq)]
pub struct CompanyView {
    pub company: Company,
    /// On this SIREN only.
    pub habilitations: Vec<Habilitation>,
    /// The co-owners through which the person may have rights on this company: those where they, or an administrator
    /// who delegated to them, have linked an account. Sorted, without duplicates.
    pub linked: Vec<CoOwner>,
}

impl CompanyView {
    pub fn siren(&self) -> &Siren {
        &self.company.siren
    }

    pub fn raison_sociale(&self) -> &str {
        &self.company.raison_sociale
    }
}
