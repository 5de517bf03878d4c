use backend::companies;
use leptos::prelude::*;

use super::sign_in_page::wanted;
use crate::{
    page::{self, Page, Visit},
    ui::*,
};

/// `/connexion/confirmation`: who is signed in, and when and where from last time (000).
#[component]
pub fn SignInConfirmationPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let usager = visit.usager()?;
        let session = visit.usager_session()?;
        let default = if session.siren.is_some() { "/tableau-de-bord" } else { "/entreprises" };
        let next = wanted(&visit).unwrap_or(default).to_owned();
        let who =
            format!("Vous êtes connecté en tant que {} (identifiant {}).", usager.full_name(), usager.login);
        let previous = session.previous.clone().map(|previous| {
            view! {
                <Definition term="Dernière connexion">
                    <time datetime=previous.at.rfc3339()>{previous.at.french()}</time>
                </Definition>
                <Definition term="Depuis">{previous.place.clone()}</Definition>
            }
        });
        let suggested = companies::suggested(visit.portal(), usager.account).await?;
        let suggested = suggested.first().map(|co_owner| {
            let site = co_owner.site();
            view! {
                <Notice kind=NoticeKind::Info title=format!("Rattachez votre compte {site}")>
                    <p>
                        {format!("Vous vous êtes inscrit depuis {site}. ")}
                        <a href="/profil/rattachements">{format!("Rattachez votre compte {site}")}</a>
                        " pour retrouver ici ses habilitations."
                    </p>
                </Notice>
            }
        });
        let first = session.previous.is_none().then_some("C’est votre première connexion.");
        let warning = session.previous.is_some().then(|| {
            view! {
                <p class="muted">
                    "Vous ne reconnaissez pas cette connexion\u{a0}? "
                    <a href="/securiser-mon-compte">"Mettez votre compte en sécurité"</a>"."
                </p>
            }
        });
        Ok(view! {
            <Page title="Connexion réussie" lead=who>
                {first.map(|text| view! { <p>{text}</p> })}
                {previous.map(|lines| view! { <DefinitionList>{lines}</DefinitionList> })}
                {warning}
                {suggested}
                <p><ButtonLink href=next>"Continuer"</ButtonLink></p>
            </Page>
        }
        .into_any())
    })
}

/// `/deconnexion`
#[component]
pub fn SignedOutPage() -> impl IntoView {
    page::still(|| {
        view! {
            <Page title="Vous êtes déconnecté">
                <p>"Votre session est fermée. Sur un poste partagé, fermez aussi le navigateur."</p>
                <p class="cluster">
                    <ButtonLink href="/connexion">"Se reconnecter"</ButtonLink>
                    <ButtonLink href="/" variant=Variant::Secondary>"Revenir à l’accueil"</ButtonLink>
                </p>
            </Page>
        }
    })
}
