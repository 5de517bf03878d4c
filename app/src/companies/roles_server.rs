//! The forms about the role of « administrateur général ».

use backend::{Error, age};
use domain::{form::Answers, problem::Problem, siren::Siren};
use leptos::prelude::*;
use uuid::Uuid;

use super::administrators_page::ADMINISTRATORS;
use crate::forms::{self, Follow, FormRequest};

/// Offers the role to somebody. The answer is the same whether there is such an account or not.
#[server(prefix = "/form", endpoint = "deleguer-role")]
pub async fn delegate_role() -> Result<(), ServerFnError> {
    forms::handle("deleguer-role", async |request: FormRequest| {
        let siren = Siren::parse(request.answers.raw("siren")).map_err(|_| Error::NotFound)?;
        age::offer(&request.portal, &request.session, &siren, &request.answers).await?;
        Ok(Follow::to(format!("{ADMINISTRATORS}?siren={siren}")).with_notice(
            "La proposition est enregistrée. Si un compte répond à cet identifiant ou à cette adresse, la personne est \
             prévenue\u{a0}; elle a quatorze jours pour répondre.",
        ))
    })
    .await
}

/// Accepts or declines an offer.
#[server(prefix = "/form", endpoint = "repondre-role")]
pub async fn answer_role() -> Result<(), ServerFnError> {
    forms::handle("repondre-role", async |request: FormRequest| {
        let role = role(&request.answers)?;
        if request.answers.raw("reponse") == "accepter" {
            let siren = age::accept(&request.portal, &request.session, role).await?;
            return Ok(Follow::to(format!("{ADMINISTRATORS}?siren={siren}")).with_notice(format!(
                "Vous êtes administrateur général de l’entreprise SIREN {}.",
                siren.grouped()
            )));
        }
        age::decline(&request.portal, &request.session, role).await?;
        Ok(Follow::to(ADMINISTRATORS).with_notice("La proposition est déclinée\u{a0}: rien n’a changé."))
    })
    .await
}

/// The giver takes back what they delegated.
#[server(prefix = "/form", endpoint = "retirer-role")]
pub async fn withdraw_role() -> Result<(), ServerFnError> {
    forms::handle("repondre-role", async |request: FormRequest| {
        age::withdraw(&request.portal, &request.session, role(&request.answers)?).await?;
        Ok(Follow::to(request.page).with_notice("La délégation est retirée, avec celles qui en venaient."))
    })
    .await
}

/// The holder gives the role up.
#[server(prefix = "/form", endpoint = "rendre-role")]
pub async fn give_role_up() -> Result<(), ServerFnError> {
    forms::handle("repondre-role", async |request: FormRequest| {
        age::give_up(&request.portal, &request.session, role(&request.answers)?).await?;
        Ok(Follow::to(request.page)
            .with_notice("Le rôle est rendu, et ce que vous aviez délégué a pris fin."))
    })
    .await
}

fn role(answers: &Answers) -> Result<Uuid, Error> {
    answers.raw("role").parse().map_err(|_| Error::invalid("", Problem::OfferGone))
}
