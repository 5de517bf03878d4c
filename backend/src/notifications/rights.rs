//! What a co-owner granted or withdrew, told to whose right it is.

use domain::co_owner::CoOwner;
use sqlx::FromRow;
use uuid::Uuid;

use super::Notice;
use crate::{
    Error, Portal, change,
    db::{Moment, Tx},
    on, on_tx,
    session::Session,
};

/// A change of rights that a co-owner made.
#[derive(FromRow)]
struct RightsTold {
    co_owner: String,
    granted: i64,
    withdrawn: i64,
    created_at: Moment,
    read_at: Option<Moment>,
}

impl RightsTold {
    /// « douane.gouv.fr vous a accordé 2 habilitations et en a retiré une. »
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
}

fn rights(count: i64) -> String {
    if count == 1 { "une habilitation".to_owned() } else { format!("{count}\u{a0}habilitations") }
}

/// Tells of one change, in its transaction; `granted` and `withdrawn` are numbers of rights.
pub(crate) async fn tell(
    tx: &mut Tx,
    now: Moment,
    account: Uuid,
    co_owner: CoOwner,
    granted: usize,
    withdrawn: usize,
) -> Result<(), Error> {
    let count = |rights: usize| i64::try_from(rights).unwrap_or(i64::MAX);
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO rights_notice (id, account_id, co_owner, granted, withdrawn, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(Uuid::now_v7())
        .bind(account)
        .bind(co_owner.code())
        .bind(count(granted))
        .bind(count(withdrawn))
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// The person's last 20 changes of rights, latest first.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in; [`Error::Busy`].
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<Notice>, Error> {
    let account = session.usager()?.account;
    let told: Vec<RightsTold> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT co_owner, granted, withdrawn, created_at, read_at FROM rights_notice
             WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 20",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let notice = |told: RightsTold| Notice {
        sentence: told.sentence(),
        created_at: told.created_at,
        read_at: told.read_at,
    };
    Ok(told.into_iter().map(notice).collect())
}

/// Forgets what was told before `limit`.
pub(crate) async fn purge(portal: &Portal, limit: Moment) -> Result<(), Error> {
    change!(portal.db, |c| {
        sqlx::query("DELETE FROM rights_notice WHERE created_at < $1")
            .bind(limit)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
