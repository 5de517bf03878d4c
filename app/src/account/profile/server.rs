//! Server functions of the personal space forms.

use backend::accounts::profile;
use domain::path;
use leptos::prelude::*;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Name shared by the forms for sessions and trusted devices, which are on one page.
pub(super) const SESSIONS_FORM: &str = "sessions";

#[server(prefix = "/form", endpoint = "situation")]
pub async fn set_situation() -> Result<(), ServerFnError> {
    forms::handle(SetSituation::NAME, async |request: FormRequest| {
        let situation = profile::set_situation(&request.portal, &request.session, &request.answers).await?;
        let unverified = situation.company_number.is_some() && !situation.company_number_verified;
        Ok(Redirect::to(path::SITUATION).with_notice(if unverified {
            "Votre situation est enregistrée. Le numéro d’entreprise n’a pas pu être vérifié\u{a0}: \
             corrigez-le si besoin."
        } else {
            "Votre situation est enregistrée."
        }))
    })
    .await
}

#[server(prefix = "/form", endpoint = "changer-mot-de-passe")]
pub async fn change_password() -> Result<(), ServerFnError> {
    forms::handle(ChangePassword::NAME, async |request: FormRequest| {
        let token = profile::change_password(&request.portal, &request.session, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(path::PASSWORD)
            .with_notice("Votre mot de passe a été changé. Vos autres sessions sont fermées."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "changer-adresse")]
pub async fn request_new_email() -> Result<(), ServerFnError> {
    forms::handle(RequestNewEmail::NAME, async |request: FormRequest| {
        profile::request_email_change(&request.portal, &request.session, &request.answers).await?;
        // Identical for a free and a taken address.
        Ok(Redirect::to(path::EMAIL).with_notice(
            "Votre demande est enregistrée. Ouvrez le lien qui vient d’être envoyé à la nouvelle adresse.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "abandonner-adresse")]
pub async fn cancel_email_change() -> Result<(), ServerFnError> {
    forms::handle(CancelEmailChange::NAME, async |request: FormRequest| {
        profile::cancel_email_change(&request.portal, &request.session).await?;
        Ok(Redirect::to(path::EMAIL)
            .with_notice("Le changement d’adresse est annulé\u{a0}: votre adresse actuelle est conservée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "choix-messages")]
pub async fn set_choices() -> Result<(), ServerFnError> {
    forms::handle(SetChoices::NAME, async |request: FormRequest| {
        profile::set_choices(&request.portal, &request.session, &request.answers).await?;
        Ok(Redirect::to(path::EMAIL).with_notice("Vos choix de messages sont enregistrés."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "fermer-session")]
pub async fn close_session() -> Result<(), ServerFnError> {
    forms::handle(SESSIONS_FORM, async |request: FormRequest| {
        let id = request.id("session")?;
        profile::close_session(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::SECURITY).with_notice("La session est fermée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "fermer-autres-sessions")]
pub async fn close_other_sessions() -> Result<(), ServerFnError> {
    forms::handle(SESSIONS_FORM, async |request: FormRequest| {
        let notice = match profile::close_others(&request.portal, &request.session).await? {
            0 => "Il n’y avait pas d’autre session ouverte.".to_owned(),
            1 => "L’autre session est fermée.".to_owned(),
            count => format!("Les {count}\u{a0}autres sessions sont fermées."),
        };
        Ok(Redirect::to(path::SECURITY).with_notice(notice))
    })
    .await
}

#[server(prefix = "/form", endpoint = "oublier-appareil")]
pub async fn forget_device() -> Result<(), ServerFnError> {
    forms::handle(SESSIONS_FORM, async |request: FormRequest| {
        let id = request.id("appareil")?;
        profile::forget_device(&request.portal, &request.session, id).await?;
        Ok(Redirect::to(path::SECURITY)
            .with_notice("L’appareil est retiré\u{a0}: un code y sera demandé à la prochaine connexion."))
    })
    .await
}
