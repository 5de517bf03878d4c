use backend::companies;
use domain::{french::with_que, path};
use leptos::prelude::*;

use super::return_path::return_path;
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/connexion/confirmation`: the signed-in account, with the date and place of the previous sign-in (000).
#[component]
pub fn SignInConfirmationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let usager = request.usager()?;
        let session = request.usager_session()?;
        let default = if session.siren.is_some() { path::DASHBOARD } else { path::COMPANIES };
        let next = return_path(&request).unwrap_or(default).to_owned();
        let as_person = with_que(&usager.full_name());
        let lead = format!("Vous êtes connecté en tant {as_person} (identifiant {}).", usager.login);
        let previous = session.previous.clone().map(|previous| {
            view! {
                <Definition term="Dernière connexion">
                    <Time at=previous.at seconds=true/>
                </Definition>
                <Definition term="Appareil et réseau">{previous.place.clone()}</Definition>
            }
        });
        let suggested = companies::suggested_links(request.portal(), usager.account).await?;
        let suggested = suggested.first().map(|co_owner| {
            let site = co_owner.site();
            view! {
                <Notice kind=NoticeKind::Info title=format!("Rattachez votre compte {site}")>
                    <p>
                        {format!("Votre inscription a commencé sur {site}. ")}
                        <a href=path::LINKS>{format!("Rattachez votre compte {site}")}</a>
                        " pour retrouver vos habilitations sur le portail."
                    </p>
                </Notice>
            }
        });
        let first_sign_in = session.previous.is_none().then_some("C’est votre première connexion.");
        let warning = session.previous.is_some().then(|| {
            view! {
                <p class="muted">
                    "Vous ne reconnaissez pas cette connexion\u{a0}? "
                    <a href=path::SECURING>"Mettez votre compte en sécurité"</a>"."
                </p>
            }
        });
        Ok(view! {
            <Page title="Connexion réussie" lead=lead>
                {first_sign_in.map(|text| view! { <p>{text}</p> })}
                {previous.map(|lines| view! { <DefinitionList>{lines}</DefinitionList> })}
                {warning}
                {suggested}
                <p><ButtonLink href=next>"Continuer"</ButtonLink></p>
            </Page>
        }
        .into_any())
    })
}

/// `/deconnexion`: confirmation of the sign-out.
#[component]
pub fn SignedOutPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Vous êtes déconnecté">
                <p>"Votre session est fermée. Sur un poste partagé, fermez aussi le navigateur."</p>
                <p class="cluster">
                    <ButtonLink href=path::SIGN_IN>"Se reconnecter"</ButtonLink>
                    <ButtonLink href=path::HOME variant=Variant::Secondary>"Revenir à l’accueil"</ButtonLink>
                </p>
            </Page>
        }
    })
}
