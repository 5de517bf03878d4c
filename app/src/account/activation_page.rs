use backend::activation;
use domain::account_forms;
use leptos::prelude::*;

use super::registration_page::steps;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/activation?jeton=…` (mission §2.2): opening it changes nothing, programs that scan mails open links.
#[component]
pub fn ActivationPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let token = visit.query("jeton").unwrap_or_default().to_owned();
        let kept = visit.flash("activation").await?.unwrap_or_default();
        if !activation::is_link_alive(visit.portal(), &token).await? {
            return Ok(dead_link().into_any());
        }
        let page = visit.path.clone();
        Ok(view! {
            <Page title="Activation de votre compte" lead="Saisissez l’identifiant et le mot de passe choisis à l’inscription.">
                <Stepper steps=steps() current=1/>
                <Form action="/form/activation" page=page>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="jeton" value=token/>
                    <FormFields definition=account_forms::activation() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Activer"</Submit>
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
                "Il a expiré, il a déjà servi ou il est incomplet. Si votre compte est déjà activé, connectez-vous\u{a0}; \
                 sinon, demandez un nouveau lien."
            </p>
            <p class="cluster">
                <ButtonLink href="/connexion">"Se connecter"</ButtonLink>
                <ButtonLink href="/activation/nouveau-lien" variant=Variant::Secondary>"Demander un nouveau lien"</ButtonLink>
            </p>
        </Page>
    }
}

/// `/activation/confirmation`
#[component]
pub fn ActivatedPage() -> impl IntoView {
    page::still(|| {
        view! {
            <Page title="Votre compte est activé">
                <Stepper steps=steps() current=2/>
                <p>"Vous pouvez maintenant vous connecter. À la première connexion, un code vous sera envoyé par mél."</p>
                <p><ButtonLink href="/connexion">"Se connecter"</ButtonLink></p>
            </Page>
        }
    })
}

/// `/activation/nouveau-lien`
#[component]
pub fn NewLinkPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let kept = visit.flash("renvoyer-activation").await?.unwrap_or_default();
        Ok(view! {
            <Page
                title="Recevoir un nouveau lien d’activation"
                lead="Si un compte attend son activation à cette adresse, un nouveau lien y sera envoyé."
            >
                <Form action="/form/renvoyer-activation" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <FormFields
                        definition=account_forms::resend_activation()
                        answers=kept.answers
                        problems=kept.problems
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
