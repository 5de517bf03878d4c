//! The addresses of the forms about second factors.

use backend::{
    Error,
    factors::{self, Confirmed, LevelChange},
    session::Visitor,
    sign_in,
};
use domain::account::SecurityLevel;
use leptos::prelude::*;
use uuid::Uuid;

use super::{super::with_return, SECURITY};
use crate::{
    forms::{self, Follow, FormRequest},
    page,
};

const CODES: &str = "/profil/securite/codes-de-secours";

#[server(prefix = "/form", endpoint = "ajouter-application")]
pub async fn add_application() -> Result<(), ServerFnError> {
    forms::handle("ajouter-application", async |request: FormRequest| {
        let confirmed =
            factors::confirm_application(&request.portal, &request.session, &request.answers).await?;
        let told = if confirmed.level_changed {
            "L’application est ajoutée\u{a0}: son code vous sera demandé à chaque connexion."
        } else {
            "L’application est ajoutée à votre compte."
        };
        Ok(after(&request, confirmed).with_notice(told))
    })
    .await
}

#[server(prefix = "/form", endpoint = "ajouter-cle")]
pub async fn add_passkey() -> Result<(), ServerFnError> {
    forms::handle("ajouter-cle", async |request: FormRequest| {
        let confirmed = factors::confirm_passkey(&request.portal, &request.session, &request.answers).await?;
        let told = if confirmed.level_changed {
            "La clé d’accès est ajoutée\u{a0}: elle vous sera demandée à chaque connexion."
        } else {
            "La clé d’accès est ajoutée à votre compte\u{a0}: elle peut suffire à vous connecter."
        };
        Ok(after(&request, confirmed).with_notice(told))
    })
    .await
}

/// Where the person goes once a factor is added.
fn after(request: &FormRequest, confirmed: Confirmed) -> Follow {
    request.context.cookies.set_session(confirmed.token);
    let wanted = page::local(request.answers.raw("retour"));
    let next = match request.session.visitor {
        // The sign-in ends here: its confirmation comes once the codes are noted.
        Visitor::Enrolling(_) => Some(with_return("/connexion/confirmation", wanted)),
        _ => wanted.map(str::to_owned),
    };
    match confirmed.draws_codes {
        true => Follow::to(with_return(CODES, next.as_deref())),
        false => Follow::to(next.unwrap_or_else(|| SECURITY.to_owned())),
    }
}

#[server(prefix = "/form", endpoint = "retirer-application")]
pub async fn remove_application() -> Result<(), ServerFnError> {
    forms::handle("retirer-application", async |request: FormRequest| {
        let removed =
            factors::remove_application(&request.portal, &request.session, factor(&request)?).await?;
        let notice = format!("L’application «\u{a0}{}\u{a0}» est retirée de votre compte.", removed.name);
        Ok(Follow::to(SECURITY).with_notice(notice))
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-cle")]
pub async fn remove_passkey() -> Result<(), ServerFnError> {
    forms::handle("retirer-cle", async |request: FormRequest| {
        let removed = factors::remove_passkey(&request.portal, &request.session, factor(&request)?).await?;
        let notice = format!("La clé d’accès «\u{a0}{}\u{a0}» est retirée de votre compte.", removed.name);
        Ok(Follow::to(SECURITY).with_notice(notice))
    })
    .await
}

/// The factor that the form is about.
fn factor(request: &FormRequest) -> Result<Uuid, Error> {
    request.answers.text("facteur").parse().map_err(|_| Error::NotFound)
}

#[server(prefix = "/form", endpoint = "renouveler-codes")]
pub async fn renew_codes() -> Result<(), ServerFnError> {
    forms::handle("renouveler-codes", async |request: FormRequest| {
        factors::ask_new_codes(&request.portal, &request.session).await?;
        Ok(Follow::to(CODES))
    })
    .await
}

#[server(prefix = "/form", endpoint = "changer-niveau")]
pub async fn change_level() -> Result<(), ServerFnError> {
    forms::handle("changer-niveau", async |request: FormRequest| {
        let changed = factors::change_level(&request.portal, &request.session, &request.answers).await?;
        Ok(match changed {
            LevelChange::Done(level) => Follow::to(SECURITY)
                .with_notice(format!("Votre niveau de sécurité\u{a0}: {}.", level.label())),
            LevelChange::ApplicationNeeded => {
                Follow::to(format!("/profil/securite/application?niveau={}", SecurityLevel::Totp.code()))
                    .with_notice("Ajoutez une application\u{a0}: votre niveau changera aussitôt.")
            }
            LevelChange::PasskeyNeeded => {
                Follow::to(format!("/profil/securite/cle?niveau={}", SecurityLevel::Passkey.code()))
                    .with_notice("Ajoutez une clé d’accès\u{a0}: votre niveau changera aussitôt.")
            }
            LevelChange::NumberToConfirm => Follow::to("/profil/securite/numero-sms"),
        })
    })
    .await
}

#[server(prefix = "/form", endpoint = "confirmer-numero")]
pub async fn confirm_number() -> Result<(), ServerFnError> {
    forms::handle("confirmer-numero", async |request: FormRequest| {
        let confirmed = factors::confirm_number(&request.portal, &request.session, &request.answers).await?;
        request.context.cookies.set_session(confirmed.token);
        let next = if confirmed.draws_codes { CODES } else { SECURITY };
        Ok(Follow::to(next).with_notice(
            "Votre numéro est confirmé\u{a0}: un code vous sera envoyé par SMS à chaque connexion.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "renvoyer-code-numero")]
pub async fn resend_number_code() -> Result<(), ServerFnError> {
    forms::handle("renvoyer-code-numero", async |request: FormRequest| {
        factors::resend_number_code(&request.portal, &request.session).await?;
        Ok(Follow::to(request.page)
            .with_notice("Un nouveau code vient de vous être envoyé. Le précédent n’est plus valable."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "preuve")]
pub async fn prove() -> Result<(), ServerFnError> {
    forms::handle("preuve", async |request: FormRequest| {
        let client = &request.context.client;
        let token = sign_in::prove(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Follow::to(page::local(request.answers.raw("retour")).unwrap_or(SECURITY)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "preuve-code")]
pub async fn send_proof_code() -> Result<(), ServerFnError> {
    forms::handle("preuve-code", async |request: FormRequest| {
        let way = request.answers.text("moyen").to_owned();
        sign_in::send_proof_code(&request.portal, &request.session, &way).await?;
        Ok(Follow::to(request.page).with_notice("Votre code vient d’être envoyé."))
    })
    .await
}
