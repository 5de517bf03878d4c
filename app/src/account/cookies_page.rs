use domain::path;
use leptos::prelude::*;

use super::return_path::return_path;
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/connexion/cookies?retour=…`: the browser did not return the cookie that was set with a form, which was not
/// processed. A browser that returns one here accepts cookies: it is sent back to the form.
#[component]
pub fn CookiesRefusedPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let back = return_path(&request).unwrap_or(path::SIGN_IN).to_owned();
        if request.context.has_cookie {
            return Err(Stop::Redirect(back));
        }
        Ok(view! {
            <Page
                title="Votre navigateur refuse les cookies"
                lead="Rien n’a été envoyé. Le portail a besoin d’un cookie pour vous reconnaître d’une page à \
                      l’autre\u{a0}: sans lui, ni l’inscription ni la connexion ne sont possibles."
            >
                <ul>
                    <li>"Autorisez les cookies de ce site dans les réglages de votre navigateur, à la rubrique \
                         «\u{a0}Confidentialité\u{a0}» ou «\u{a0}Vie privée\u{a0}»."</li>
                    <li>"Si une extension bloque les cookies, faites une exception pour ce site."</li>
                    <li>"Sur un poste professionnel, ce réglage peut dépendre de votre service informatique."</li>
                </ul>
                <p>
                    "Ces cookies ne servent ni à la publicité ni à la mesure d’audience. "
                    <a href=path::PRIVACY>"Données personnelles et cookies"</a>
                </p>
                <p class="cluster">
                    <ButtonLink href=back>"Recommencer"</ButtonLink>
                    <ButtonLink href=path::SELF_CHECK variant=Variant::Secondary>"Lancer l’auto-contrôle"</ButtonLink>
                </p>
            </Page>
        }
        .into_any())
    })
}
