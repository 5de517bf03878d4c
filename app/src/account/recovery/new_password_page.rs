use backend::accounts::profile::{self, Purpose};
use domain::{path, profile_forms};
use leptos::prelude::*;

use super::server::ResetPassword;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/mot-de-passe-oublie/nouveau?jeton=…`. Opening the page does not consume the link: mail scanners follow
/// links.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let flash = request.flash(ResetPassword::NAME).await?.unwrap_or_default();
        if !profile::is_link_usable(request.portal(), &token, Purpose::Password).await? {
            return Ok(invalid_link().into_any());
        }
        let page = request.path.clone();
        Ok(view! {
            <Page
                title="Nouveau mot de passe"
                lead="Toutes vos sessions seront fermées et vos appareils de confiance oubliés."
            >
                <Form action=ResetPassword::ACTION page=page>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="jeton" value=token/>
                    <FormFields
                        definition=profile_forms::reset_password()
                        answers=flash.answers
                        problems=flash.problems
                    />
                    <div class="form__actions">
                        <Submit>"Enregistrer ce mot de passe"</Submit>
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
            <p>"Il a expiré, il a déjà servi, il est incomplet ou un autre lien a été demandé depuis."</p>
            <p class="cluster">
                <ButtonLink href=path::FORGOTTEN_PASSWORD>"Demander un nouveau lien"</ButtonLink>
                <ButtonLink href=path::SIGN_IN variant=Variant::Secondary>"Se connecter"</ButtonLink>
            </p>
        </Page>
    }
}

/// `/mot-de-passe-oublie/termine`
#[component]
pub fn PasswordResetPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Votre mot de passe a été changé">
                <p>
                    "Toutes vos sessions sont fermées. À la prochaine connexion, un code vous sera demandé\u{a0}: vos \
                    appareils de confiance ont été oubliés."
                </p>
                <p><ButtonLink href=path::SIGN_IN>"Se connecter"</ButtonLink></p>
            </Page>
        }
    })
}
