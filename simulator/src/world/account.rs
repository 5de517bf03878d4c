//! Accounts at the co-owners.

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
    /// The person's role in the company, shown on the administration page.
    pub role: String,
    /// Increases with every change of the habilitations; never decreases, even after a reset.
    pub version: u64,
    pub habilitations: BTreeSet<Habilitation>,
}

impl Account {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}
