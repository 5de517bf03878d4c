//! Server functions of the forms of a shared view. The browser submits them: the pages that follow load other scripts.

use backend::{
    accounts::flash::{self, Flash},
    assistance::sharing,
    id::SharedViewId,
};
use domain::{form::Answers, path, sharing::CODE};
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Shares the view of the browser with the adviser whose code is typed.
#[server(prefix = "/form", endpoint = "partager-vue")]
pub async fn start_sharing() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(StartSharing::NAME, async |request: FormRequest| {
        sharing::start(&request.portal, &request.session, &request.context.client, &request.answers).await?;
        Ok(Redirect::to(path::SHARING).with_notice("Votre vue est partagée avec le conseiller.").once())
    })
    .await
}

/// Stops sharing the view of the browser.
#[server(prefix = "/form", endpoint = "arreter-partage")]
pub async fn stop_sharing() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(StopSharing::NAME, async |request: FormRequest| {
        sharing::end_by_person(&request.portal, &request.session).await?;
        Ok(Redirect::to(request.page).with_notice("Le partage de votre vue est arrêté."))
    })
    .await
}

/// Creates the code of a shared view, which its page shows once.
#[server(prefix = "/form", endpoint = "creer-partage")]
pub async fn create_share() -> Result<(), ServerFnError> {
    forms::handle(CreateShare::NAME, async |request: FormRequest| {
        let created = sharing::create(&request.portal, &request.session).await?;
        let flash = Flash {
            form: CreateShare::NAME.to_owned(),
            answers: Answers::from_iter([(CODE, created.code)]),
            ..Flash::default()
        };
        flash::store(&request.portal, request.session.id, &flash).await?;
        // Sent again within seconds, it creates another code: the first may have been used and its view stopped.
        Ok(Redirect::to(path::shared_view(created.id)))
    })
    .await
}

/// Ends a shared view, for hotline advisers.
#[server(prefix = "/form", endpoint = "terminer-partage")]
pub async fn end_share() -> Result<(), ServerFnError> {
    forms::handle(EndShare::NAME, async |request: FormRequest| {
        let id: SharedViewId = request.id("partage")?;
        sharing::end_by_adviser(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::SHARED_VIEWS).with_notice("Le partage est terminé."))
    })
    .await
}
