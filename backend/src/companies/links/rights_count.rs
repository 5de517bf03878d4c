use platform::{Error, on};

use crate::{Portal, id::AccountId};

/// Numbers of rights and companies that an account has through one co-owner.
#[derive(sqlx::FromRow)]
pub(super) struct RightsCount {
    pub co_owner: String,
    pub rights: i64,
    pub companies: i64,
}

/// Counts the rights that an account has through its own links, as last known. Co-owners without rights are left out.
pub(super) async fn by_co_owner(portal: &Portal, account: AccountId) -> Result<Vec<RightsCount>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT r.co_owner, COUNT(*) AS rights, COUNT(DISTINCT h.siren) AS companies
             FROM rattachement r JOIN habilitation h ON h.rattachement_id = r.id
             WHERE r.account_id = $1 GROUP BY r.co_owner",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}
