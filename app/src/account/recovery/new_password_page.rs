use backend::profile::{self, Purpose};
use domain::profile_forms;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/mot-de-passe-oublie/nouveau?jeton=…`: opening it changes nothing, programs that scan mails open links.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let token = visit.query("jeton").unwrap_or_default().to_owned();
        let kept = visit.flash("nouveau-mot-de-passe").await?.unwrap_or_default();
        if !profile::is_alive(visit.portal(), &token, Purpose::Password).await? {
            return Ok(dead_link().into_any());
        }
        let page = visit.path.clone();
        Ok(view! {
            <Page
                title="Nouveau mot de passe"
                lead="Toutes vos sessions seront fermées et vos appareils de confiance oubliés."
            >
                <Form action="/form/nouveau-mot-de-passe" page=page>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="jeton" value=token/>
                    <FormFields
                        definition=profile_forms::reset_password()
                        answers=kept.answers
                        problems=kept.problems
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

fn dead_link() -> impl IntoView {
    view! {
        <Page title="Ce lien n’est pas valable">
            <p>"Il a expiré, il a déjà servi, un autre a été demandé depuis, ou il est incomplet."</p>
            <p class="cluster">
                <ButtonLink href="/mot-de-passe-oublie">"Demander un nouveau lien"</ButtonLink>
                <ButtonLink href="/connexion" variant=Variant::Secondary>"Se connecter"</ButtonLink>
            </p>
        </Page>
    }
}

/// `/mot-de-passe-oublie/termine`
#[component]
pub fn PasswordResetPage() -> impl IntoView {
    page::still(|| {
        view! {
            <Page title="Votre mot de passe est changé">
                <p>
                    "Toutes vos sessions sont fermées. À la prochaine connexion, un code vous sera demandé\u{a0}: vos \
                    appareils de confiance ont été oubliés."
                </p>
                <p><ButtonLink href="/connexion">"Se connecter"</ButtonLink></p>
            </Page>
        }
    })
}
