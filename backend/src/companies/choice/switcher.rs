//! The company switcher in the header of every page.

use domain::siren::Siren;
use platform::{Error, on};

use super::{
    listed::{ListedCompany, ListedRow},
    recent::recent_companies,
};
use crate::{Portal, id::AccountId};

/// Number of recent companies offered.
const RECENTS: i64 = 4;

/// Content of the company switcher, read by one statement whose cost does not depend on the number of companies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanySwitcher {
    pub current: ListedCompany,
    /// Other companies selected recently, latest first.
    pub recent: Vec<ListedCompany>,
    /// There is at least one other company.
    pub others: bool,
}

/// The current company, a recent one, or any other.
#[derive(sqlx::FromRow)]
struct Row {
    rank: i64,
    #[sqlx(flatten)]
    listed: ListedRow,
}

impl Row {
    const CURRENT: i64 = 0;
    const RECENT: i64 = 1;
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
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, Row>(concat!(
            "SELECT CAST(0 AS BIGINT) AS rank, c.siren, c.raison_sociale, CAST(0 AS BIGINT) AS chosen_at
             FROM (SELECT e.siren, e.raison_sociale
                   FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = $3
                   WHERE l.account_id = $1 AND l.only_siren IN ('', $3) AND l.until > $4
                   ORDER BY e.search_key, l.co_owner LIMIT 1) c
             UNION ALL
             SELECT 1, r.siren, r.raison_sociale, r.chosen_at FROM (",
            recent_companies!(),
            ") r
             UNION ALL
             SELECT 2, o.siren, o.raison_sociale, 0
             FROM (SELECT e.siren, e.raison_sociale
                   FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id
                   WHERE l.account_id = $1 AND l.only_siren IN ('', e.siren) AND l.until > $4 AND e.siren <> $3
                   LIMIT 1) o
             ORDER BY rank, chosen_at DESC"
        ))
        .bind(account)
        .bind(RECENTS)
        .bind(current.as_str())
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?;
    let others = rows.iter().any(|row| row.rank != Row::CURRENT);
    let (mut current, mut recent) = (None, Vec::new());
    for row in rows {
        match row.rank {
            Row::CURRENT => current = row.listed.read(),
            Row::RECENT => recent.extend(row.listed.read()),
            _ => {}
        }
    }
    Ok(CompanySwitcher { current: current.ok_or(Error::NotFound)?, recent, others })
}
