//! Server functions of the second factor forms.

use backend::accounts::{
    mfa::{self, FactorAdded, LevelChange},
    sessions::Visitor,
    sign_in,
};
use domain::{account::SecurityLevel, path};
use leptos::prelude::*;
use platform::Error;

use super::{super::return_path::with_return, holder::Holder};
use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "ajouter-application")]
pub async fn add_application() -> Result<(), ServerFnError> {
    forms::handle(AddApplication::NAME, async |request: FormRequest| {
        added_application(Holder::Usager, &request).await
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-ajouter-application")]
pub async fn add_staff_application() -> Result<(), ServerFnError> {
    forms::handle(AddStaffApplication::NAME, async |request: FormRequest| {
        added_application(Holder::Staff, &request).await
    })
    .await
}

async fn added_application(holder: Holder, request: &FormRequest) -> Result<Redirect, Error> {
    holder.check(&request.session)?;
    let confirmed =
        mfa::confirm_authenticator_app(&request.portal, &request.session, &request.answers).await?;
    let notice = if confirmed.level_changed || holder == Holder::Staff {
        "L’application est ajoutée\u{a0}: son code vous sera demandé à chaque connexion."
    } else {
        "L’application est ajoutée à votre compte."
    };
    Ok(after_enrolment(holder, request, confirmed).with_notice(notice))
}

#[server(prefix = "/form", endpoint = "ajouter-cle")]
pub async fn add_passkey() -> Result<(), ServerFnError> {
    forms::handle(AddPasskey::NAME, async |request: FormRequest| {
        added_passkey(Holder::Usager, &request).await
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-ajouter-cle")]
pub async fn add_staff_passkey() -> Result<(), ServerFnError> {
    forms::handle(AddStaffPasskey::NAME, async |request: FormRequest| {
        added_passkey(Holder::Staff, &request).await
    })
    .await
}

async fn added_passkey(holder: Holder, request: &FormRequest) -> Result<Redirect, Error> {
    holder.check(&request.session)?;
    let confirmed = mfa::confirm_passkey(&request.portal, &request.session, &request.answers).await?;
    let notice = if confirmed.level_changed || holder == Holder::Staff {
        "La clé d’accès est ajoutée\u{a0}: elle vous sera demandée à chaque connexion."
    } else {
        "La clé d’accès est ajoutée à votre compte\u{a0}: elle peut remplacer le mot de passe à la connexion."
    };
    Ok(after_enrolment(holder, request, confirmed).with_notice(notice))
}

/// Returns the address of the page after a factor was added. Sets the renewed session cookie.
fn after_enrolment(holder: Holder, request: &FormRequest, confirmed: FactorAdded) -> Redirect {
    request.context.cookies.set_session(confirmed.token);
    let return_path = path::local(request.answers.raw("retour"));
    let next = match request.session.visitor {
        // Enrolment ends the sign-in; its confirmation page comes after the recovery codes.
        Visitor::Enrolling(_) => Some(with_return(path::SIGN_IN_CONFIRMATION, return_path)),
        _ => return_path.map(str::to_owned),
    };
    match confirmed.recovery_codes_due {
        true => Redirect::to(with_return(holder.recovery_codes(), next.as_deref())),
        false => Redirect::to(next.unwrap_or_else(|| holder.security().to_owned())),
    }
}

#[server(prefix = "/form", endpoint = "retirer-application")]
pub async fn remove_application() -> Result<(), ServerFnError> {
    forms::handle(RemoveApplication::NAME, async |request: FormRequest| {
        removed_application(Holder::Usager, &request).await
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-retirer-application")]
pub async fn remove_staff_application() -> Result<(), ServerFnError> {
    forms::handle(RemoveStaffApplication::NAME, async |request: FormRequest| {
        removed_application(Holder::Staff, &request).await
    })
    .await
}

async fn removed_application(holder: Holder, request: &FormRequest) -> Result<Redirect, Error> {
    holder.check_complete(&request.session)?;
    let removed =
        mfa::remove_authenticator_app(&request.portal, &request.session, request.id("facteur")?).await;
    let notice = match forms::unless_removed(removed)? {
        Some(app) => format!("L’application «\u{a0}{}\u{a0}» est retirée de votre compte.", app.name),
        None => "Cette application est déjà retirée de votre compte.".to_owned(),
    };
    Ok(Redirect::to(holder.security()).with_notice(notice))
}

#[server(prefix = "/form", endpoint = "retirer-cle")]
pub async fn remove_passkey() -> Result<(), ServerFnError> {
    forms::handle(RemovePasskey::NAME, async |request: FormRequest| {
        removed_passkey(Holder::Usager, &request).await
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-retirer-cle")]
pub async fn remove_staff_passkey() -> Result<(), ServerFnError> {
    forms::handle(RemoveStaffPasskey::NAME, async |request: FormRequest| {
        removed_passkey(Holder::Staff, &request).await
    })
    .await
}

async fn removed_passkey(holder: Holder, request: &FormRequest) -> Result<Redirect, Error> {
    holder.check_complete(&request.session)?;
    let removed = mfa::remove_passkey(&request.portal, &request.session, request.id("facteur")?).await;
    let notice = match forms::unless_removed(removed)? {
        Some(key) => format!("La clé d’accès «\u{a0}{}\u{a0}» est retirée de votre compte.", key.name),
        None => "Cette clé d’accès est déjà retirée de votre compte.".to_owned(),
    };
    Ok(Redirect::to(holder.security()).with_notice(notice))
}

#[server(prefix = "/form", endpoint = "renouveler-codes")]
pub async fn renew_codes() -> Result<(), ServerFnError> {
    forms::handle(RenewCodes::NAME, async |request: FormRequest| {
        renewed_codes(Holder::Usager, &request).await
    })
    .await
}

#[server(prefix = "/form", endpoint = "equipe-renouveler-codes")]
pub async fn renew_staff_codes() -> Result<(), ServerFnError> {
    forms::handle(RenewStaffCodes::NAME, async |request: FormRequest| {
        renewed_codes(Holder::Staff, &request).await
    })
    .await
}

async fn renewed_codes(holder: Holder, request: &FormRequest) -> Result<Redirect, Error> {
    holder.check(&request.session)?;
    mfa::request_recovery_codes(&request.portal, &request.session).await?;
    Ok(Redirect::to(holder.recovery_codes()))
}

#[server(prefix = "/form", endpoint = "changer-niveau")]
pub async fn change_level() -> Result<(), ServerFnError> {
    forms::handle(ChangeLevel::NAME, async |request: FormRequest| {
        let changed = mfa::change_level(&request.portal, &request.session, &request.answers).await?;
        Ok(match changed {
            LevelChange::Done(level) => Redirect::to(path::SECURITY)
                .with_notice(format!("Votre niveau de sécurité\u{a0}: {}.", level.label())),
            LevelChange::AuthenticatorAppNeeded => {
                Redirect::to(path::new_authenticator_app_for(SecurityLevel::Totp.code()))
                    .with_notice("Ajoutez une application\u{a0}: votre niveau changera aussitôt.")
            }
            LevelChange::PasskeyNeeded => Redirect::to(path::new_passkey_for(SecurityLevel::Passkey.code()))
                .with_notice("Ajoutez une clé d’accès\u{a0}: votre niveau changera aussitôt."),
            LevelChange::NumberToConfirm => Redirect::to(path::SMS_NUMBER),
        })
    })
    .await
}

#[server(prefix = "/form", endpoint = "confirmer-numero")]
pub async fn confirm_number() -> Result<(), ServerFnError> {
    forms::handle(ConfirmNumber::NAME, async |request: FormRequest| {
        let confirmed = mfa::confirm_sms_number(&request.portal, &request.session, &request.answers).await?;
        request.context.cookies.set_session(confirmed.token);
        let next = if confirmed.recovery_codes_due { path::RECOVERY_CODES } else { path::SECURITY };
        Ok(Redirect::to(next).with_notice(
            "Votre numéro est confirmé\u{a0}: un code vous sera envoyé par SMS à chaque connexion.",
        ))
    })
    .await
}

#[server(prefix = "/form", endpoint = "renvoyer-code-numero")]
pub async fn resend_number_code() -> Result<(), ServerFnError> {
    forms::handle(ResendNumberCode::NAME, async |request: FormRequest| {
        mfa::resend_sms_number_code(&request.portal, &request.session).await?;
        Ok(Redirect::to(request.page)
            .with_notice("Un nouveau code vient de vous être envoyé. Le précédent n’est plus valable."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "preuve")]
pub async fn reauthenticate() -> Result<(), ServerFnError> {
    forms::handle(Reauthenticate::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let token =
            sign_in::reauthenticate(&request.portal, &request.session, client, &request.answers).await?;
        request.context.cookies.set_session(token);
        Ok(Redirect::to(path::local(request.answers.raw("retour")).unwrap_or(path::SECURITY)))
    })
    .await
}

#[server(prefix = "/form", endpoint = "preuve-code")]
pub async fn send_reauthentication_code() -> Result<(), ServerFnError> {
    forms::handle(SendReauthenticationCode::NAME, async |request: FormRequest| {
        let factor = request.answers.text("moyen").to_owned();
        sign_in::send_reauthentication_code(&request.portal, &request.session, &factor).await?;
        Ok(Redirect::to(request.page).with_notice("Votre code vient d’être envoyé."))
    })
    .await
}
