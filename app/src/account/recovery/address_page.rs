use backend::profile::{self, Purpose};
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/changement-adresse?jeton=…`: opening it changes nothing, programs that scan mails open links.
#[component]
pub fn AddressPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let token = visit.query("jeton").unwrap_or_default().to_owned();
        let portal = visit.portal();
        let (text, button) = if profile::is_alive(portal, &token, Purpose::NewAddress).await? {
            (
                "Confirmez que vous lisez bien cette nouvelle adresse. Un mél sera ensuite envoyé à l’adresse actuelle \
                 du compte, pour accord.",
                "Confirmer cette adresse",
            )
        } else if profile::is_alive(portal, &token, Purpose::PresentAddress).await? {
            (
                "La nouvelle adresse est confirmée. En donnant votre accord, elle devient aussitôt celle du compte.",
                "Autoriser le changement",
            )
        } else {
            return Ok(dead_link().into_any());
        };
        Ok(view! {
            <Page title="Changement d’adresse mél" lead=text>
                <Form action="/form/confirmer-adresse" page=visit.path.clone()>
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

fn dead_link() -> impl IntoView {
    view! {
        <Page title="Ce lien n’est pas valable">
            <p>
                "Il a expiré, il a déjà servi, le changement a été abandonné, ou il est incomplet. L’adresse de votre \
                compte se lit et se change dans votre espace personnel."
            </p>
            <p><ButtonLink href="/profil/courriel">"Voir l’adresse de mon compte"</ButtonLink></p>
        </Page>
    }
}

/// `/changement-adresse/accord`
#[component]
pub fn AddressToAgreePage() -> impl IntoView {
    page::still(|| {
        view! {
            <Page title="Nouvelle adresse confirmée" lead="Il reste une étape\u{a0}: l’accord depuis l’adresse actuelle.">
                <p>"Ouvrez le lien qui vient d’être envoyé à l’adresse actuelle du compte. Elle reste en usage d’ici là."</p>
                <p><ButtonLink href="/profil/courriel">"Revenir à mon espace personnel"</ButtonLink></p>
            </Page>
        }
    })
}

/// `/changement-adresse/termine`
#[component]
pub fn AddressChangedPage() -> impl IntoView {
    page::still(|| {
        view! {
            <Page title="Votre adresse mél est changée">
                <p>"Les messages du portail sont désormais envoyés à la nouvelle adresse. Les deux adresses en sont prévenues."</p>
                <p><ButtonLink href="/profil/courriel">"Voir l’adresse de mon compte"</ButtonLink></p>
            </Page>
        }
    })
}
