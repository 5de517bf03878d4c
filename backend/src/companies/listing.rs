//! A person's companies in the order of their names, a page at a time: a broker may hold 500.
//!
//! Each co-owner's are read in order by their index, so that a page costs what it shows and not what there is; those that
//! two co-owners name are put together from these few.

use domain::siren::Siren;
use uuid::Uuid;

use super::choice::Listed;
use crate::{Error, Portal, on};

/// Pattern that everything matches.
pub(super) const ALL: &str = "%";

/// A rattachement whose rights count for a person.
#[derive(sqlx::FromRow)]
pub(super) struct Link {
    rattachement_id: Uuid,
    /// The one company that was delegated; empty when all count.
    only_siren: String,
}

/// Through the person's own accounts at the co-owners, and through those of who delegated to them.
pub(super) async fn links(portal: &Portal, account: Uuid) -> Result<Vec<Link>, Error> {
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

/// How many companies match, each counted once.
pub(super) async fn count(
    portal: &Portal,
    account: Uuid,
    links: &[Link],
    pattern: &str,
) -> Result<u32, Error> {
    let count: i64 = match links {
        [only] if pattern == ALL && only.only_siren.is_empty() => on!(portal.db, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM entreprise WHERE rattachement_id = $1")
                .bind(only.rattachement_id)
                .fetch_one(c)
                .await
        }),
        _ => on!(portal.db, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(DISTINCT e.siren)
                 FROM right_link l JOIN entreprise e ON e.rattachement_id = l.rattachement_id
                 WHERE l.account_id = $1 AND l.only_siren IN ('', e.siren) AND l.until > $3
                   AND e.search_key LIKE $2",
            )
            .bind(account)
            .bind(pattern)
            .bind(portal.clock.now())
            .fetch_one(c)
            .await
        }),
    }?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

#[derive(sqlx::FromRow)]
struct Row {
    siren: String,
    raison_sociale: String,
}

impl Row {
    fn read(self) -> Option<Listed> {
        Some(Listed { siren: Siren::parse(&self.siren).ok()?, raison_sociale: self.raison_sociale })
    }
}

/// `number` of the companies that match, after the first `skipped`.
pub(super) async fn found(
    portal: &Portal,
    links: &[Link],
    pattern: &str,
    skipped: u32,
    number: u32,
) -> Result<Vec<Listed>, Error> {
    if links.is_empty() {
        return Ok(Vec::new());
    }
    // All that is wanted may be of one co-owner.
    let of_each = i64::from(skipped.saturating_add(number));
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
            if pattern != ALL {
                select.push(" AND search_key LIKE ").push_bind(pattern);
            }
            select.push(" ORDER BY search_key, siren LIMIT ").push_bind(of_each).push(") AS of_one");
        }
        select.push(") AS named GROUP BY siren ORDER BY MIN(search_key), siren LIMIT ");
        select.push_bind(i64::from(number)).push(" OFFSET ").push_bind(i64::from(skipped));
        select.build_query_as::<Row>().fetch_all(c).await
    })?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}
