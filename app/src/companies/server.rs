use backend::{Error, companies};
use domain::{co_owner::CoOwner, form::Answers, siren::Siren};
use leptos::prelude::*;

use crate::{
    account::identity::proof_first,
    forms::{self, Follow, FormRequest},
    page,
};

/// Leads to the co-owner's sign-in page, which sends the person back to `/rattachement/{co_owner}/retour`.
#[server(prefix = "/form", endpoint = "rattacher")]
pub async fn link_account() -> Result<(), ServerFnError> {
    forms::handle("rattachement", async |request: FormRequest| {
        let begun = async {
            // Before anything is said of what was named.
            request.session.proved_usager(request.portal.clock.now())?;
            companies::link_begin(&request.portal, &request.session, co_owner(&request.answers)?).await
        };
        match begun.await {
            Ok(address) => Ok(Follow::to(address)),
            // A linked account opens this one: a proof that is too old is asked for again first.
            Err(error) => proof_first(error, &request.page),
        }
    })
    .await
}

/// Unlinks an account of a co-owner; its rights go at once.
#[server(prefix = "/form", endpoint = "detacher")]
pub async fn unlink_account() -> Result<(), ServerFnError> {
    forms::handle("rattachement", async |request: FormRequest| {
        let co_owner = co_owner(&request.answers)?;
        companies::unlink(&request.portal, &request.session, co_owner).await?;
        let site = co_owner.site();
        Ok(Follow::to("/profil/rattachements").with_notice(format!(
            "Votre compte {site} est détaché\u{a0}: ses habilitations ne s’appliquent plus sur le portail, et il ne l’ouvre \
             plus."
        )))
    })
    .await
}

/// Has an account opened at a co-owner, and links it.
#[server(prefix = "/form", endpoint = "creer-compte")]
pub async fn open_account() -> Result<(), ServerFnError> {
    forms::handle("creer-compte", async |request: FormRequest| {
        let co_owner = co_owner(&request.answers)?;
        match companies::open_account(&request.portal, &request.session, co_owner).await {
            Ok(()) => {
                let site = co_owner.site();
                Ok(Follow::to("/profil/rattachements").with_notice(format!(
                    "Votre compte {site} est créé et rattaché. Un mél de {site} vous permet d’en choisir le mot de passe. Il \
                     ne porte aucune habilitation pour le moment\u{a0}: demandez-les sur {site}."
                )))
            }
            Err(error) => proof_first(error, &request.page),
        }
    })
    .await
}

/// Works on another company from now on.
#[server(prefix = "/form", endpoint = "choisir-siren")]
pub async fn choose_company() -> Result<(), ServerFnError> {
    forms::handle("choisir-siren", async |request: FormRequest| {
        let siren = request.answers.text("siren");
        let chosen = companies::choose(&request.portal, &request.session, siren).await?;
        request.context.cookies.set_session(chosen.token.expose());
        Ok(Follow::to(next_page(&request.answers)).with_notice(notice(&request, &chosen.siren).await))
    })
    .await
}

fn co_owner(answers: &Answers) -> Result<CoOwner, Error> {
    CoOwner::from_code(answers.text("co_proprietaire")).ok_or(Error::NotFound)
}

/// The page that asked for a company, if it is one of ours; else the dashboard.
fn next_page(answers: &Answers) -> String {
    page::local(answers.raw("retour")).unwrap_or("/tableau-de-bord").to_owned()
}

async fn notice(request: &FormRequest, siren: &Siren) -> String {
    let number = siren.grouped();
    let named = match request.session.usager() {
        Ok(usager) => companies::company(&request.portal, usager.account, siren).await.ok(),
        Err(_) => None,
    };
    match named {
        Some(company) => format!("Vous travaillez pour {} (SIREN {number}).", company.raison_sociale),
        None => format!("Vous travaillez pour l’entreprise SIREN {number}."),
    }
}
