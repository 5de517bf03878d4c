use backend::notifications;
use leptos::prelude::*;

use crate::forms::{self, Follow, FormRequest};

#[server(prefix = "/form", endpoint = "notifications-lues")]
pub async fn mark_all_read() -> Result<(), ServerFnError> {
    forms::handle("notifications-lues", async |request: FormRequest| {
        notifications::mark_all_read(&request.portal, &request.session).await?;
        Ok(Follow::to("/notifications").with_notice("Toutes les notifications sont marquées comme lues."))
    })
    .await
}
