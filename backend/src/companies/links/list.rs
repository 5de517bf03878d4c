//! Accounts that a person has linked at the co-owners.

use domain::co_owner::CoOwner;

use super::rights_count::{self, RightsCount};
use platform::{Error, db::Moment, on};

use crate::{Portal, accounts::sessions::Session, companies::rights::refresh_now};

/// One co-owner on the page of rattachements.
#[derive(Clone, Debug)]
pub struct LinkState {
    pub co_owner: CoOwner,
    /// `None`: no account is linked there.
    pub linked: Option<LinkedAccount>,
}

#[derive(Clone, Debug)]
pub struct LinkedAccount {
    /// The account's identifier at the co-owner.
    pub subject: String,
    pub name: Option<String>,
    pub linked_at: Moment,
    /// `false` if the co-owner no longer knows the account: its rights are withdrawn.
    pub known: bool,
    /// Last answer of the co-owner about the account's rights.
    pub answered_at: Option<Moment>,
    /// Last sign-in to the portal with this account.
    pub last_used_at: Option<Moment>,
    /// The co-owner did not answer the last request: the rights are those of `answered_at`.
    pub stale: bool,
    /// Number of habilitations held through this account.
    pub rights: u32,
    /// Number of companies they are on.
    pub companies: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    co_owner: String,
    subject: String,
    name: Option<String>,
    linked_at: Moment,
    known: bool,
    requested_at: Moment,
    answered_at: Option<Moment>,
    last_used_at: Option<Moment>,
}

/// Returns every co-owner of the portal with the account linked there. Refreshes the rights first.
///
/// # Errors
/// [`Error::Busy`]; [`Error::NotFound`] if no usager is signed in.
pub async fn links(portal: &Portal, session: &Session) -> Result<Vec<LinkState>, Error> {
    let account = session.usager()?.account;
    refresh_now(portal, account).await?;
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(
            "SELECT co_owner, subject, name, linked_at, known, requested_at, answered_at, last_used_at
             FROM rattachement WHERE account_id = $1",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let counts = rights_count::by_co_owner(portal, account).await?;
    let state = |co_owner: CoOwner| {
        let row = rows.iter().find(|row| row.co_owner == co_owner.code());
        LinkState { co_owner, linked: row.map(|row| row.account(&counts)) }
    };
    // A co-owner that is no longer configured stays visible while an account is linked there.
    let shown = |co_owner: &CoOwner| {
        portal.co_owners.offered().any(|offered| offered == *co_owner)
            || rows.iter().any(|row| row.co_owner == co_owner.code())
    };
    Ok(CoOwner::ALL.into_iter().filter(shown).map(state).collect())
}

impl Row {
    fn account(&self, counts: &[RightsCount]) -> LinkedAccount {
        let count = counts.iter().find(|count| count.co_owner == self.co_owner);
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        LinkedAccount {
            subject: self.subject.clone(),
            name: self.name.clone().filter(|name| !name.is_empty()),
            linked_at: self.linked_at,
            known: self.known,
            answered_at: self.answered_at,
            last_used_at: self.last_used_at,
            stale: self.answered_at.is_none_or(|answered| answered < self.requested_at),
            rights: count.map_or(0, |count| number(count.rights)),
            companies: count.map_or(0, |count| number(count.companies)),
        }
    }
}
