//! Server functions of the payment forms.

use backend::payments;
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Finds the créance of a payment notice.
#[server(prefix = "/form", endpoint = "chercher-avis")]
pub async fn find_notice() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(FindNotice::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let id = payments::find_notice(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Redirect::to(path::payment_notice(id)))
    })
    .await
}

/// Begins the payment of the créance of a payment notice.
#[server(prefix = "/form", endpoint = "payer-avis")]
pub async fn pay_notice() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(PayNotice::NAME, async |request: FormRequest| {
        let id = request.id("avis")?;
        let address = payments::begin_for_notice(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(address).once())
    })
    .await
}

/// Begins the payment of a créance of the selected company.
#[server(prefix = "/form", endpoint = "payer-creance")]
pub async fn pay_creance() -> Result<(), ServerFnError> {
    forms::handle(PayCreance::NAME, async |request: FormRequest| {
        let reference = request.answers.text("creance");
        let address = payments::begin_for_creance(&request.portal, &request.session, reference).await?;
        Ok(Redirect::to(address).once())
    })
    .await
}
