use backend::accounts::{
    parked_forms,
    sessions::{Session, Visitor},
};
use domain::{french::with_que, path};
use leptos::prelude::*;

use super::{return_path::return_path, server::SignOut, with_return};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    staff::spaces,
    ui::{ButtonLink, Notice, NoticeKind, Submit, Variant},
};

/// `/connexion/autre-compte?retour=…&origine=…`: a form or a file was sent from a page that another person had opened in this
/// browser. Nothing was done under the account that is signed in now.
#[component]
pub fn OtherPersonPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let outcome = outcome(&request).await?;
        let current = request.session().and_then(Current::of);
        let now = current.as_ref().map(|Current { name, login, .. }| {
            let (person, login) = (with_que(name), login.clone());
            view! { <p>"Vous êtes maintenant connecté en tant " {person} " (identifiant " {login} ")."</p> }
        });
        let buttons = buttons(&request, current);
        Ok(view! {
            <Page title="Un autre compte est connecté">
                <Notice kind=NoticeKind::Warning>
                    <p>
                        "La page que vous venez d’utiliser a été ouverte avec un autre compte, auparavant connecté dans ce \
                         navigateur."
                    </p>
                    {now}
                    <p>{outcome}</p>
                </Notice>
                <div class="cluster">{buttons}</div>
            </Page>
        }
        .into_any())
    })
}

/// The person signed in now.
struct Current {
    name: String,
    login: String,
    home: &'static str,
}

impl Current {
    fn of(session: &Session) -> Option<Current> {
        match &session.visitor {
            Visitor::Usager(usager) | Visitor::Enrolling(usager) => {
                Some(Current { name: usager.full_name(), login: usager.login.clone(), home: path::DASHBOARD })
            }
            Visitor::Staff(member) => Some(Current {
                name: member.name.clone(),
                login: member.login.clone(),
                home: spaces::home(member),
            }),
            _ => None,
        }
    }
}

/// Says what has become of the input.
async fn outcome(request: &PageRequest) -> Result<&'static str, Stop> {
    if request.query("origine") == Some("fichier") {
        return Ok("Le fichier n’a pas été joint.");
    }
    let is_parked = match request.chain() {
        Some(chain) => parked_forms::any_parked(request.portal(), chain).await?,
        None => false,
    };
    Ok(match is_parked {
        true => {
            "Rien n’a été envoyé. La saisie est conservée jusqu’à demain\u{a0}: elle sera de nouveau affichée à la \
                 prochaine connexion du compte avec lequel la page a été ouverte, dans ce navigateur."
        }
        false => "Rien n’a été envoyé.",
    })
}

fn buttons(request: &PageRequest, current: Option<Current>) -> AnyView {
    let Some(Current { name, home, .. }) = current else {
        let sign_in = with_return(path::SIGN_IN, return_path(request));
        return view! { <ButtonLink href=sign_in>"Se connecter"</ButtonLink> }.into_any();
    };
    view! {
        <ButtonLink href=home>{format!("Continuer en tant {}", with_que(&name))}</ButtonLink>
        <Form action=SignOut::ACTION page=request.path.clone() native=true class="">
            <Submit variant=Variant::Secondary>"Se déconnecter"</Submit>
        </Form>
    }
    .into_any()
}
