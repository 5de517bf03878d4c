//! Notices to a person about rights that a co-owner granted or withdrew.

use domain::{co_owner::CoOwner, french};
use sqlx::FromRow;

use super::notice::Notice;
use platform::{
    Error,
    db::{Moment, Tx},
    execute, execute_tx, on,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AccountId, RowId},
};

#[derive(FromRow)]
struct Row {
    co_owner: String,
    granted: i64,
    withdrawn: i64,
    created_at: Moment,
    read_at: Option<Moment>,
}

impl Row {
    /// French sentence: « douane.gouv.fr vous a accordé 2 habilitations et en a retiré une. »
    fn sentence(&self) -> String {
        let site = CoOwner::from_code(&self.co_owner).map_or("Une administration", CoOwner::site);
        match (self.granted, self.withdrawn) {
            (granted, 0) => format!("{site} vous a accordé {}.", rights(granted)),
            (0, withdrawn) => format!("{site} vous a retiré {}.", rights(withdrawn)),
            (granted, 1) => format!("{site} vous a accordé {} et en a retiré une.", rights(granted)),
            (granted, withdrawn) => {
                format!("{site} vous a accordé {} et en a retiré {withdrawn}.", rights(granted))
            }
        }
    }

    fn notice(&self) -> Notice {
        Notice { sentence: self.sentence(), created_at: self.created_at, read_at: self.read_at }
    }
}

fn rights(count: i64) -> String {
    if count == 1 {
        "une habilitation".to_owned()
    } else {
        french::count(count, "habilitation", "habilitations")
    }
}

/// Notifies of one change, in its transaction. `granted` and `withdrawn` are numbers of rights.
pub(crate) async fn insert(
    tx: &mut Tx,
    now: Moment,
    account: AccountId,
    co_owner: CoOwner,
    granted: usize,
    withdrawn: usize,
) -> Result<(), Error> {
    let count = |rights: usize| i64::try_from(rights).unwrap_or(i64::MAX);
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO rights_notice (id, account_id, co_owner, granted, withdrawn, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(RowId::generate())
        .bind(account)
        .bind(co_owner.code())
        .bind(count(granted))
        .bind(count(withdrawn))
        .bind(now)
    )?;
    Ok(())
}

/// Returns the signed-in person's last 20 changes of rights, latest first.
///
/// # Errors
/// [`Error::NotFound`] if no usager is signed in; [`Error::Busy`].
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<Notice>, Error> {
    let account = session.usager()?.account;
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, granted, withdrawn, created_at, read_at FROM rights_notice
             WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 20",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    Ok(rows.iter().map(Row::notice).collect())
}

/// Deletes notices created before `limit`.
pub(crate) async fn purge(portal: &Portal, limit: Moment) -> Result<(), Error> {
    execute!(portal.db, sqlx::query("DELETE FROM rights_notice WHERE created_at < $1").bind(limit))?;
    Ok(())
}
