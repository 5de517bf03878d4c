use backend::messaging::{agent_notices, notifications};
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

#[server(prefix = "/form", endpoint = "notifications-agent-lues")]
pub async fn mark_agent_notices_read() -> Result<(), ServerFnError> {
    forms::handle(MarkAgentNoticesRead::NAME, async |request: FormRequest| {
        agent_notices::mark_all_read(&request.portal, &request.session).await?;
        Ok(Redirect::to(path::AGENT_NOTICES)
            .with_notice("Toutes les notifications sont marquées comme lues."))
    })
    .await
}
