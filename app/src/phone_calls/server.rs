//! Server functions of the forms of a call.

use backend::{
    assistance::phone_calls::{self, Outcome},
    id::AppointmentId,
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Books a call.
#[server(prefix = "/form", endpoint = "rappel")]
pub async fn book_phone_call() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(BookPhoneCall::NAME, async |request: FormRequest| {
        let token = phone_calls::book(&request.portal, &request.context.client, &request.answers).await?;
        let notice = "Votre appel est prévu. Un courriel de confirmation vous est envoyé.";
        Ok(Redirect::to(path::phone_call(token.expose())).with_notice(notice).once())
    })
    .await
}

/// Moves a call to another slot.
#[server(prefix = "/form", endpoint = "deplacer-rappel")]
pub async fn change_phone_call() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ChangePhoneCall::NAME, async |request: FormRequest| {
        let token = request.answers.text("jeton");
        phone_calls::change_slot(&request.portal, token, &request.answers).await?;
        let notice = "Votre appel est déplacé. Un courriel vous indique la nouvelle heure.";
        Ok(Redirect::to(path::phone_call(path::encode(token))).with_notice(notice))
    })
    .await
}

/// Records the outcome of a call, for hotline advisers.
#[server(prefix = "/form", endpoint = "resultat-appel")]
pub async fn record_phone_call() -> Result<(), ServerFnError> {
    forms::handle(RecordPhoneCall::NAME, async |request: FormRequest| {
        let id: AppointmentId = request.id("appel")?;
        let outcome = Outcome::from_code(request.answers.text("resultat")).ok_or(Error::NotFound)?;
        phone_calls::record_outcome(&request.portal, &request.session, id, outcome).await?;
        Ok(Redirect::to(request.page).with_notice("Le résultat de l’appel est enregistré."))
    })
    .await
}

/// Cancels a call.
#[server(prefix = "/form", endpoint = "annuler-rappel")]
pub async fn cancel_phone_call() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(CancelPhoneCall::NAME, async |request: FormRequest| {
        let token = request.answers.text("jeton");
        phone_calls::cancel(&request.portal, token).await?;
        Ok(Redirect::to(path::phone_call(path::encode(token))).with_notice("Votre appel est annulé."))
    })
    .await
}
