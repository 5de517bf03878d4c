use backend::accounts::registration;
use domain::{account_forms, path};
use leptos::prelude::*;

use super::{
    registration_page::steps,
    server::{Activate, ResendActivation},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/activation?jeton=…` (mission §2.2). Opening the page does not activate the account: mail scanners follow
/// links.
#[component]
pub fn ActivationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let flash = request.flash(Activate::NAME).await?.unwrap_or_default();
        if !registration::is_link_usable(request.portal(), &token).await? {
            return Ok(invalid_link().into_any());
        }
        let page = request.path.clone();
        Ok(view! {
            <Page title="Activation de votre compte" lead="Saisissez l’identifiant et le mot de passe choisis à l’inscription.">
                <Stepper steps=steps() current=1/>
                <Form action=Activate::ACTION page=page>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="jeton" value=token/>
                    <FormFields definition=account_forms::activation() answers=flash.answers problems=flash.problems/>
                    <div class="form__actions">
                        <Submit>"Activer"</Submit>
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
                "Il a expiré, il a déjà servi ou il est incomplet. Si votre compte est déjà activé, \
                 connectez-vous\u{a0}; sinon, demandez un nouveau lien."
            </p>
            <p class="cluster">
                <ButtonLink href=path::SIGN_IN>"Se connecter"</ButtonLink>
                <ButtonLink href=path::NEW_ACTIVATION_LINK variant=Variant::Secondary>"Demander un nouveau lien"</ButtonLink>
            </p>
        </Page>
    }
}

/// `/activation/confirmation`
#[component]
pub fn ActivatedPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Votre compte est activé">
                <Stepper steps=steps() current=2/>
                <p>"Vous pouvez maintenant vous connecter. À la première connexion, un code vous sera envoyé par \
                    courriel."</p>
                <p><ButtonLink href=path::SIGN_IN>"Se connecter"</ButtonLink></p>
            </Page>
        }
    })
}

/// `/activation/nouveau-lien`
#[component]
pub fn NewLinkPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let flash = request.flash(ResendActivation::NAME).await?.unwrap_or_default();
        Ok(view! {
            <Page
                title="Recevoir un nouveau lien d’activation"
                lead="Si un compte créé avec cette adresse n’est pas encore activé, un nouveau lien y sera envoyé."
            >
                <Form action=ResendActivation::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems.clone()/>
                    <MandatoryNote/>
                    <FormFields
                        definition=account_forms::resend_activation()
                        answers=flash.answers
                        problems=flash.problems
                    />
                    <div class="form__actions">
                        <Submit>"Envoyer le lien"</Submit>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
