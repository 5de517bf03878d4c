//! The end of a role: everything that was delegated from it ends in the same transaction.

use domain::{problem::Problem, siren::Siren};
use uuid::Uuid;

use super::{Closing, KEPT, Told, tell};
use crate::{
    Error, Portal,
    account::Account,
    change,
    db::{Moment, Tx},
    history::{self, Event},
    live, on, on_tx,
    session::Session,
};

#[derive(sqlx::FromRow)]
pub(super) struct Closed {
    id: Uuid,
    siren: String,
    giver: Option<Uuid>,
    account_id: Option<Uuid>,
    starts_at: Option<Moment>,
}

impl Closed {
    /// Open pages of who held it are told.
    async fn rights_changed(&self, tx: &mut Tx) -> Result<(), Error> {
        match (self.account_id, self.starts_at) {
            (Some(account), Some(_)) => live::rights_changed(tx, account).await,
            _ => Ok(()),
        }
    }
}

/// The giver takes back what they gave, accepted or not yet.
///
/// # Errors
/// [`Error::Invalid`]: `OfferGone` for what is over already, or never was this person's.
pub async fn withdraw(portal: &Portal, session: &Session, role: Uuid) -> Result<(), Error> {
    let account = session.usager()?.account;
    let mine = "SELECT COUNT(*) FROM age_role WHERE id = $1 AND giver = $2 AND closed_at IS NULL";
    end(portal, session, role, account, mine, Closing::Withdrawn).await
}

/// The holder gives the role up, and with it what they delegated.
///
/// # Errors
/// As [`withdraw`].
pub async fn give_up(portal: &Portal, session: &Session, role: Uuid) -> Result<(), Error> {
    let account = session.usager()?.account;
    let mine = "SELECT COUNT(*) FROM age_role
                WHERE id = $1 AND account_id = $2 AND starts_at IS NOT NULL AND closed_at IS NULL";
    end(portal, session, role, account, mine, Closing::GivenUp).await
}

async fn end(
    portal: &Portal,
    session: &Session,
    role: Uuid,
    account: Uuid,
    mine: &'static str,
    closing: Closing,
) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let found: i64 =
        on_tx!(&mut tx, |c| sqlx::query_scalar(mine).bind(role).bind(account).fetch_one(c).await)?;
    let closed = if found == 0 { None } else { tree(&mut tx, now, role, closing).await? };
    let Some(closed) = closed else { return Err(Error::invalid("", Problem::OfferGone)) };
    history::note_by(&mut tx, now, session, Event::RoleEnded { siren: grouped(&closed.siren) }).await?;
    if closing == Closing::GivenUp {
        tell(&mut tx, now, closed.giver, role, Told::Returned).await?;
    }
    tx.commit().await?;
    tracing::info!(%account, %role, closing = closing.code(), "role of administrator closed");
    Ok(())
}

fn grouped(siren: &str) -> String {
    Siren::parse(siren).map_or_else(|_| siren.to_owned(), |siren| siren.grouped())
}

/// Closes one row, unless it is closed already; its holder is not told.
pub(super) async fn one(tx: &mut Tx, now: Moment, role: Uuid, closing: Closing) -> Result<(), Error> {
    on_tx!(tx, |c| {
        sqlx::query("UPDATE age_role SET closed_at = $2, closing = $3 WHERE id = $1 AND closed_at IS NULL")
            .bind(role)
            .bind(now)
            .bind(closing.code())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Closes a role and all that comes from it, and tells those who held or were offered them. `None`: it was closed already.
///
/// An acceptance holds the row of the giver's role: it comes before us, and its role is then found here, or after us, and
/// finds the giver's closed.
pub(super) async fn tree(
    tx: &mut Tx,
    now: Moment,
    role: Uuid,
    closing: Closing,
) -> Result<Option<Closed>, Error> {
    let Some(root) = close(tx, now, role, closing).await? else { return Ok(None) };
    root.rights_changed(tx).await?;
    if closing != Closing::GivenUp {
        tell(tx, now, root.account_id, root.id, Told::Over).await?;
    }
    let mut above = vec![root.id];
    while let Some(parent) = above.pop() {
        for closed in close_below(tx, now, parent).await? {
            tell(tx, now, closed.account_id, closed.id, Told::Over).await?;
            closed.rights_changed(tx).await?;
            if closed.starts_at.is_some() {
                above.push(closed.id);
            }
        }
    }
    Ok(Some(root))
}

async fn close(tx: &mut Tx, now: Moment, role: Uuid, closing: Closing) -> Result<Option<Closed>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE age_role SET closed_at = $2, closing = $3 WHERE id = $1 AND closed_at IS NULL
             RETURNING id, siren, giver, account_id, starts_at",
        )
        .bind(role)
        .bind(now)
        .bind(closing.code())
        .fetch_optional(c)
        .await
    })?)
}

async fn close_below(tx: &mut Tx, now: Moment, parent: Uuid) -> Result<Vec<Closed>, Error> {
    Ok(on_tx!(tx, |c| {
        sqlx::query_as(
            "UPDATE age_role SET closed_at = $2, closing = $3 WHERE parent_id = $1 AND closed_at IS NULL
             RETURNING id, siren, giver, account_id, starts_at",
        )
        .bind(parent)
        .bind(now)
        .bind(Closing::Source.code())
        .fetch_all(c)
        .await
    })?)
}

/// A role whose term has passed keeps nobody from taking another on the same company.
pub(super) async fn overdue(tx: &mut Tx, now: Moment, account: Uuid, siren: &str) -> Result<(), Error> {
    let passed: Vec<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT id FROM age_role WHERE account_id = $1 AND siren = $2 AND starts_at IS NOT NULL
             AND closed_at IS NULL AND ends_at <= $3",
        )
        .bind(account)
        .bind(siren)
        .bind(now)
        .fetch_all(c)
        .await
    })?;
    for role in passed {
        tree(tx, now, role, Closing::Term).await?;
    }
    Ok(())
}

/// Closes what has reached its term or was never answered, and forgets what was over thirteen months ago. A term that has
/// passed opens nothing even before.
pub async fn close_due(portal: &Portal) -> Result<u64, Error> {
    let now = portal.clock.now();
    let due: Vec<(Uuid, bool)> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, starts_at IS NOT NULL FROM age_role WHERE closed_at IS NULL
             AND ((starts_at IS NOT NULL AND ends_at <= $1) OR (starts_at IS NULL AND answer_until <= $1))
             ORDER BY offered_at LIMIT 500",
        )
        .bind(now)
        .fetch_all(c)
        .await
    })?;
    let mut closed = 0;
    for (role, held) in due {
        let closing = if held { Closing::Term } else { Closing::Unanswered };
        let mut tx = portal.db.begin().await?;
        closed += u64::from(tree(&mut tx, now, role, closing).await?.is_some());
        tx.commit().await?;
    }
    change!(portal.db, |c| {
        sqlx::query("DELETE FROM age_role WHERE closed_at < $1").bind(now - KEPT).execute(c).await.map(|_| ())
    })?;
    Ok(closed)
}

/// An account is deleted: what it delegated ends with it, and nothing names the person any more.
pub(crate) async fn forget(tx: &mut Tx, now: Moment, owner: &Account) -> Result<(), Error> {
    let held: Vec<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT id FROM age_role WHERE account_id = $1 AND closed_at IS NULL")
            .bind(owner.id)
            .fetch_all(c)
            .await
    })?;
    for role in held {
        tree(tx, now, role, Closing::GivenUp).await?;
    }
    on_tx!(tx, |c| {
        sqlx::query("UPDATE age_role SET typed = '', sought = $4 WHERE giver = $1 OR typed IN ($2, $3)")
            .bind(owner.id)
            .bind(&owner.email)
            .bind(&owner.login)
            .bind(true)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
