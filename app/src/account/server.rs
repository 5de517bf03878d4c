//! Server functions of the account forms.

use backend::accounts::{
    links::Purpose,
    registration, sessions,
    sign_in::{self, Next, SignInOutcome},
};
use domain::{company::CompanyNumber, mfa::SecondFactor, path};
use leptos::prelude::*;

use super::{return_path::with_return, used_link::after_use};
use crate::{
    context::RequestContext,
    forms::{self, Endpoint, FormRequest, Redirect},
};

#[server(prefix = "/form", endpoint = "inscription")]
pub async fn register() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(Register::NAME, async |request: FormRequest| {
        registration::register(&request.portal, &request.session, &request.context.client, &request.answers).await?;
        let redirect = Redirect::to(path::REGISTRATION_CONFIRMATION).once();
        let number = request.answers.text("numero_entreprise");
        Ok(match CompanyNumber::read(number).warning().filter(|_| !number.is_empty()) {
            Some(_) => redirect.with_notice(
                "Le numéro d’entreprise saisi n’a pas pu être vérifié\u{a0}: il est enregistré comme «\u{a0}non \
                 vérifié\u{a0}».",
            ),
            None => redirect,
        })
    })
    .await
}

#[server(prefix = "/form", endpoint = "renvoyer-activation")]
pub async fn resend_activation() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ResendActivation::NAME, async |request: FormRequest| {
        registration::resend(&request.portal, &request.context.client, &request.answers).await?;
        Ok(Redirect::to(path::REGISTRATION_CONFIRMATION).once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "activation")]
pub async fn activate() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(Activate::NAME, async |request: FormRequest| {
        let used = registration::activate(&request.portal, &request.answers).await;
        after_use(&request, used, Purpose::Activation, path::ACTIVATION_CONFIRMATION).await
    })
    .await
}

#[server(prefix = "/form", endpoint = "connexion")]
pub async fn sign_in() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(SignIn::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let signed = sign_in::sign_in(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Redirect::to(after_first_step(&request.context, signed, request.answers.text("retour"))))
    })
    .await
}

#[server(prefix = "/form", endpoint = "connexion-code")]
pub async fn confirm_code() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ConfirmCode::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let signed =
            sign_in::confirm_code(&request.portal, &request.session, client, &request.answers).await?;
        Ok(Redirect::to(after_first_step(&request.context, signed, request.answers.text("retour"))))
    })
    .await
}

/// Opens the session that will hold the passkey challenge, then redirects to the passkey page.
#[server(prefix = "/form", endpoint = "demander-cle")]
pub async fn start_passkey_sign_in() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(StartPasskeySignIn::NAME, async |request: FormRequest| {
        Ok(Redirect::to(with_return(path::SIGN_IN_PASSKEY, Some(request.answers.text("retour")))))
    })
    .await
}

#[server(prefix = "/form", endpoint = "connexion-cle")]
pub async fn sign_in_with_passkey() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(SignInWithPasskey::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let signed =
            sign_in::sign_in_with_passkey(&request.portal, &request.session, client, &request.answers)
                .await?;
        Ok(Redirect::to(after_first_step(&request.context, signed, request.answers.text("retour"))))
    })
    .await
}

/// Sets the session and device cookies, and returns the address of the next step.
pub fn after_first_step(context: &RequestContext, signed: SignInOutcome, return_path: &str) -> String {
    context.cookies.set_session(signed.token);
    if let Some(device) = signed.device {
        context.cookies.set_device(device);
    }
    let next = match signed.next {
        Next::SecondFactor => path::SIGN_IN_CODE,
        Next::Enrol(SecondFactor::Passkey) => path::NEW_PASSKEY,
        Next::Enrol(_) => path::NEW_AUTHENTICATOR_APP,
        Next::Done => path::SIGN_IN_CONFIRMATION,
    };
    with_return(next, Some(return_path))
}

#[server(prefix = "/form", endpoint = "renvoyer-code")]
pub async fn resend_code() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ResendCode::NAME, async |request: FormRequest| {
        let factor = request.answers.text("moyen").to_owned();
        sign_in::resend_code(&request.portal, &request.session, &factor).await?;
        Ok(Redirect::to(request.page).with_notice(
            "Un code vient de vous être envoyé. Tout code envoyé auparavant n’est plus valable.",
        ))
    })
    .await
}

/// Closes the session. The browser keeps an anonymous one of the same chain, so that a form of another tab, sent later,
/// is parked for its owner.
#[server(prefix = "/form", endpoint = "deconnexion")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(SignOut::NAME, async |request: FormRequest| {
        let next = sign_in::sign_out(&request.portal, &request.session).await?;
        leave_session(&request).await;
        Ok(Redirect::to(next.map_or_else(|| path::SIGNED_OUT.to_owned(), String::from)))
    })
    .await
}

/// Replaces the closed session of the browser by an anonymous one of the same chain; without one if the portal has no
/// place for it.
pub(crate) async fn leave_session(request: &FormRequest) {
    let (client, chain) = (&request.context.client, request.session.first_of_chain());
    match sessions::create_after(&request.portal, client, Some(chain)).await {
        Ok((token, _)) => request.context.cookies.set_session(token),
        Err(error) => {
            tracing::warn!(%error, "failed to open a session after a sign-out");
            request.context.cookies.clear_session();
        }
    }
}
