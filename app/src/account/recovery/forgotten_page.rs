use domain::profile_forms;
use leptos::prelude::*;

use super::late_mail::LateMail;
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/mot-de-passe-oublie`
#[component]
pub fn ForgottenPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let kept = visit.flash("mot-de-passe-oublie").await?.unwrap_or_default();
        Ok(view! {
            <Page
                title="Mot de passe oublié"
                lead="Un lien pour choisir un nouveau mot de passe sera envoyé à l’adresse du compte."
            >
                <Form action="/form/mot-de-passe-oublie" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <FormFields
                        definition=profile_forms::forgotten_password()
                        answers=kept.answers
                        problems=kept.problems
                    />
                    <div class="form__actions">
                        <Submit>"Envoyer le lien"</Submit>
                    </div>
                </Form>
                <p>"Le mot de passe vous revient\u{a0}? " <a href="/connexion">"Connectez-vous"</a>"."</p>
            </Page>
        }
        .into_any())
    })
}

/// `/mot-de-passe-oublie/envoye`: the same page whether there is such an account or not.
#[component]
pub fn LinkSentPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let minutes = visit.portal().config.security.reset_minutes;
        Ok(view! {
            <Page
                title="Consultez votre messagerie"
                lead="Si un compte existe avec cet identifiant ou cette adresse, un mél vient de lui être envoyé."
            >
                <p>{format!("Le lien qu’il contient est valable {minutes}\u{a0}minutes et ne sert qu’une fois.")}</p>
                <LateMail>
                    "Regardez dans les courriers indésirables et vérifiez l’identifiant, puis "
                    <a href="/mot-de-passe-oublie">"recommencez"</a>
                </LateMail>
            </Page>
        }
        .into_any())
    })
}
