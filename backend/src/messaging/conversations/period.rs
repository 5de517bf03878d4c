use domain::siren::Siren;

use platform::{Error, db::Moment, on};

use crate::{Portal, id::ConversationId};

/// Returns the questions of a company asked from `start` on and before `end`, oldest first; the confidential ones only if
/// `confidential`.
pub async fn asked_in(
    portal: &Portal,
    siren: &Siren,
    confidential: bool,
    start: Moment,
    end: Moment,
) -> Result<Vec<ConversationId>, Error> {
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT id FROM conversation
             WHERE siren = $1 AND (NOT confidential OR $2) AND asked_at >= $3 AND asked_at < $4
             ORDER BY asked_at, id",
        )
        .bind(siren.as_str())
        .bind(confidential)
        .bind(start)
        .bind(end)
        .fetch_all(c)
        .await
    })?)
}
