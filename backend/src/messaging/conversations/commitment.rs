use domain::answer_delay::Commitment;
use sqlx::types::Json;

use platform::{Error, on};

use crate::{Portal, id::ConversationId};

/// What a question is about, and what the service undertook when it was sent.
pub struct Undertaking {
    /// Identifier of the motif.
    pub motif: String,
    /// `None` if the service promised nothing.
    pub commitment: Option<Commitment>,
}

/// Returns the undertaking of a question that exists.
pub async fn undertaking(portal: &Portal, id: ConversationId) -> Result<Undertaking, Error> {
    let (motif, commitment): (String, Option<Json<Commitment>>) = on!(portal.db, |c| {
        sqlx::query_as("SELECT motif, commitment FROM conversation WHERE id = $1").bind(id).fetch_one(c).await
    })?;
    Ok(Undertaking { motif, commitment: commitment.map(|Json(commitment)| commitment) })
}
