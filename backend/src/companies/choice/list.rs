//! A person's companies sorted by name, in pages: a broker may have 500.
//!
//! The companies of each link are read in order from their index, then merged: the cost depends on the size of the
//! page, not on the number of companies.

use super::listed::{ListedCompany, ListedRow};
use platform::{Error, contains_words, db::SearchedWords, on};

use crate::{
    Portal,
    id::{AccountId, RattachementId},
};

/// A link through which an account has rights.
#[derive(sqlx::FromRow)]
pub(super) struct Link {
    rattachement_id: RattachementId,
    /// The company on which the link was delegated; empty for the account's own links, which count on every company.
    only_siren: String,
}

/// Returns the account's own links and those delegated to it.
pub(super) async fn links(portal: &Portal, account: AccountId) -> Result<Vec<Link>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as::<_, Link>(
            "SELECT rattachement_id, only_siren FROM right_link WHERE account_id = $1 AND until > $2
             ORDER BY co_owner, rattachement_id",
        )
        .bind(account)
        .bind(portal.clock.now())
        .fetch_all(c)
        .await
    })?)
}

/// Number of companies that match, each counted once.
pub(super) async fn count(
    portal: &Portal,
    account: AccountId,
    links: &[Link],
    searched: &SearchedWords,
) -> Result<u32, Error> {
    let count: i64 = match links {
        [only] if searched.is_empty() && only.only_siren.is_empty() => on!(portal.db, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM entreprise WHERE rattachement_id = $1")
                .bind(only.rattachement_id)
                .fetch_one(c)
                .await
        }),
        _ => on!(portal.db, |c| {
            let select = sqlx::query_scalar(concat!(
                "SELECT COUNT(DISTINCT e.siren)
                 FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id
                 WHERE l.account_id = $1 AND l.only_siren IN ('', e.siren) AND l.until > $2 AND ",
                contains_words!("e.search_key", "$3", "$4", "$5", "$6", "$7", "$8")
            ));
            let select = select.bind(account).bind(portal.clock.now());
            let patterns = searched.patterns().iter();
            patterns.fold(select, |select, pattern| select.bind(pattern)).fetch_one(c).await
        }),
    }?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns `limit` of the companies that match, after the first `offset`.
pub(super) async fn page(
    portal: &Portal,
    links: &[Link],
    searched: &SearchedWords,
    offset: u32,
    limit: u32,
) -> Result<Vec<ListedCompany>, Error> {
    if links.is_empty() {
        return Ok(Vec::new());
    }
    // The whole page may come from one link.
    let per_link = i64::from(offset.saturating_add(limit));
    let rows = on!(portal.db, |c| {
        let mut select =
            sqlx::QueryBuilder::new("SELECT siren, MIN(raison_sociale) AS raison_sociale FROM (");
        for (rank, link) in links.iter().enumerate() {
            select.push(if rank == 0 { "" } else { " UNION ALL " });
            select.push(
                "SELECT * FROM (SELECT siren, raison_sociale, search_key FROM entreprise WHERE rattachement_id = ",
            );
            select.push_bind(link.rattachement_id);
            if !link.only_siren.is_empty() {
                select.push(" AND siren = ").push_bind(link.only_siren.as_str());
            }
            if !searched.is_empty() {
                for pattern in searched.patterns() {
                    select.push(" AND search_key LIKE ").push_bind(pattern).push(" ESCAPE '!'");
                }
            }
            select.push(" ORDER BY search_key, siren LIMIT ").push_bind(per_link).push(") AS of_one");
        }
        select.push(") AS named GROUP BY siren ORDER BY MIN(search_key), siren LIMIT ");
        select.push_bind(i64::from(limit)).push(" OFFSET ").push_bind(i64::from(offset));
        select.build_query_as::<ListedRow>().fetch_all(c).await
    })?;
    Ok(rows.into_iter().filter_map(ListedRow::read).collect())
}
