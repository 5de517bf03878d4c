use std::collections::BTreeSet;

use super::Habilitation;

/// A person's account at one co-owner.
#[derive(Clone, Debug)]
pub struct Account {
    pub login: String,
    pub password: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    /// What the person is in the company, shown on the administration page.
    pub role: String,
    /// Raised at every change of the habilitations, never lowered, not even by a reset.
    pub version: u64,
    pub habilitations: BTreeSet<Habilitation>,
}

impl Account {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}
