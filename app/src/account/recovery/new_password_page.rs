use backend::accounts::{links::Purpose, profile};
use domain::{path, profile_forms};
use leptos::prelude::*;

use super::{
    super::{invalid_link_page::InvalidLinkPage, used_link::redirect_if_used},
    server::ResetPassword,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/mot-de-passe-oublie/nouveau?jeton=…`: choice of a new password. Opening the page does not consume the link: mail
/// scanners follow links.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let form = PageForm::read::<ResetPassword>(&request).await?;
        let Some(login) = profile::login_of_reset(request.portal(), &token).await? else {
            redirect_if_used(&request, &token, Purpose::Password, path::PASSWORD_RESET).await?;
            return Ok(invalid_link().into_any());
        };
        Ok(view! {
            <Page
                title="Nouveau mot de passe"
                lead="Toutes vos sessions seront fermées et vos appareils de confiance oubliés."
            >
                <FieldForm
                    form
                    definition=profile_forms::reset_password()
                    submit="Enregistrer ce mot de passe"
                >
                    <MandatoryNote/>
                    <Username login/>
                    <input type="hidden" name="jeton" value=token/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

fn invalid_link() -> impl IntoView {
    view! {
        <InvalidLinkPage link="Ce lien de nouveau mot de passe" reason="Il a expiré, il a déjà servi, il est incomplet ou un autre lien a été demandé depuis.">
            <p class="cluster">
                <ButtonLink href=path::FORGOTTEN_PASSWORD>"Demander un nouveau lien"</ButtonLink>
                <ButtonLink href=path::SIGN_IN variant=Variant::Secondary>"Se connecter"</ButtonLink>
            </p>
        </InvalidLinkPage>
    }
}

/// `/mot-de-passe-oublie/termine`: the password has changed.
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
