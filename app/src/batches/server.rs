//! Server functions of batches.

use backend::{
    customs::batches,
    id::{BatchId, ConversationId},
};
use domain::{batch::CHOSEN, path};
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "preparer-lot")]
pub async fn prepare_batch() -> Result<(), ServerFnError> {
    forms::handle(PrepareBatch::NAME, async |request: FormRequest| {
        let id: BatchId = request.id("lot")?;
        let chosen: Result<Vec<ConversationId>, Error> =
            request.answers.all(CHOSEN).iter().map(|one| one.parse().map_err(|_| Error::NotFound)).collect();
        batches::prepare(&request.portal, &request.session, id, &chosen?, &request.answers).await?;
        Ok(Redirect::to(path::batch(id)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "executer-lot")]
pub async fn execute_batch() -> Result<(), ServerFnError> {
    forms::handle(ExecuteBatch::NAME, async |request: FormRequest| {
        let id: BatchId = request.id("lot")?;
        batches::execute(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::batch(id)))
    })
    .await
}
