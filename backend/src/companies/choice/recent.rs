//! Companies that a person selected recently.

use domain::siren::Siren;
use platform::{Error, execute, on};

use super::listed::{ListedCompany, ListedRow};
use crate::{Portal, id::AccountId};

/// SQL query: the recent companies of account `$1` except `$3` at time `$4`, at most `$2`, latest first.
macro_rules! recent_companies {
    () => {
        "SELECT n.siren, MIN(e.raison_sociale) AS raison_sociale, MAX(n.chosen_at) AS chosen_at
         FROM recent_company n
         JOIN right_link l ON l.account_id = n.account_id AND l.only_siren IN ('', n.siren)
         JOIN entreprise e ON e.rattachement_id = l.rattachement_id AND e.siren = n.siren
         WHERE n.account_id = $1 AND n.siren <> $3 AND l.until > $4
         GROUP BY n.siren ORDER BY MAX(n.chosen_at) DESC LIMIT $2"
    };
}
pub(super) use recent_companies;

/// Returns the recent companies without `except`, latest first.
pub(super) async fn recent(
    portal: &Portal,
    account: AccountId,
    except: Option<&Siren>,
    limit: i64,
) -> Result<Vec<ListedCompany>, Error> {
    let rows = on!(portal.db, |c| {
        sqlx::query_as::<_, ListedRow>(recent_companies!())
            .bind(account)
            .bind(limit)
            .bind(except.map_or("", Siren::as_str))
            .bind(portal.clock.now())
            .fetch_all(c)
            .await
    })?;
    Ok(rows.into_iter().filter_map(ListedRow::read).collect())
}

/// Records a selection. An error is only logged: a busy database must not undo the selection.
pub(super) async fn record(portal: &Portal, account: AccountId, siren: &Siren) {
    let now = portal.clock.now();
    let recorded = execute!(
        portal.db,
        sqlx::query(
            "INSERT INTO recent_company (account_id, siren, chosen_at) VALUES ($1, $2, $3)
             ON CONFLICT (account_id, siren) DO UPDATE SET chosen_at = excluded.chosen_at",
        )
        .bind(account)
        .bind(siren.as_str())
        .bind(now)
    );
    if let Err(error) = recorded {
        tracing::warn!(%error, "failed to record a recent company");
    }
}
