use backend::messaging::notifications;
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "notifications-lues")]
pub async fn mark_all_read() -> Result<(), ServerFnError> {
    forms::handle(MarkAllRead::NAME, async |request: FormRequest| {
        notifications::mark_all_read(&request.portal, &request.session).await?;
        Ok(Redirect::to(path::NOTIFICATIONS)
            .with_notice("Toutes les notifications sont marquées comme lues."))
    })
    .await
}
