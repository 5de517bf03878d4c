use backend::accounts::{links::Purpose, registration};
use domain::{account_forms, path};
use leptos::prelude::*;

use super::{
    invalid_link_page::InvalidLinkPage,
    registration_page::steps,
    server::{Activate, ResendActivation},
    used_link::redirect_if_used,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/activation?jeton=…` (mission §2.2). Opening the page does not activate the account: mail scanners follow
/// links.
#[component]
pub fn ActivationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let form = PageForm::read::<Activate>(&request).await?;
        if !registration::is_link_usable(request.portal(), &token).await? {
            redirect_if_used(&request, &token, Purpose::Activation, path::ALREADY_ACTIVATED).await?;
            return Ok(invalid_link().into_any());
        }
        Ok(view! {
            <Page title="Activation de votre compte" lead="Saisissez l’identifiant et le mot de passe choisis à l’inscription.">
                <Stepper steps=steps() current=1/>
                <FieldForm form definition=account_forms::activation() submit="Activer">
                    <MandatoryNote/>
                    <input type="hidden" name="jeton" value=token/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

fn invalid_link() -> impl IntoView {
    view! {
        <InvalidLinkPage link="Ce lien d’activation" reason="Il a expiré, il a déjà servi ou il est incomplet. Si votre compte est déjà activé, \
                                 connectez-vous\u{a0}; sinon, demandez un nouveau lien.">
            <p class="cluster">
                <ButtonLink href=path::SIGN_IN>"Se connecter"</ButtonLink>
                <ButtonLink href=path::NEW_ACTIVATION_LINK variant=Variant::Secondary>"Demander un nouveau lien"</ButtonLink>
            </p>
        </InvalidLinkPage>
    }
}

/// `/activation/confirmation`: the account is active. `?deja=oui`: the link was opened again.
#[component]
pub fn ActivatedPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let title = match request.query("deja") {
            Some(_) => "Votre compte est déjà activé",
            None => "Votre compte est activé",
        };
        Ok(view! {
            <Page title=title>
                <Stepper steps=steps() current=2/>
                <p>"Vous pouvez maintenant vous connecter. À la première connexion, un code vous sera envoyé par \
                    courriel."</p>
                <p><ButtonLink href=path::SIGN_IN>"Se connecter"</ButtonLink></p>
            </Page>
        }
        .into_any())
    })
}

/// `/activation/nouveau-lien`: requests another activation link.
#[component]
pub fn NewLinkPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let form = PageForm::read::<ResendActivation>(&request).await?;
        Ok(view! {
            <Page
                title="Recevoir un nouveau lien d’activation"
                lead="Si un compte créé avec cette adresse n’est pas encore activé, un nouveau lien y sera envoyé."
            >
                <FieldForm form definition=account_forms::resend_activation() submit="Envoyer le lien">
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
