//! The company switcher in the header of every page.

use domain::siren::Siren;
use platform::{Error, on};

use super::{
    listed::{ListedCompany, ListedRow},
    recent::recent,
    select::any_siren,
};
use crate::{Portal, id::AccountId};

/// Number of recent companies offered.
const RECENTS: i64 = 4;

/// Content of the company switcher. The number of queries does not depend on the number of companies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanySwitcher {
    pub current: ListedCompany,
    /// Other companies selected recently, latest first.
    pub recent: Vec<ListedCompany>,
    /// There is at least one other company.
    pub others: bool,
}

/// Returns the name of the current company and the companies to switch to, as last known.
///
/// # Errors
/// [`Error::NotFound`] if the person no longer has a right on it; [`Error::Busy`].
pub async fn switcher(
    portal: &Portal,
    account: AccountId,
    current: &Siren,
) -> Result<CompanySwitcher, Error> {
    let now = portal.clock.now();
    let row: Option<ListedRow> = on!(portal.db, |c| {
        sqlx::query_as::<_, ListedRow>(
            "SELECT e.siren, e.raison_sociale
             FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = $2
             WHERE l.account_id = $1 AND l.only_siren IN ('', $2) AND l.until > $3
             ORDER BY e.search_key, l.co_owner LIMIT 1",
        )
        .bind(account)
        .bind(current.as_str())
        .bind(now)
        .fetch_optional(c)
        .await
    })?;
    let listed = row.and_then(ListedRow::read).ok_or(Error::NotFound)?;
    let recent = recent(portal, account, Some(current), RECENTS).await?;
    let others = !recent.is_empty() || any_siren(portal, account, Some(current)).await?.is_some();
    Ok(CompanySwitcher { current: listed, recent, others })
}
