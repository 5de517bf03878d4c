use backend::accounts::links::{self, Purpose};
use domain::path;
use leptos::prelude::*;

use super::{
    super::{invalid_link_page::InvalidLinkPage, used_link::redirect_if_used},
    server::ConfirmAddress,
};
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/changement-adresse?jeton=…`: confirms a change of address. Opening the page does not change the address: mail
/// scanners follow links.
#[component]
pub fn AddressPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let portal = request.portal();
        let (title, text, button) = if links::is_usable(portal, &token, Purpose::NewAddress).await? {
            (
                "Confirmer votre nouvelle adresse",
                "Confirmez que vous avez accès à cette nouvelle adresse. Un courriel sera ensuite envoyé à l’adresse \
                 actuelle du compte, pour accord.",
                "Confirmer cette adresse",
            )
        } else if links::is_usable(portal, &token, Purpose::CurrentAddress).await? {
            (
                "Autoriser le changement d’adresse",
                "La nouvelle adresse est confirmée. Dès que vous aurez donné votre accord, elle deviendra celle du \
                 compte.",
                "Autoriser le changement",
            )
        } else {
            redirect_if_used(&request, &token, Purpose::NewAddress, path::EMAIL_CHANGE_AGREEMENT).await?;
            redirect_if_used(&request, &token, Purpose::CurrentAddress, path::EMAIL_CHANGED).await?;
            return Ok(invalid_link().into_any());
        };
        Ok(view! {
            <Page title lead=text>
                <ButtonForm action=ConfirmAddress::ACTION page=request.path.clone() submit=button>
                    <input type="hidden" name="jeton" value=token/>
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}

fn invalid_link() -> impl IntoView {
    view! {
        <InvalidLinkPage link="Ce lien de changement d’adresse" reason="Il a expiré, il a déjà servi, il est incomplet ou le changement a été annulé. Vous \
                                 pouvez consulter et changer l’adresse de votre compte dans votre espace personnel.">
            <p><ButtonLink href=path::EMAIL>"Voir l’adresse de mon compte"</ButtonLink></p>
        </InvalidLinkPage>
    }
}

/// `/changement-adresse/accord`: the current address must still agree.
#[component]
pub fn AddressAgreementPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Nouvelle adresse confirmée" lead="Il reste une étape\u{a0}: votre accord, demandé \
                         à l’adresse actuelle.">
                <p>"Ouvrez le lien qui vient d’être envoyé à l’adresse actuelle du compte. Elle reste utilisée \
                    d’ici là."</p>
                <p><ButtonLink href=path::EMAIL>"Revenir à mon espace personnel"</ButtonLink></p>
            </Page>
        }
    })
}

/// `/changement-adresse/termine`: the address has changed.
#[component]
pub fn AddressChangedPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Votre adresse de courriel a été changée">
                <p>"Les messages du portail sont désormais envoyés à la nouvelle adresse. Un courriel d’information \
                    est envoyé aux deux adresses."</p>
                <p><ButtonLink href=path::EMAIL>"Voir l’adresse de mon compte"</ButtonLink></p>
            </Page>
        }
    })
}
