//! Server functions of the forms about the role of « administrateur général ».

use backend::{companies::company_admins, id::CompanyAdminRoleId};
use domain::{
    form::Answers,
    path::{self, COMPANY_ADMINS},
    problem::Problem,
    siren::Siren,
};
use leptos::prelude::*;
use platform::Error;

use crate::forms::{self, Endpoint, FormRequest, Redirect};

/// Offers the role to a person. Same response whether or not the account exists.
#[server(prefix = "/form", endpoint = "deleguer-role")]
pub async fn delegate_role() -> Result<(), ServerFnError> {
    forms::handle(DelegateRole::NAME, async |request: FormRequest| {
        let siren = Siren::parse(request.answers.raw("siren")).map_err(|_| Error::NotFound)?;
        company_admins::offer(&request.portal, &request.session, &siren, &request.answers).await?;
        Ok(Redirect::to(format!("{COMPANY_ADMINS}?siren={siren}")).with_notice(
            "La proposition est enregistrée. Si un compte correspond à cet identifiant ou à cette adresse, la \
             personne est prévenue\u{a0}; elle a quatorze jours pour répondre.",
        ))
    })
    .await
}

/// Accepts or declines an offer.
#[server(prefix = "/form", endpoint = "repondre-role")]
pub async fn answer_role() -> Result<(), ServerFnError> {
    forms::handle(AnswerRole::NAME, async |request: FormRequest| {
        let role = role(&request.answers)?;
        if request.answers.raw("reponse") == "accepter" {
            let siren = company_admins::accept(&request.portal, &request.session, role).await?;
            return Ok(Redirect::to(format!("{COMPANY_ADMINS}?siren={siren}")).with_notice(format!(
                "Vous êtes administrateur général de l’entreprise SIREN {}.",
                siren.grouped()
            )));
        }
        company_admins::decline(&request.portal, &request.session, role).await?;
        Ok(Redirect::to(path::COMPANY_ADMINS)
            .with_notice("La proposition est déclinée\u{a0}: rien n’a changé."))
    })
    .await
}

/// Withdraws a delegation, at the request of the person who gave it.
#[server(prefix = "/form", endpoint = "retirer-role")]
pub async fn withdraw_role() -> Result<(), ServerFnError> {
    forms::handle(AnswerRole::NAME, async |request: FormRequest| {
        let role = role(&request.answers)?;
        let ended = company_admins::withdraw(&request.portal, &request.session, role).await;
        end_once(request.page, ended, "La délégation est retirée, ainsi que celles qui en découlaient.")
    })
    .await
}

/// Gives up a role, at the request of its holder.
#[server(prefix = "/form", endpoint = "rendre-role")]
pub async fn renounce_role() -> Result<(), ServerFnError> {
    forms::handle(AnswerRole::NAME, async |request: FormRequest| {
        let role = role(&request.answers)?;
        let ended = company_admins::renounce(&request.portal, &request.session, role).await;
        let done = "Vous avez rendu ce rôle, et les délégations que vous aviez accordées ont pris fin.";
        end_once(request.page, ended, done)
    })
    .await
}

/// Redirects to the page once the role has ended, now or before: the form may be sent twice.
fn end_once(page: String, ended: Result<(), Error>, done: &str) -> Result<Redirect, Error> {
    let notice = match ended {
        Ok(()) => done,
        Err(Error::Invalid(problems)) if problems.iter().all(|one| one.problem == Problem::OfferNotOpen) => {
            "Cette délégation a déjà pris fin."
        }
        Err(error) => return Err(error),
    };
    Ok(Redirect::to(page).with_notice(notice))
}

fn role(answers: &Answers) -> Result<CompanyAdminRoleId, Error> {
    answers.raw("role").parse().map_err(|_| Error::invalid("", Problem::OfferNotOpen))
}
