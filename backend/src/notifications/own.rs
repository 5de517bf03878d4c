//! What is told of a person's own rights and roles, whatever the SIREN being worked on: the right to it may be what is gone.

use crate::{Error, Portal, change, db::Moment, on, session::Session};

/// A change, in one sentence.
#[derive(Clone, Debug)]
pub struct Notice {
    pub sentence: String,
    pub created_at: Moment,
    pub read_at: Option<Moment>,
}

impl Notice {
    pub fn is_unread(&self) -> bool {
        self.read_at.is_none()
    }
}

pub(super) async fn unread_count(portal: &Portal, session: &Session) -> Result<i64, Error> {
    let account = session.usager()?.account;
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT (SELECT COUNT(*) FROM rights_notice WHERE account_id = $1 AND read_at IS NULL)
                  + (SELECT COUNT(*) FROM age_notice WHERE account_id = $1 AND read_at IS NULL)",
        )
        .bind(account)
        .fetch_one(c)
        .await
    })?)
}

pub(super) async fn mark_all_read(portal: &Portal, session: &Session) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    for statement in [
        "UPDATE rights_notice SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL",
        "UPDATE age_notice SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL",
    ] {
        change!(portal.db, |c| {
            sqlx::query(statement).bind(account).bind(now).execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}
