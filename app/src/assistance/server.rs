//! Server functions of the persons' forms.

use backend::assistance::cases::{self, Access, Opened, Side};
use domain::{
    assistance::{self, CaseSecret},
    form::checked,
    path,
    problem::Problem,
};
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

#[server(prefix = "/form", endpoint = "saisir-assistance")]
pub async fn open_case() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(OpenCase::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let opened = cases::open(&request.portal, &request.session, client, &request.answers).await?;
        Ok(opened_redirect(opened, path::ASSISTANCE, path::ASSISTANCE_SENT))
    })
    .await
}

#[server(prefix = "/form", endpoint = "ecrire-infos-douane")]
pub async fn open_regulation_case() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(OpenRegulationCase::NAME, async |request: FormRequest| {
        let client = &request.context.client;
        let opened =
            cases::open_regulation(&request.portal, &request.session, client, &request.answers).await?;
        Ok(opened_redirect(opened, path::REGULATION_REQUEST, path::REGULATION_REQUEST_SENT))
    })
    .await
}

/// `form`: the page with the form; `sent`: the page that asks to confirm the address.
fn opened_redirect(opened: Opened, form: &'static str, sent: &'static str) -> Redirect {
    match opened {
        Opened::Open(reference, secret) => {
            let notice = opened_notice(reference.as_str(), &secret);
            Redirect::to(path::case(reference)).with_notice(notice).once()
        }
        Opened::Before => Redirect::to(form).with_notice("Votre demande est déjà enregistrée."),
        Opened::AwaitsConfirmation => Redirect::to(sent).once(),
    }
}

/// Displays the secret, once.
fn opened_notice(reference: &str, secret: &CaseSecret) -> String {
    format!(
        "Votre dossier {reference} est ouvert. Sa clé, qui ne sera plus affichée\u{a0}: {}. Elle est aussi dans le courriel \
         que vous recevez.",
        secret.expose()
    )
}

#[server(prefix = "/form", endpoint = "confirmer-dossier")]
pub async fn confirm_case() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(ConfirmCase::NAME, async |request: FormRequest| {
        let confirmed = cases::confirm(&request.portal, request.answers.text("jeton")).await?;
        let (reference, secret) = confirmed.ok_or_else(|| Error::invalid("", Problem::InvalidLink))?;
        let notice = opened_notice(&reference, &secret);
        Ok(Redirect::to(path::case_with_secret(reference, secret.expose())).with_notice(notice).once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "suivre-dossier")]
pub async fn look_up_case() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(LookUpCase::NAME, async |request: FormRequest| {
        let answers = checked(&assistance::lookup(), &request.answers, &())?;
        let access = access(&request);
        match cases::read(&request.portal, &access).await {
            Ok(case) => {
                Ok(Redirect::to(path::case_with_secret(case.reference, path::encode(answers.text("cle")))))
            }
            Err(Error::NotFound) => Err(Error::invalid("", Problem::WrongCaseKey)),
            Err(error) => Err(error),
        }
    })
    .await
}

#[server(prefix = "/form", endpoint = "completer-dossier")]
pub async fn follow_up_case() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(FollowUpCase::NAME, async |request: FormRequest| {
        cases::follow_up(&request.portal, &access(&request), &request.answers).await?;
        Ok(Redirect::to(request.page).with_notice("Votre message est envoyé.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-piece-dossier")]
pub async fn remove_case_file() -> Result<(), ServerFnError> {
    forms::handle_from_visitor(RemoveCaseFile::NAME, async |request: FormRequest| {
        let file = request.id("piece")?;
        cases::remove_file(&request.portal, &Side::Person(access(&request)), file).await?;
        Ok(Redirect::to(request.page).with_notice("Fichier retiré."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "rattacher-dossier")]
pub async fn claim_case() -> Result<(), ServerFnError> {
    forms::handle(ClaimCase::NAME, async |request: FormRequest| {
        cases::claim(&request.portal, &access(&request)).await?;
        Ok(Redirect::to(request.page).with_notice("Le dossier est rattaché à votre compte."))
    })
    .await
}

fn access(request: &FormRequest) -> Access<'_> {
    Access {
        session: Some(&request.session),
        client: &request.context.client,
        reference: request.answers.text("reference"),
        secret: request.answers.text("cle"),
    }
}
