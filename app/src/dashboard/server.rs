//! Server functions of the calendar's forms.

use backend::{companies::subscriptions, dashboard};
use domain::path;
use leptos::prelude::*;

use crate::{
    account::identity::reauthenticate_first,
    forms::{self, Endpoint, FormRequest, Redirect},
};

/// Requests an address for calendar programs, which the page then displays once.
#[server(prefix = "/form", endpoint = "abonner-agenda")]
pub async fn subscribe_calendar() -> Result<(), ServerFnError> {
    forms::handle(SubscribeCalendar::NAME, async |request: FormRequest| {
        let requested = async {
            // Checked first, so that a person without the right is asked for no code in vain.
            dashboard::may_see_due_dates(&request.portal, &request.session).await?;
            subscriptions::request(&request.portal, &request.session).await
        };
        match requested.await {
            Ok(()) => Ok(Redirect::to(path::CALENDAR)),
            Err(error) => reauthenticate_first(error, path::CALENDAR),
        }
    })
    .await
}

/// Revokes the address for the current company.
#[server(prefix = "/form", endpoint = "retirer-agenda")]
pub async fn unsubscribe_calendar() -> Result<(), ServerFnError> {
    forms::handle(UnsubscribeCalendar::NAME, async |request: FormRequest| {
        subscriptions::revoke(&request.portal, &request.session).await?;
        Ok(Redirect::to(path::CALENDAR)
            .with_notice("L’adresse d’agenda est supprimée\u{a0}: elle ne répond plus."))
    })
    .await
}
