//! Server function of those who read documents.

use backend::{
    accounts::sessions::Visitor,
    documents::{self, Acknowledged},
    id::DocumentId,
};
use leptos::prelude::*;

use super::place::Place;
use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Acknowledges a version.
#[server(prefix = "/form", endpoint = "prendre-connaissance")]
pub async fn acknowledge_document() -> Result<(), ServerFnError> {
    forms::handle(AcknowledgeDocument::NAME, async |request: FormRequest| {
        let (document, version) = (request.id::<DocumentId>("document")?, request.id("version")?);
        let outcome = documents::acknowledge(&request.portal, &request.session, document, version).await?;
        let notice = match outcome {
            Acknowledged::Recorded => "Votre lecture est confirmée.",
            Acknowledged::Replaced => {
                "Une nouvelle version vient d’être publiée\u{a0}: lisez-la, puis confirmez votre lecture."
            }
        };
        let place = match request.session.visitor {
            Visitor::Staff(_) => Place::Agent,
            _ => Place::Operator,
        };
        Ok(Redirect::to(place.document(document)).with_notice(notice))
    })
    .await
}
