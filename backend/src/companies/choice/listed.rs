use domain::siren::Siren;

/// A company in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCompany {
    pub siren: Siren,
    pub raison_sociale: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct ListedRow {
    siren: String,
    raison_sociale: String,
}

impl ListedRow {
    pub fn read(self) -> Option<ListedCompany> {
        Some(ListedCompany { siren: Siren::parse(&self.siren).ok()?, raison_sociale: self.raison_sociale })
    }
}
