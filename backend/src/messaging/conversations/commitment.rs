use domain::answer_delay::Commitment;
use sqlx::types::Json;

use platform::{Error, on};

use crate::{Portal, id::ConversationId};

/// Subject of a question, and the commitment of the service when it was sent.
pub struct MotifCommitment {
    /// Identifier of the motif.
    pub motif: String,
    /// `None` if the service promised nothing.
    pub commitment: Option<Commitment>,
}

/// Returns the motif and the commitment of a question that exists.
pub async fn motif_commitment(portal: &Portal, id: ConversationId) -> Result<MotifCommitment, Error> {
    let (motif, commitment): (String, Option<Json<Commitment>>) = on!(portal.db, |c| {
        sqlx::query_as("SELECT motif, commitment FROM conversation WHERE id = $1").bind(id).fetch_one(c).await
    })?;
    Ok(MotifCommitment { motif, commitment: commitment.map(|Json(commitment)| commitment) })
}
