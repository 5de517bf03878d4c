//! Accounts opened at the portal's request, and unused password links.

use std::collections::HashMap;

use crate::co_owner::CoOwner;
use crate::keys::random_token;

/// Accounts opened at the portal's request, and unused password links.
#[derive(Default)]
pub struct AccountRequests {
    /// Login of the account opened for each idempotency key.
    by_key: HashMap<(CoOwner, String), String>,
    /// Login whose password each link can set.
    links: HashMap<String, (CoOwner, String)>,
}

impl AccountRequests {
    /// Returns the login of the account opened for an idempotency key.
    pub fn login_of_key(&self, co_owner: CoOwner, key: &str) -> Option<String> {
        self.by_key.get(&(co_owner, key.to_owned())).cloned()
    }

    /// Stores an opened account. Returns its password link.
    pub fn store(&mut self, co_owner: CoOwner, key: &str, login: &str) -> String {
        self.by_key.insert((co_owner, key.to_owned()), login.to_owned());
        let link = random_token();
        self.links.insert(link.clone(), (co_owner, login.to_owned()));
        link
    }

    /// Returns the login whose password an unused link can set.
    pub fn login_of_link(&self, co_owner: CoOwner, link: &str) -> Option<String> {
        let (owner, login) = self.links.get(link)?;
        (*owner == co_owner).then(|| login.clone())
    }

    pub fn delete_link(&mut self, link: &str) {
        self.links.remove(link);
    }
}
