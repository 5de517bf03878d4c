//! The addresses of the forms of the personal space.

use backend::{Error, profile};
use leptos::prelude::*;
use uuid::Uuid;

use crate::forms::{self, Follow, FormRequest};

#[server(prefix = "/form", endpoint = "situation")]
pub async fn set_situation() -> Result<(), ServerFnError> {
    forms::handle("situation", async |request: FormRequest| {
        let situation = profile::set_situation(&request.portal, &request.session, &request.answers).await?;
        let unverified = situation.company_number.is_some() && !situation.company_number_verified;
        Ok(Follow::to("/profil/situation").with_notice(if unverified {
            "Votre situation est enregistrée. Le numéro d’entreprise n’a pas pu être vérifié\u{a0}: relisez-le."
        } else {
            "Votre situation est enregistrée."
        }))
    })
    .await
}

#[server(prefix = "/form", endpoint = "changer-mot-de-passe")]
pub async fn change_password() -> Result<(), ServerFnError> {
    forms::handle("changer-mot-de-passe", async |request: FormRequest| {
        let token = profile::change_password(&request.portal, &request.session, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Follow::to("/profil/mot-de-passe")
            .with_notice("Votre mot de passe est changé. Vos autres sessions sont fermées."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "changer-adresse")]
pub async fn ask_new_email() -> Result<(), ServerFnError> {
    forms::handle("changer-adresse", async |request: FormRequest| {
        profile::ask_new_email(&request.portal, &request.session, &request.answers).await?;
        // The same words for a free address and for a taken one.
        Ok(Follow::to("/profil/courriel").with_notice(
            "Votre demande est enregistrée. Ouvrez le lien qui vient d’être envoyé à la nouvelle adresse.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "abandonner-adresse")]
pub async fn cancel_new_email() -> Result<(), ServerFnError> {
    forms::handle("abandonner-adresse", async |request: FormRequest| {
        profile::cancel_new_email(&request.portal, &request.session).await?;
        Ok(Follow::to("/profil/courriel")
            .with_notice("Le changement d’adresse est abandonné. Rien n’a changé."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "choix-messages")]
pub async fn set_choices() -> Result<(), ServerFnError> {
    forms::handle("choix-messages", async |request: FormRequest| {
        profile::set_choices(&request.portal, &request.session, &request.answers).await?;
        Ok(Follow::to("/profil/courriel").with_notice("Vos choix de messages sont enregistrés."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "fermer-session")]
pub async fn close_session() -> Result<(), ServerFnError> {
    forms::handle("sessions", async |request: FormRequest| {
        let id = identifier(&request, "session")?;
        profile::close_session(&request.portal, &request.session, id).await?;
        Ok(Follow::to("/profil/securite").with_notice("La session est fermée."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "fermer-autres-sessions")]
pub async fn close_other_sessions() -> Result<(), ServerFnError> {
    forms::handle("sessions", async |request: FormRequest| {
        let notice = match profile::close_others(&request.portal, &request.session).await? {
            0 => "Il n’y avait pas d’autre session ouverte.".to_owned(),
            1 => "L’autre session est fermée.".to_owned(),
            count => format!("Les {count} autres sessions sont fermées."),
        };
        Ok(Follow::to("/profil/securite").with_notice(notice))
    })
    .await
}

#[server(prefix = "/form", endpoint = "oublier-appareil")]
pub async fn forget_device() -> Result<(), ServerFnError> {
    forms::handle("sessions", async |request: FormRequest| {
        let id = identifier(&request, "appareil")?;
        profile::forget_device(&request.portal, &request.session, id).await?;
        Ok(Follow::to("/profil/securite")
            .with_notice("L’appareil est retiré\u{a0}: un code y sera demandé à la prochaine connexion."))
    })
    .await
}

fn identifier(request: &FormRequest, name: &str) -> Result<Uuid, Error> {
    request.answers.text(name).parse().map_err(|_| Error::NotFound)
}
