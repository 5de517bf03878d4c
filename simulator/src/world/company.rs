//! Companies and their establishments.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    pub siren: String,
    pub raison_sociale: String,
    pub etablissements: Vec<Establishment>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Establishment {
    pub siret: String,
    pub nom: String,
    pub commune: String,
}

impl Company {
    pub fn establishment(&self, siret: &str) -> Option<&Establishment> {
        self.etablissements.iter().find(|one| one.siret == siret)
    }
}
