use platform::{Error, db::Moment, execute, on};

use crate::{Portal, accounts::sessions::Session};

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

/// Counts the unread notices of the signed-in person, at most `limit` of each kind.
pub(crate) async fn unread_count(portal: &Portal, session: &Session, limit: i64) -> Result<i64, Error> {
    let account = session.usager()?.account;
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM (
                 SELECT * FROM (SELECT id FROM rights_notice WHERE account_id = $1 AND read_at IS NULL LIMIT $2) AS r
                 UNION ALL
                 SELECT * FROM (SELECT id FROM company_admin_notice WHERE account_id = $1 AND read_at IS NULL
                                LIMIT $2) AS a) AS unread",
        )
        .bind(account)
        .bind(limit)
        .fetch_one(c)
        .await
    })?)
}

pub(crate) async fn mark_all_read(portal: &Portal, session: &Session) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    for statement in [
        "UPDATE rights_notice SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL",
        "UPDATE company_admin_notice SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL",
    ] {
        execute!(portal.db, sqlx::query(statement).bind(account).bind(now))?;
    }
    Ok(())
}
