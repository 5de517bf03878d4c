use backend::companies;
use domain::{co_owner::CoOwner, form::Answers, path, siren::Siren};
use leptos::prelude::*;
use platform::Error;

use crate::{
    account::identity::reauthenticate_first,
    forms::{self, Endpoint, FormRequest, Redirect},
};

/// Redirects to the co-owner's sign-in page, which calls back `/rattachement/{co_owner}/retour`.
#[server(prefix = "/form", endpoint = "rattacher")]
pub async fn link_account() -> Result<(), ServerFnError> {
    forms::handle(companies::LINKS_FORM, async |request: FormRequest| {
        let started = async {
            // Checked first, so that errors reveal nothing about the co-owner account.
            request.session.recently_authenticated_usager(request.portal.clock.now())?;
            companies::begin_link(&request.portal, &request.session, co_owner(&request.answers)?).await
        };
        match started.await {
            Ok(address) => Ok(Redirect::to(address)),
            // A linked account can sign in to this one, so linking requires re-authentication.
            Err(error) => reauthenticate_first(error, &request.page),
        }
    })
    .await
}

/// Unlinks a co-owner account. Its rights end immediately.
#[server(prefix = "/form", endpoint = "detacher")]
pub async fn unlink_account() -> Result<(), ServerFnError> {
    forms::handle(companies::LINKS_FORM, async |request: FormRequest| {
        let co_owner = co_owner(&request.answers)?;
        companies::unlink(&request.portal, &request.session, co_owner).await?;
        let site = co_owner.site();
        Ok(Redirect::to(path::LINKS).with_notice(format!(
            "Votre compte {site} est détaché\u{a0}: ses habilitations ne s’appliquent plus sur le portail, et il ne \
             permet plus de vous y connecter."
        )))
    })
    .await
}

/// Creates an account at a co-owner, and links it.
#[server(prefix = "/form", endpoint = "creer-compte")]
pub async fn open_account() -> Result<(), ServerFnError> {
    forms::handle(OpenAccount::NAME, async |request: FormRequest| {
        let co_owner = co_owner(&request.answers)?;
        match companies::open_account(&request.portal, &request.session, co_owner).await {
            Ok(()) => {
                let site = co_owner.site();
                Ok(Redirect::to(path::LINKS).with_notice(format!(
                    "Votre compte {site} est créé et rattaché. Un courriel envoyé par {site} vous permet d’en \
                     choisir le mot de passe. Ce compte n’a aucune habilitation pour le moment\u{a0}: demandez-les \
                     sur {site}."
                )))
            }
            Err(error) => reauthenticate_first(error, &request.page),
        }
    })
    .await
}

/// Selects the company to work for.
#[server(prefix = "/form", endpoint = "choisir-siren")]
pub async fn choose_company() -> Result<(), ServerFnError> {
    forms::handle(ChooseCompany::NAME, async |request: FormRequest| {
        let siren = request.answers.text("siren");
        let chosen = companies::choose(&request.portal, &request.session, siren).await?;
        request.context.cookies.set_session(chosen.token.expose());
        Ok(Redirect::to(next_page(&request.answers)).with_notice(notice(&request, &chosen.siren).await))
    })
    .await
}

fn co_owner(answers: &Answers) -> Result<CoOwner, Error> {
    CoOwner::from_code(answers.text("co_proprietaire")).ok_or(Error::NotFound)
}

/// Page that required a company, if it is a local path; otherwise the dashboard.
fn next_page(answers: &Answers) -> String {
    path::local(answers.raw("retour")).unwrap_or(path::DASHBOARD).to_owned()
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
