//! The téléservices that were opened in a session: those that must be told of its end.

use domain::rights::Teleservice;
use uuid::Uuid;

use super::code::Asked;
use crate::{
    Error,
    db::{Moment, Tx},
    on_tx,
};

/// Notes that the téléservice is opened; gives the identifier of the visit, `sid` of its tokens. The same téléservice
/// again in the same session is the same visit.
pub(super) async fn note(
    tx: &mut Tx,
    asked: &Asked<'_>,
    teleservice: Teleservice,
    now: Moment,
) -> Result<Uuid, Error> {
    let again: Option<Uuid> = on_tx!(tx, |c| {
        sqlx::query_scalar(
            "UPDATE teleservice_visit SET siren = $1, last_at = $2
             WHERE session_id = $3 AND account = $4 AND teleservice = $5 AND ended_at IS NULL RETURNING id",
        )
        .bind(asked.siren.as_str())
        .bind(now)
        .bind(asked.session)
        .bind(asked.account)
        .bind(teleservice.code())
        .fetch_optional(c)
        .await
    })?;
    if let Some(id) = again {
        return Ok(id);
    }
    // Not `now_v7`: a téléservice learns nothing from it.
    let id = Uuid::new_v4();
    on_tx!(tx, |c| {
        sqlx::query(
            "INSERT INTO teleservice_visit (id, session_id, account, teleservice, siren, first_at, last_at, due_at, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $6, $6, 0)",
        )
        .bind(id)
        .bind(asked.session)
        .bind(asked.account)
        .bind(teleservice.code())
        .bind(asked.siren.as_str())
        .bind(now)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(id)
}
