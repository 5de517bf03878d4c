use backend::accounts::profile::{self, Purpose};
use domain::path;
use leptos::prelude::*;

use super::server::ConfirmAddress;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/changement-adresse?jeton=…`. Opening the page does not change the address: mail scanners follow links.
#[component]
pub fn AddressPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let portal = request.portal();
        let (text, button) = if profile::is_link_usable(portal, &token, Purpose::NewAddress).await? {
            (
                "Confirmez que vous avez accès à cette nouvelle adresse. Un courriel sera ensuite envoyé à l’adresse \
                 actuelle du compte, pour accord.",
                "Confirmer cette adresse",
            )
        } else if profile::is_link_usable(portal, &token, Purpose::CurrentAddress).await? {
            (
                "La nouvelle adresse est confirmée. Dès que vous aurez donné votre accord, elle deviendra celle du \
                 compte.",
                "Autoriser le changement",
            )
        } else {
            return Ok(invalid_link().into_any());
        };
        Ok(view! {
            <Page title="Changement d’adresse de courriel" lead=text>
                <Form action=ConfirmAddress::ACTION page=request.path.clone()>
                    <input type="hidden" name="jeton" value=token/>
                    <div class="form__actions">
                        <Submit>{button}</Submit>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

fn invalid_link() -> impl IntoView {
    view! {
        <Page title="Ce lien n’est pas valable">
            <p>
                "Il a expiré, il a déjà servi, il est incomplet ou le changement a été abandonné. Vous pouvez \
                 consulter et changer l’adresse de votre compte dans votre espace personnel."
            </p>
            <p><ButtonLink href=path::EMAIL>"Voir l’adresse de mon compte"</ButtonLink></p>
        </Page>
    }
}

/// `/changement-adresse/accord`
#[component]
pub fn AddressToAgreePage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Nouvelle adresse confirmée" lead="Il reste une étape\u{a0}: l’accord depuis l’adresse actuelle.">
                <p>"Ouvrez le lien qui vient d’être envoyé à l’adresse actuelle du compte. Elle reste utilisée \
                    d’ici là."</p>
                <p><ButtonLink href=path::EMAIL>"Revenir à mon espace personnel"</ButtonLink></p>
            </Page>
        }
    })
}

/// `/changement-adresse/termine`
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
