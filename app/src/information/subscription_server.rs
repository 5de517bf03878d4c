//! Server functions of the subscription forms.

use backend::information;
use domain::{path, problem::Problem};
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "abonner-infos-douane")]
pub async fn subscribe() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(Subscribe::NAME, async |request: FormRequest| {
        information::subscribe(&request.portal, &request.context.client, &request.answers).await?;
        let notice = "Un courriel vient de vous être envoyé. Ouvrez le lien qu’il contient pour confirmer votre abonnement.";
        Ok(Redirect::to(path::LETTERS).with_notice(notice).once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "confirmer-abonnement")]
pub async fn confirm_subscription() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ConfirmSubscription::NAME, async |request: FormRequest| {
        match information::confirm(&request.portal, request.answers.text("jeton")).await? {
            true => Ok(Redirect::to(path::LETTERS).with_notice("Votre abonnement est confirmé.").once()),
            false => Err(Error::invalid("", Problem::InvalidLink)),
        }
    })
    .await
}

/// Ends a subscription, in browsers without cookies too.
#[server(prefix = "/form", endpoint = "desabonner-infos-douane")]
pub async fn unsubscribe() -> Result<(), ServerFnError> {
    forms::handle_without_cookies(Unsubscribe::NAME, async |request: FormRequest| {
        match information::unsubscribe(&request.portal, request.answers.text("jeton")).await {
            Ok(()) => Ok(Redirect::to(path::UNSUBSCRIPTION_DONE)),
            // Its page says why.
            Err(Error::NotFound) => Ok(Redirect::to(path::UNSUBSCRIPTION)),
            Err(error) => Err(error),
        }
    })
    .await
}
